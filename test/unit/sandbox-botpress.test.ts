import { Client } from '@botpress/client'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  checkAgainstSchema,
  readDeployedDefinition,
  runBot,
  startBotpressApi,
  startIntegration,
  startWebhookGateway,
  type BotpressApi,
  type IntegrationProcess,
  type Message,
  type WebhookGateway,
} from '../../sandbox/botpress'

const lease = { type: 'integration', id: 'int1', name: 'lease' } as const

let botpress: BotpressApi

beforeAll(async () => {
  botpress = await startBotpressApi()
})

beforeEach(() => {
  botpress.reset()
  botpress.bots.clear()
})

afterEach(() => {
  vi.useRealTimers()
})

afterAll(() => botpress.close())

const connect = (botId: string, integrationId = 'int1', timeout = 5_000) =>
  new Client({ apiUrl: botpress.url, botId, integrationId, token: 'none', timeout })

const repeat = ({ payload }: Message) => [{ type: 'text', payload: { text: `You said: ${payload.text}` } }]

/** Only the date stands still: the network keeps its timers. */
const freezeDate = () => vi.useFakeTimers({ toFake: ['Date'], now: 0 })

describe('states', () => {
  it('answers a state that was set, with its owner and its times', async () => {
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' } })
    const { state } = await client.getState(lease)
    expect(state).toMatchObject({ ...lease, id: expect.stringContaining('state_'), botId: 'bot1' })
    expect(state.payload).toEqual({ owner: 'a' })
    expect(Date.parse(state.createdAt)).not.toBeNaN()
  })

  it('answers a missing state with an error that the client knows as ResourceNotFound', async () => {
    await expect(connect('bot1').getState(lease)).rejects.toMatchObject({
      isApiError: true,
      code: 404,
      type: 'ResourceNotFound',
    })
    await expect(connect('bot1').patchState({ ...lease, payload: {} })).rejects.toMatchObject({ code: 404 })
  })

  it('merges the top level of a payload with patchState', async () => {
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a', nested: { kept: false } } })
    const { state } = await client.patchState({ ...lease, payload: { nested: { until: 1 } } })
    expect(state.payload).toEqual({ owner: 'a', nested: { until: 1 } })
  })

  it('deletes a state whose payload is set to null', async () => {
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' } })
    await client.setState({ ...lease, payload: null })
    await client.setState({ ...lease, payload: null })
    await expect(client.getState(lease)).rejects.toMatchObject({ type: 'ResourceNotFound' })
  })

  it('lets exactly one of 50 simultaneous get-or-sets win', async () => {
    const clients = Array.from({ length: 50 }, () => connect('bot1'))
    const answers = await Promise.all(
      clients.map((client, owner) => client.getOrSetState({ ...lease, payload: { owner } }))
    )
    expect(new Set(answers.map(({ state }) => state.payload.owner)).size).toBe(1)
  })

  it('expires a state once it has been idle for its expiry', async () => {
    freezeDate()
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' }, expiry: 1_000 })
    vi.setSystemTime(999)
    expect(botpress.getState('bot1', 'integration', 'int1', 'lease')).toEqual({ owner: 'a' })
    vi.setSystemTime(1_000)
    await expect(client.getState(lease)).rejects.toMatchObject({ type: 'ResourceNotFound' })
    const { state } = await client.getOrSetState({ ...lease, payload: { owner: 'b' } })
    expect(state.payload).toEqual({ owner: 'b' })
  })

  it('prolongs an expiry with every read, every get-or-set and every patch', async () => {
    freezeDate()
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' }, expiry: 1_000 })
    for (const touch of [
      () => client.getState(lease),
      () => client.getOrSetState({ ...lease, payload: { owner: 'b' }, expiry: 1_000 }),
      () => client.patchState({ ...lease, payload: { seen: true } }),
      () => client.getState(lease),
    ]) {
      vi.setSystemTime(Date.now() + 900)
      expect((await touch()).state.payload.owner).toBe('a')
    }
    vi.setSystemTime(Date.now() + 1_000)
    await expect(client.getState(lease)).rejects.toMatchObject({ type: 'ResourceNotFound' })
  })

  it('keeps a state for ever when the last write named no expiry', async () => {
    freezeDate()
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' }, expiry: 1_000 })
    await client.setState({ ...lease, payload: { owner: 'b' } })
    vi.setSystemTime(1e12)
    expect((await client.getState(lease)).state.payload).toEqual({ owner: 'b' })
  })

  it('shows each bot only its own states, messages, users and events', async () => {
    const [mine, other] = [connect('bot1'), connect('bot2')]
    await mine.setState({ ...lease, payload: { owner: 'a' } })
    const { user } = await mine.getOrCreateUser({ tags: { id: '1' } })
    const { event } = await mine.createEvent({ type: 'contactCreated', payload: {} })
    await expect(other.getState(lease)).rejects.toMatchObject({ type: 'ResourceNotFound' })
    await expect(other.getUser({ id: user.id })).rejects.toMatchObject({ type: 'ResourceNotFound' })
    await expect(other.getEvent({ id: event.id })).rejects.toMatchObject({ type: 'ResourceNotFound' })
    expect((await other.getOrCreateUser({ tags: { id: '1' } })).user.id).not.toBe(user.id)
  })

  it('refuses a payload, an expiry or a type that Botpress refuses', async () => {
    const client = connect('bot1')
    const refusal = { code: 400, type: 'InvalidPayload' }
    await expect(client.getOrSetState({ ...lease, payload: Object(['list']) })).rejects.toMatchObject(refusal)
    await expect(client.setState({ ...lease, payload: {}, expiry: 0 })).rejects.toMatchObject(refusal)
    await expect(client.getState({ ...lease, type: Object('planet') })).rejects.toMatchObject(refusal)
  })
})

