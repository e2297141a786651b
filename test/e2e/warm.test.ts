/** Several bots in one process, and what a warm action costs. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot, Ids } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

const contact = { contactId: seedIds.contact }
const foreign = { contactId: seedIds.foreignContact }

const expectOwnTokens = (bots: Record<string, Bot>) => {
  for (const { path, headers, status } of world.ghl.requests) {
    if (status !== 200 || !path.startsWith('/contacts/')) continue
    expect(headers.authorization, path).toBe(`Bearer ${bots[path]?.stored().accessToken}`)
  }
}

describe('two bots in one process', () => {
  const shared: [string, () => Ids][] = [
    ['integration id', () => ({ integrationId: crypto.randomUUID() })],
    ['integration id and webhook id', () => ({ integrationId: crypto.randomUUID(), webhookId: crypto.randomUUID() })],
  ]

  it.each(shared)('with the same %s each use their own token only, through renewals too', async (_, makeIds) => {
    const ids = makeIds()
    const first = await world.installConnected({}, ids)
    const second = await world.installConnected({ locationId: seedIds.secondLocation }, ids)
    const bots = { [`/contacts/${seedIds.contact}`]: first, [`/contacts/${seedIds.foreignContact}`]: second }
    for (let round = 0; round < 3; round++) {
      const calls = Array.from({ length: 5 }, () => [
        first.succeed('getContact', contact),
        second.succeed('getContact', foreign),
      ])
      const names = (await Promise.all(calls.flat())).map(({ firstName }) => firstName)
      expect(names).toEqual(calls.flatMap(() => ['Ada', 'Zoe']))
      expectOwnTokens(bots)
      world.forget()
      world.ghl.expireAccessTokens()
    }
    expect(first.stored().locationId).toBe(seedIds.location)
    expect(second.stored().locationId).toBe(seedIds.secondLocation)
    expect((await first.refuse('getContact', foreign)).error.code).toBe('WRONG_LOCATION')
  })

  it.each(shared)('with the same %s and the same app, connected by link, do so too', async (_, makeIds) => {
    const ids = makeIds()
    const [first, second] = [world.install(world.app, ids), world.install(world.app, ids)]
    await first.register()
    expect((await first.as({}).connect()).status).toBe(200)
    await second.as({}).register()
    expect((await second.as({}).connect(seedIds.secondLocation)).status).toBe(200)
    world.forget()
    for (let round = 0; round < 2; round++) {
      await Promise.all([first.succeed('getContact', contact), second.succeed('getContact', foreign)])
      expectOwnTokens({ [`/contacts/${seedIds.contact}`]: first, [`/contacts/${seedIds.foreignContact}`]: second })
      world.forget()
      world.ghl.expireAccessTokens()
    }
  })

  it.each(shared)('with the same %s are connected one by one', async (_, makeIds) => {
    const ids = makeIds()
    const first = await world.installConnected({}, ids)
    const second = world.install(world.app, ids)
    await second.register()
    await second.fail('getContact', contact)
    await first.succeed('getContact', contact)
    expect(world.ghl.requests.filter(({ path }) => path.startsWith('/contacts/'))).toHaveLength(1)
  })
})

describe('a warm action', () => {
  it.each([
    ['getContact', contact],
    ['updateContact', { ...contact, city: 'Winterthur' }],
    ['upsertContact', { email: 'ada.example@example.com', source: 'chatbot-test' }],
    ['getContactsByBusinessId', { businessId: seedIds.business }],
    ['listOrders', {}],
    ['makeApiCall', { endpoint: '/opportunities/pipelines', method: 'GET', params: { locationId: seedIds.location } }],
  ])('%s makes 1 request to GoHighLevel, none to Botpress, and opens no connection', async (name, input) => {
    const bot = await world.installConnected()
    await bot.succeed('getContact', contact)
    const known = new Set(world.ghl.requests.map(({ connectionId }) => connectionId))
    world.forget()
    for (let index = 0; index < 5; index++) await bot.succeed(name, input)
    expect(world.ghl.requests).toHaveLength(5)
    expect(world.botpress.requests).toEqual([])
    expect(new Set(world.ghl.requests.map(({ connectionId }) => connectionId))).toEqual(known)
  })

  it('works while the state API of Botpress is down', async () => {
    const bot = await world.installConnected()
    await bot.succeed('getContact', contact)
    world.botpress.faults.next({ times: 1_000 }, { status: 500 })
    await bot.succeed('getContact', contact)
    await bot.succeed('updateContact', { ...contact, city: 'Basel-Stadt' })
    expect(world.botpress.faults.pending).toBe(1_000)
  })

  it('is what the second one after a cold start is: the state is read once', async () => {
    const bot = await world.installConnected()
    const cold = bot.as({ process: await world.startProcess() })
    await Promise.all(Array.from({ length: 10 }, () => cold.succeed('getContact', contact)))
    await cold.succeed('getContact', contact)
    expect(world.botpress.requests.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'GET credentials',
    ])
    expect(world.ghl.requests).toHaveLength(11)
  })
})

describe('a cold process', () => {
  it('that Botpress refuses the state fails without a request, and works as soon as it gets it', async () => {
    const bot = await world.installConnected()
    const cold = bot.as({ process: await world.startProcess() })
    world.botpress.faults.next({}, { status: 403 })
    await cold.fail('getContact', contact)
    expect(world.asked()).toEqual([])
    await cold.succeed('getContact', contact)
  })
})
