/** Rate limits, broken connections and answers that are none. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import { useWorld, world } from './support/world'

const contact = { contactId: seedIds.contact }
const unique = () => `fake.person.${crypto.randomUUID()}@example.com`
const statuses = () => world.ghl.requests.map(({ status }) => status)
const contactsWith = (email: string) => [...world.ghl.store.contacts.values()].filter((item) => item.email === email)

const PAGE = '<!doctype html><html><body><h1>Bad gateway</h1><script>fakeScript()</script></body></html>'

const installWarm = async () => {
  const bot = await world.installConnected()
  await bot.succeed('getContact', contact)
  world.forget()
  return bot
}

describe('a rate limit', () => {
  useWorld({ rateLimit: { max: 4, intervalMs: 500, daily: 200_000 } })

  it('is waited for as long as the headers say, and the actions succeed', async () => {
    const bot = await world.installConnected()
    await Promise.all(Array.from({ length: 10 }, () => bot.succeed('getContact', contact)))
    expect(statuses()).toContain(429)
    expect(statuses().filter((status) => status === 200)).toHaveLength(10)
  })

  it('is waited for by a POST as well, which has not happened yet', async () => {
    const bot = await world.installConnected()
    const emails = Array.from({ length: 6 }, unique)
    await Promise.all(emails.map((email) => bot.succeed('createContact', { email })))
    expect(statuses()).toContain(429)
    for (const email of emails) expect(contactsWith(email)).toHaveLength(1)
  })
})

describe("the day's budget", () => {
  useWorld({ rateLimit: { max: 100, intervalMs: 10_000, daily: 3 } })

  it('once used up is said at once, and nothing is sent again', async () => {
    const bot = await world.installConnected()
    for (let call = 0; call < 3; call++) await bot.succeed('getContact', contact)
    const { error, message } = await bot.refuse('getContact', contact)
    expect(error).toMatchObject({ status: 429, code: 'DAILY_LIMIT', retryable: false })
    expect(message).toContain('today')
    expect(statuses()).toEqual([200, 200, 200, 429])
  })
})

describe('a kept-alive connection that is reset', () => {
  useWorld()

  it('costs a GET nothing but a repetition', async () => {
    const bot = await installWarm()
    world.ghl.faults.next({}, 'reset')
    await bot.succeed('getContact', contact)
    expect(statuses()).toEqual([0, 200])
    const [first, second] = world.ghl.requests
    expect(second?.connectionId).not.toBe(first?.connectionId)
  })

  it('twice in a row is borne too', async () => {
    const bot = await installWarm()
    world.ghl.faults.next({ times: 2 }, 'reset')
    await bot.succeed('getContact', contact)
    expect(statuses()).toEqual([0, 0, 200])
  })

  it.each([
    ['after the effect', { answerThenReset: true } as const, 1],
    ['before the effect', 'reset' as const, 0],
  ])('%s makes a POST say that it is not known, and is not repeated', async (_, fault, effects) => {
    const bot = await installWarm()
    const email = unique()
    world.ghl.faults.next({ method: 'POST' }, fault)
    const { error, message } = await bot.refuse('createContact', { email })
    expect(error).toEqual({ code: 'UNREACHABLE', retryable: true })
    expect(message).toMatch(/not known whether GoHighLevel carried it out/)
    expect(world.asked()).toEqual(['POST /contacts/'])
    expect(contactsWith(email)).toHaveLength(effects)
  })

  it('lets an upsert, a PUT and a DELETE be repeated: their effect stands once', async () => {
    const bot = await installWarm()
    const email = unique()
    world.ghl.faults.next({ method: 'POST' }, { answerThenReset: true })
    const { id } = await bot.succeed('upsertContact', { email })
    expect(contactsWith(email)).toHaveLength(1)
    world.ghl.faults.next({ method: 'PUT' }, { answerThenReset: true })
    await bot.succeed('updateContact', { contactId: String(id), city: 'Reset-City' })
    expect(contactsWith(email)).toMatchObject([{ city: 'Reset-City' }])
    world.ghl.faults.next({ method: 'DELETE' }, { answerThenReset: true })
    await bot.act('deleteContact', { contactId: String(id) })
    expect(contactsWith(email)).toEqual([])
  })

  it('at the refresh of a token costs no connection to GoHighLevel', async () => {
    const bot = await installWarm()
    world.ghl.expireAccessTokens()
    world.ghl.faults.next({ path: '/oauth/token' }, 'reset')
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(1)
  })
})

describe('an answer that is none', () => {
  useWorld()

  it('502 with a page is borne by a GET', async () => {
    const bot = await world.installConnected()
    world.ghl.faults.next({ times: 2 }, { status: 502, body: PAGE })
    await bot.succeed('getContact', contact)
    expect(statuses()).toEqual([502, 502, 200])
  })

  it('502 with a page makes a POST say what to do, without any of the page, and is not repeated', async () => {
    const bot = await world.installConnected()
    world.ghl.faults.next({}, { status: 502, body: PAGE })
    const { error, message } = await bot.refuse('createContact', { email: unique() })
    expect(error).toEqual({ status: 502, code: 'UNAVAILABLE', retryable: true })
    expect(message).toMatch(/look first whether it exists/)
    expect(message).not.toMatch(/<|Bad gateway|fakeScript/)
    expect(statuses()).toEqual([502])
  })

  it.each([
    ['a page', PAGE],
    ['nothing', ''],
    ['half an object', '{"contact":{"id":"fake'],
    ['a list', [{ id: 'fake-id' }]],
    ['an object without the contact', {}],
    ['an object with a list for the contact', { contact: [] }],
    ['an object with nothing for the contact', { contact: null }],
  ])('200 with %s is no success of a GET or a POST, and is not repeated', async (_, body) => {
    const bot = await world.installConnected()
    for (const [name, input] of [
      ['getContact', contact],
      ['createContact', { email: unique() }],
    ] as const) {
      world.forget()
      world.ghl.faults.next({}, { status: 200, body })
      const { error, message } = await bot.refuse(name, input)
      expect(error).toEqual({ code: 'UNEXPECTED_ANSWER', retryable: false })
      expect(message).not.toMatch(/<|Bad gateway|fakeScript/)
      expect(statuses()).toEqual([200])
    }
  })

  it('200 that says inside that it failed is no success', async () => {
    const bot = await world.installConnected()
    world.ghl.faults.next({}, { status: 200, body: { succeded: false, message: 'Contact is locked' } })
    expect((await bot.refuse('deleteContact', contact)).message).toContain('Contact is locked')
    expect(world.ghl.store.contacts.has(seedIds.contact)).toBe(true)
  })

  it('200 with fields of other types still fits the deployed schema, with what could be read', async () => {
    const bot = await world.installConnected()
    const odd = { id: 4711, tags: 'lonely-tag', dnd: 'true', customFields: { id: 1 }, followers: [null, 7], email: {} }
    world.ghl.faults.next({}, { status: 200, body: { contact: { ...odd, unheardOf: { deep: [1] } } } })
    expect(await bot.succeed('getContact', contact)).toMatchObject({
      id: '4711',
      tags: ['lonely-tag'],
      dnd: true,
      unheardOf: { deep: [1] },
    })
  })

  it('a redirect is never followed: the token stays with GoHighLevel', async () => {
    const bot = await world.installConnected()
    for (const status of [301, 302, 307, 308]) {
      world.ghl.faults.next({}, { status, headers: { location: `${world.botpress.url}/fake-evil` } })
      await bot.refuse('getContact', contact)
    }
    expect(world.botpress.requests).toEqual([])
  })

  it('a refusal in any form that was ever seen is read', async () => {
    const bot = await world.installConnected()
    for (const [body, words] of [
      [{ message: ['first complaint', 'second complaint'] }, 'first complaint; second complaint'],
      [{ error: 'complaint under error' }, 'complaint under error'],
      [{ msg: 'complaint under msg' }, 'complaint under msg'],
      [{ message: { message: 'nested complaint' } }, 'nested complaint'],
      ['plain complaint', 'plain complaint'],
      [{ message: 42 }, 'status 422'],
      ['', 'status 422'],
    ] as const) {
      world.ghl.faults.next({}, { status: 422, body: typeof body === 'string' ? body : { ...body } })
      const { error, message } = await bot.refuse('getContact', contact)
      expect(error).toMatchObject({ status: 422, code: 'INVALID' })
      expect(message).toContain(words)
    }
  })
})