describe('users, conversations, messages and events', () => {
  it('makes one user and one conversation of simultaneous get-or-creates with equal tags', async () => {
    const client = connect('bot1')
    const tags = { 'gohighlevel:id': 'a.b', location: 'é' }
    const users = await Promise.all(Array.from({ length: 20 }, () => client.getOrCreateUser({ tags })))
    const conversations = await Promise.all(
      Array.from({ length: 20 }, () => client.getOrCreateConversation({ channel: 'sms', tags }))
    )
    expect(new Set(users.map(({ user }) => user.id)).size).toBe(1)
    expect(new Set(conversations.map(({ conversation }) => conversation.id)).size).toBe(1)
    const { conversation } = await client.getOrCreateConversation({ channel: 'email', tags })
    expect(conversation.id).not.toBe(conversations[0]?.conversation.id)
    expect((await client.listUsers({ tags })).users).toEqual([users[0]?.user])
    expect((await client.listUsers({ tags: { ...tags, location: 'e' } })).users).toEqual([])
  })

  it('goes by the tags that newer clients name, and refuses to go by one that is not given', async () => {
    const headers = { 'x-bot-id': 'bot1', 'x-integration-id': 'int1', 'content-type': 'application/json' }
    const open = async (tags: Record<string, string>) => {
      const body = JSON.stringify({ channel: 'sms', tags, discriminateByTags: ['id'] })
      const address = `${botpress.url}/v1/chat/conversations/get-or-create`
      const answer = await fetch(address, { method: 'POST', headers, body })
      return { status: answer.status, ...Object(await answer.json()) }
    }
    const first = await open({ id: '1', subject: 'Quote' })
    expect(await open({ id: '1', subject: 'Bill' })).toMatchObject({
      status: 200,
      conversation: { id: first.conversation.id, tags: { subject: 'Quote' } },
    })
    expect((await open({ id: '2', subject: 'Quote' })).conversation.id).not.toBe(first.conversation.id)
    expect((await open({ subject: 'Quote' })).status).toBe(400)
  })

  it('keeps messages in order, tells who wrote them and pages through them newest first', async () => {
    const [integration, bot] = [connect('bot1'), new Client({ apiUrl: botpress.url, botId: 'bot1', token: 'none' })]
    const { user } = await integration.createUser({ tags: {}, name: 'Grace' })
    const { conversation } = await integration.createConversation({ channel: 'sms', tags: { id: '1' } })
    const base = { type: 'text', userId: user.id, conversationId: conversation.id }
    for (let index = 0; index < 24; index++) {
      await integration.getOrCreateMessage({ ...base, payload: { index }, tags: { id: `m${index}` } })
      await integration.getOrCreateMessage({ ...base, payload: { index: -1 }, tags: { id: `m${index}` } })
    }
    await bot.createMessage({ ...base, payload: { index: 24 }, tags: {} })

    const kept = [...botpress.bot('bot1').messages.values()]
    expect(kept.map(({ payload }) => payload.index)).toEqual([...Array(25).keys()])
    expect([kept[0]?.direction, kept[24]?.direction]).toEqual(['incoming', 'outgoing'])
    const listed = await integration.list.messages({ conversationId: conversation.id }).collect()
    expect(listed.map(({ payload }) => payload.index)).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index))
  })

  it('overwrites named tags on an update and removes those set to nothing', async () => {
    const client = connect('bot1')
    const { user } = await client.createUser({ tags: { id: '1', city: 'Bern', zip: '3000' } })
    await client.updateUser({ id: user.id, name: 'Grace', tags: { city: 'Basel', zip: '' } })
    expect((await client.getUser({ id: user.id })).user).toMatchObject({
      name: 'Grace',
      tags: { id: '1', city: 'Basel' },
    })
    expect((await client.getUser({ id: user.id })).user.tags).not.toHaveProperty('zip')
  })

  it('refuses a message to a conversation that does not exist', async () => {
    const client = connect('bot1')
    const { user } = await client.createUser({ tags: {} })
    const message = { type: 'text', payload: {}, tags: {}, userId: user.id, conversationId: 'conv_none' }
    await expect(client.createMessage(message)).rejects.toMatchObject({ type: 'ResourceNotFound' })
  })

  it('records events and tells listeners of them until they stop listening', async () => {
    const heard: string[] = []
    const stop = botpress.onEvent((botId, { type }) => heard.push(`${botId} ${type}`))
    const client = connect('bot1')
    await client.createEvent({ type: 'contactCreated', payload: { id: '1' }, userId: 'user1' })
    await vi.waitFor(() => expect(heard).toEqual(['bot1 contactCreated']))
    stop()
    await client.createEvent({ type: 'contactDeleted', payload: { id: '1' } })
    const { events } = await client.listEvents({ type: 'contactDeleted' })
    expect(events).toMatchObject([{ type: 'contactDeleted', payload: { id: '1' }, status: 'pending' }])
    expect(heard).toHaveLength(1)
  })

  it('records the identifier that an integration configures for itself', async () => {
    await connect('bot1', 'int7').configureIntegration({ identifier: 'webhook-1' })
    expect(botpress.bot('bot1').identifiers).toEqual(new Map([['int7', 'webhook-1']]))
  })
})

