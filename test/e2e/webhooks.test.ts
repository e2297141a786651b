/** GoHighLevel's webhooks on their way through the built bundle to the bot. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkAgainstSchema, readDeployedDefinition, type WebhookAnswer } from '../../sandbox/botpress'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot, Data } from './support/bot'
import { deliver, eventsOf } from './support/delivery'
import { createKeys, type Keys } from './support/webhook-keys'
import { useWorld, world } from './support/world'

useWorld()

const keys = createKeys()
const EVENTS = { method: 'POST', path: /^\/v1\/chat\/events$/ }

/** A connected bot that trusts the test's keys. */
async function installReceiver(): Promise<Bot> {
  const bot = await world.installConnected()
  return bot.as({ configuration: { ...bot.installation.configuration, ...keys.configuration } })
}

/** The installation in so many processes. */
async function inProcesses(bot: Bot, count: number): Promise<Bot[]> {
  const processes = await Promise.all(Array.from({ length: count }, () => world.startProcess()))
  return processes.map((process) => bot.as({ process }))
}

const contactCreate = (fields: Data = {}) => ({
  type: 'ContactCreate',
  locationId: seedIds.location,
  appId: world.ghl.clientId.replace(/-.*$/, ''),
  versionId: 'fakeversion',
  timestamp: new Date().toISOString(),
  webhookId: randomUUID(),
  id: `fakecontact-${randomUUID()}`,
  firstName: `Zoë 日本 😀 ${randomUUID()}`,
  tags: ['lead'],
  customFields: [{ id: 'fakefield', value: 'blue' }],
  ...fields,
})

type Sent = ReturnType<typeof contactCreate> & Data

/** What goes over the wire; nothing of it may be logged, the name of the type apart. */
function signed({ type, ...fields }: Sent, by: Keys = keys, legacy = false) {
  world.leaks.addPersonal(fields)
  const body = JSON.stringify({ type, ...fields })
  const signature: Record<string, string> = legacy
    ? { 'x-wh-signature': by.signLegacy(body) }
    : { 'x-ghl-signature': by.sign(body) }
  return { method: 'POST', body, headers: { 'content-type': 'application/json', ...signature } }
}

/** Through the webhook gateway, as GoHighLevel sends it. */
const post = async (bot: Bot, request: RequestInit, path = ''): Promise<number> => {
  const answer = await fetch(bot.installation.webhookUrl + path, request)
  world.leaks.addShown(await answer.text())
  return answer.status
}

/** Straight to one process. */
const sendTo = (bot: Bot | undefined, webhook: Sent): Promise<WebhookAnswer> =>
  bot ? bot.installation.webhook({ ...signed(webhook), path: '' }) : expect.fail('no such process')

const idsOf = (bot: Bot) =>
  eventsOf(bot)
    .map(({ payload }) => String(payload.webhookId))
    .sort()
const wanted = (sent: Sent[]) => sent.map(({ webhookId }) => webhookId).sort()
const isEvery = (nth: number) => (_: unknown, index: number) => index % nth === 0

describe('a webhook at the webhook URL', () => {
  it.each([
    ['the current', false],
    ['the legacy', true],
  ])('with %s signature becomes an event of the bot with all of its fields', async (_which, legacy) => {
    const bot = await installReceiver()
    const webhook = contactCreate()
    expect(await post(bot, signed(webhook, keys, legacy))).toBe(200)
    expect(eventsOf(bot)).toMatchObject([{ type: 'contactCreated', payload: webhook }])
    const { events = {} } = await readDeployedDefinition()
    const schema = events.contactCreated?.schema ?? expect.fail('contactCreated is not deployed')
    expect(checkAgainstSchema(schema, eventsOf(bot)[0]?.payload)).toEqual([])
    expect(world.asked()).toEqual([])
  })

  it('is refused with 401 when it is signed wrongly, changed, or not at all', async () => {
    const bot = await installReceiver()
    const request = signed(contactCreate())
    const headers = { 'content-type': 'application/json' }
    expect(await post(bot, signed(contactCreate(), createKeys()))).toBe(401)
    expect(await post(bot, { ...request, body: request.body.replace('lead', 'dead') })).toBe(401)
    expect(await post(bot, { ...request, headers })).toBe(401)
    expect(await post(bot, { method: 'POST', headers })).toBe(401)
    expect(eventsOf(bot)).toEqual([])
    expect(await post(bot, request)).toBe(200)
  })

  it('is refused by the built-in keys, which the configuration does not replace here', async () => {
    const bot = await world.installConnected()
    expect(await post(bot, signed(contactCreate()))).toBe(401)
    expect(await post(bot, signed(contactCreate(), keys, true))).toBe(401)
    expect(eventsOf(bot)).toEqual([])
  })

  it.each<[string, Data]>([
    ['another location', { locationId: 'fakeotherlocation' }],
    ['another app', { appId: 'fakeotherapp' }],
    ['an unknown type', { type: 'ContactMerge' }],
  ])('of %s is answered 200 and creates nothing', async (_what, fields) => {
    const bot = await installReceiver()
    expect(await post(bot, signed(contactCreate(fields)))).toBe(200)
    expect(eventsOf(bot)).toEqual([])
  })

  it('of 1 MB is taken, and refused with 413 above', async () => {
    const bot = await installReceiver()
    const bare = contactCreate({ filler: '' })
    const filler = 'x'.repeat(1024 * 1024 - Buffer.byteLength(JSON.stringify(bare)))
    expect(await post(bot, signed({ ...bare, filler: `${filler}x` }))).toBe(413)
    expect(await post(bot, signed({ ...bare, filler }))).toBe(200)
    expect(eventsOf(bot)).toHaveLength(1)
  })

  it('of two bots with one app comes to the bot that is connected to its location', async () => {
    const [first, second] = [await installReceiver(), await installReceiver()]
    expect(await post(first, signed(contactCreate()))).toBe(200)
    expect([eventsOf(first).length, eventsOf(second).length]).toEqual([1, 0])
  })
})