describe('requests and faults', () => {
  it('records requests with the connection that each one came by', async () => {
    const client = connect('bot1')
    await client.setState({ ...lease, payload: { owner: 'a' } })
    await client.getState(lease)
    const [set, get] = botpress.requests
    expect(set).toMatchObject({ method: 'POST', path: '/v1/chat/states/integration/int1/lease', status: 200 })
    expect(set).toMatchObject({ body: { payload: { owner: 'a' } }, headers: { 'x-bot-id': 'bot1' } })
    expect(get?.connectionId).toBe(set?.connectionId)
  })

  it('answers the next matching requests with a fault, and only those', async () => {
    const client = connect('bot1')
    botpress.faults.next({ method: 'POST', path: '/v1/chat/states', times: 2 }, { status: 500 })
    botpress.faults.next(
      { path: /events$/ },
      { status: 429, body: { id: 'x', code: 429, type: 'RateLimited', message: 'slow' } }
    )
    const write = () => client.setState({ ...lease, payload: { owner: 'a' } })
    await expect(write()).rejects.toMatchObject({ code: 500, type: 'Internal' })
    await expect(client.listEvents({})).rejects.toMatchObject({ type: 'RateLimited', message: 'slow' })
    await expect(write()).rejects.toMatchObject({ code: 500 })
    await expect(write()).resolves.toBeDefined()
  })

  it('resets a connection with and without having done what was asked', async () => {
    const client = connect('bot1')
    botpress.faults.next({}, 'reset')
    await expect(client.setState({ ...lease, payload: { owner: 'a' } })).rejects.toThrow()
    expect(botpress.getState('bot1', 'integration', 'int1', 'lease')).toBeUndefined()
    botpress.faults.next({}, { answerThenReset: true })
    await expect(client.setState({ ...lease, payload: { owner: 'b' } })).rejects.toThrow()
    expect(botpress.getState('bot1', 'integration', 'int1', 'lease')).toEqual({ owner: 'b' })
    expect(botpress.requests.map(({ status }) => status)).toEqual([0, 0])
  })

  it('hangs without an answer, or answers late', async () => {
    const client = connect('bot1', 'int1', 100)
    botpress.faults.next({}, 'hang')
    await expect(client.listEvents({})).rejects.toThrow(/timeout/)
    botpress.faults.next({}, { delayMs: 50 })
    const startedAt = performance.now()
    await client.listEvents({})
    expect(performance.now() - startedAt).toBeGreaterThan(45)
  })
})

/** A bundle that does a little of everything: the SDK is loaded from this project. */
const bundleSource = `
const { Integration, RuntimeError } = require(${JSON.stringify(fileURLToPath(new URL('../../node_modules/@botpress/sdk', import.meta.url)))})
exports.default = new Integration({
  register: async ({ ctx, webhookUrl, client, logger }) => {
    await client.setState({ type: 'integration', id: ctx.integrationId, name: 'seen', payload: { webhookUrl, ...ctx } })
    logger.forBot().info('registered')
  },
  unregister: async () => { throw new RuntimeError('still needed') },
  handler: async ({ req }) => req.path === '/none' ? { status: 204 } : {
    status: 418,
    headers: { 'content-type': 'text/html', location: '/elsewhere', 'x-path': req.path },
    body: JSON.stringify(req),
  },
  actions: {
    double: async ({ input }) => ({ twice: input.number * 2 }),
    refuse: async () => { throw new RuntimeError('not connected') },
    wait: () => new Promise(() => {}),
  },
  channels: { sms: { messages: { text: async ({ payload, ack }) => ack({ tags: { sent: payload.text } }) } } },
})
`

describe('an integration process', () => {
  let folder: string
  let integration: IntegrationProcess
  let gateway: WebhookGateway

  const start = () => startIntegration({ bundlePath: join(folder, 'bundle.cjs'), botpressUrl: botpress.url })
  const install = () => integration.install({ webhookUrl: 'https://hook', configuration: { clientId: 'é' } })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-'))
    await writeFile(join(folder, 'bundle.cjs'), bundleSource)
    integration = await start()
    gateway = await startWebhookGateway()
  })

  afterAll(async () => {
    await gateway.close()
    await integration.close()
    await rm(folder, { recursive: true })
  })

  it('registers with its ids and its configuration, and collects what is logged', async () => {
    const installation = install()
    expect(await installation.register()).toMatchObject({ status: 200 })
    const { botId, integrationId, webhookId, configuration, webhookUrl } = installation
    expect(botpress.getState(botId, 'integration', integrationId, 'seen')).toMatchObject({
      botId,
      integrationId,
      webhookId,
      configuration,
      webhookUrl,
      operation: 'register',
    })
    await vi.waitFor(() => expect(integration.logs).toContainEqual(expect.stringContaining('registered')))
    expect((await installation.ping()).status).toBe(200)
    const refused = await installation.unregister()
    expect(refused.status).toBe(400)
    expect(JSON.parse(refused.body)).toMatchObject({ type: 'Runtime', message: 'still needed' })
  })

  it('answers an action with its output or with its error', async () => {
    const installation = install()
    expect(await installation.act('double', { number: 21 })).toEqual({ status: 200, output: { twice: 42 } })
    expect(await installation.act('refuse', {})).toEqual({
      status: 400,
      error: { code: 400, type: 'Runtime', message: 'not connected' },
    })
  })

  it('lets a message reach its channel, whose acknowledgement reaches the message', async () => {
    const installation = install()
    const client = connect(installation.botId)
    const { user } = await client.createUser({ tags: {} })
    const { conversation } = await client.createConversation({ channel: 'sms', tags: {} })
    const payload = { text: 'héllo' }
    const link = { userId: user.id, conversationId: conversation.id }
    const { message } = await client.createMessage({ type: 'text', payload, tags: {}, ...link })
    expect(await installation.message({ type: 'text', payload, conversation, message, user })).toMatchObject({
      status: 200,
    })
    expect((await client.getMessage({ id: message.id })).message.tags).toEqual({ sent: 'héllo' })
  })

  it('lets a bot answer what it hears, and says what became of the answer', async () => {
    const installation = install()
    const client = connect(installation.botId)
    const { user } = await client.createUser({ tags: {} })
    const { conversation } = await client.createConversation({ channel: 'sms', tags: {} })
    const bot = runBot(botpress, installation, repeat)
    const words = { type: 'text', payload: { text: 'hello' }, tags: {}, userId: user.id }
    await client.createMessage({ ...words, conversationId: conversation.id })
    await vi.waitFor(() => expect(bot.said).toHaveLength(1))
    await bot.idle()
    bot.stop()
    const [one] = bot.said
    expect(one?.answer.status).toBe(200)
    const kept = (await client.getMessage({ id: one?.message.id ?? '' })).message
    expect(kept).toMatchObject({
      direction: 'outgoing',
      userId: installation.botUserId,
      tags: { sent: 'You said: hello' },
    })
  })

  it('gets webhooks by the gateway as they were on the wire, and gives its answer back', async () => {
    const installation = install()
    gateway.route(installation.webhookId, installation)
    const body = `{ "name" : "${'é😀'.repeat(50_000)}" }\r\n`
    const url = `${gateway.url}/${installation.webhookId}/oauth/a%2Fb?code=a%20b&x=?`
    const answer = await fetch(url, { method: 'POST', body, headers: { 'X-Wh-Signature': 'AbC=' }, redirect: 'manual' })
    expect(answer.status).toBe(418)
    expect(answer.headers.get('content-type')).toBe('text/html')
    expect(answer.headers.get('location')).toBe('/elsewhere')
    const seen = JSON.parse(await answer.text())
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/oauth/a%2Fb',
      query: 'code=a%20b&x=?',
      headers: { 'x-wh-signature': 'AbC=' },
    })
    expect(seen.body === body).toBe(true)
  })

  it('gets a webhook without path or body, and may answer without a body', async () => {
    const installation = install()
    gateway.route(installation.webhookId, installation)
    const bare = JSON.parse(await (await fetch(`${gateway.url}/${installation.webhookId}`)).text())
    expect(bare).toMatchObject({ method: 'GET', path: '/', query: '' })
    expect(bare).not.toHaveProperty('body')
    expect((await fetch(`${gateway.url}/${installation.webhookId}/none`)).status).toBe(204)
    expect((await fetch(`${gateway.url}/unknown/none`)).status).toBe(404)
  })

  it('tells how much memory it uses', async () => {
    const { rss, heapUsed } = await integration.memory()
    expect(heapUsed).toBeGreaterThan(1e6)
    expect(rss).toBeGreaterThan(heapUsed)
  })

  it('can be killed in the middle of a call, which then fails', async () => {
    const doomed = await start()
    const installation = doomed.install({ webhookUrl: 'https://hook', configuration: {} })
    await installation.ping()
    const call = expect(installation.act('wait', {})).rejects.toThrow()
    await doomed.kill()
    await call
    await expect(installation.ping()).rejects.toThrow()
    await doomed.close()
  })

  it('says what the bundle wrote when it does not start', async () => {
    const bundlePath = join(folder, 'broken.cjs')
    await writeFile(bundlePath, 'throw new Error("broken on purpose")')
    await expect(startIntegration({ bundlePath, botpressUrl: botpress.url })).rejects.toThrow(/broken on purpose/)
  })
})