describe('a copy of a webhook', () => {
  it('to two processes at once creates one event', async () => {
    const bot = await installReceiver()
    const processes = await inProcesses(bot, 2)
    const webhook = contactCreate()
    const answers = await Promise.all([...processes, ...processes].map((each) => sendTo(each, webhook)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(idsOf(bot)).toEqual([webhook.webhookId])
  })

  it('among 200 webhooks at once over two processes creates no second event', async () => {
    const bot = await installReceiver()
    const [a, b] = await inProcesses(bot, 2)
    const sent = Array.from({ length: 200 }, () => contactCreate())
    const firsts = sent.map((webhook, index) => () => sendTo(index % 2 ? a : b, webhook))
    const seconds = sent.map((webhook, index) => () => sendTo(index % 2 ? b : a, webhook)).filter(isEvery(3))
    const answers = await Promise.all([...firsts, ...seconds].map((send) => send()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(idsOf(bot)).toEqual(wanted(sent))
  })

  it('after one that Botpress did not take creates the event: every other time it fails', async () => {
    const bot = await installReceiver()
    const sent = Array.from({ length: 20 }, () => contactCreate())
    for (const [index, webhook] of sent.entries()) {
      if (index % 2 === 0) world.botpress.faults.next(EVENTS, { status: 500 })
      const statuses = await deliver(() => post(bot, signed(webhook)))
      expect(statuses).toEqual(index % 2 === 0 ? [503, 200] : [200])
    }
    expect(idsOf(bot)).toEqual(wanted(sent))
  })

  it('creates no second event when all come at once while Botpress fails for many', async () => {
    const bot = await installReceiver()
    const [a, b] = await inProcesses(bot, 2)
    const sent = Array.from({ length: 60 }, () => contactCreate())
    world.botpress.faults.next({ ...EVENTS, times: 60 }, { status: 500 })
    const deliveries = [...sent, ...sent.filter(isEvery(3))].map((webhook, index) =>
      deliver(async () => (await sendTo(index % 2 ? a : b, webhook)).status)
    )
    const results = await Promise.all(deliveries)
    expect(new Set(results.map((statuses) => statuses.at(-1)))).toEqual(new Set([200]))
    expect(new Set(results.flat())).toEqual(new Set([200, 503]))
    expect(idsOf(bot)).toEqual(wanted(sent))
  })
})

describe('the address for workflows', () => {
  it('is told by the registration, and takes what a workflow sends', async () => {
    const bot = await installReceiver()
    const address = `${bot.installation.webhookUrl}/workflow/`
    const find = () => world.logs().find((line) => line.includes(address))
    await expect.poll(find).toBeDefined()
    const [path = ''] = /\/workflow\/[\w-]+/.exec(find() ?? '') ?? []
    const request = { method: 'POST', body: JSON.stringify({ customer: 'Zoë' }) }
    expect(await post(bot, request, `${path}x`)).toBe(404)
    expect(await post(bot, request, path)).toBe(200)
    expect(eventsOf(bot)).toMatchObject([
      { type: 'workflowWebhookReceived', payload: { payload: { customer: 'Zoë' } } },
    ])
  })
})

describe('an UNINSTALL', () => {
  it('ends the connection: the next action asks GoHighLevel nothing and says how to connect', async () => {
    const bot = await installReceiver()
    const webhook = { ...contactCreate(), type: 'UNINSTALL' }
    expect(await post(bot, signed(webhook))).toBe(200)
    expect(eventsOf(bot).map(({ type }) => type)).toEqual(['appUninstalled'])
    expect(await bot.fail('getContact', { contactId: seedIds.contact })).toContain(bot.startUrl)
    expect(world.asked()).toEqual([])
  })
})