describe('the deployed definition', () => {
  it('is read whole, with a schema of every action that values can be checked against', async () => {
    const { name, actions } = await readDeployedDefinition()
    expect(name).toBe('gohighlevel')
    expect(actions).toHaveProperty('makeApiCall')
    for (const { input, output } of Object.values(actions)) {
      expect(checkAgainstSchema(input.schema, 'text')).not.toEqual([])
      expect(checkAgainstSchema(output.schema, { success: true, message: 'Done' })).toEqual([])
      expect(checkAgainstSchema(output.schema, { success: 'yes' })).toEqual(
        expect.arrayContaining([expect.stringMatching(/success.* boolean/), expect.stringMatching(/message/)])
      )
    }
  })

  it('takes null where a schema says nullable, also for an enum and for a union', () => {
    const schema = {
      type: 'object',
      properties: {
        colour: { type: 'string', enum: ['red'], nullable: true },
        size: { anyOf: [{ type: 'string' }, { type: 'number' }], nullable: true },
        nullable: { type: 'boolean' },
      },
    }
    expect(checkAgainstSchema(schema, { colour: null, size: null, nullable: true })).toEqual([])
    expect(checkAgainstSchema(schema, { colour: 'blue', size: 1, nullable: true })).not.toEqual([])
    expect(checkAgainstSchema(schema, { nullable: null })).not.toEqual([])
  })
})
