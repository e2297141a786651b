/** Renewing tokens: once per process, once per installation, and never for nothing. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

const contact = { contactId: seedIds.contact }
const getContact = `GET /contacts/${seedIds.contact}`
const PERSIST = /\/states\/integration\/[^/]+\/credentials$/

/** Makes the integration itself believe that the token has expired: every process that reads the state from now on. */
function expireStored(bot: Bot): void {
  const { botId, integrationId: id } = bot.installation
  const expired = { ...bot.stored(), expiresAt: Date.now() - 1_000 }
  world.botpress.bot(botId).states.set({ type: 'integration', id, name: 'credentials' }, expired)
}

const bearers = () => new Set(world.ghl.requests.map(({ headers }) => headers.authorization))

const actAtOnce = (bot: Bot) => Promise.all(Array.from({ length: 50 }, () => bot.succeed('getContact', contact)))

describe('50 actions at once in one process', () => {
  it('make 1 refresh when GoHighLevel no longer takes the token, and all succeed', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    expect(await actAtOnce(bot)).toHaveLength(50)
    expect(world.ghl).toMatchObject({ refreshRequests: 1, refreshCount: 1 })
    expect(world.botpress.requests.filter(({ path }) => path.endsWith('/get-or-set'))).toHaveLength(1)
    const { accessToken } = bot.stored()
    const good = world.ghl.requests.filter(({ headers }) => headers.authorization === `Bearer ${accessToken}`)
    expect(good.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
  })

  it('make 1 refresh when the token is known to have expired, and never send the old one', async () => {
    const bot = await world.installConnected()
    expireStored(bot)
    const old = bot.stored().accessToken
    await actAtOnce(bot.as({ process: await world.startProcess() }))
    expect(world.ghl).toMatchObject({ refreshRequests: 1, refreshCount: 1 })
    expect(bearers()).not.toContain(`Bearer ${old}`)
    expect(world.asked().filter((request) => request === getContact)).toHaveLength(50)
  })
})

describe('six processes at once', () => {
  it('make 1 refresh per round, all succeed, and none loses the rotated token', async () => {
    const bot = await world.installConnected()
    const processes = await Promise.all(Array.from({ length: 6 }, () => world.startProcess()))
    const bots = processes.map((process) => bot.as({ process }))
    expireStored(bot)
    for (let round = 1; round <= 5; round++) {
      const before = bot.stored()
      await Promise.all(bots.map((each) => each.succeed('getContact', contact)))
      expect(world.ghl.refreshCount, `round ${round}`).toBe(round)
      const after = bot.stored()
      expect(after.refreshToken).not.toBe(before.refreshToken)
      const [last] = world.ghl.requests.slice(-1)
      expect(last?.headers.authorization).toBe(`Bearer ${after.accessToken}`)
      world.ghl.expireAccessTokens()
    }
    expect(world.ghl.refreshRequests).toBe(5)
    // The stored pair is the living one: a process that knows nothing else gets on with it.
    world.ghl.store.advanceClock(31_000)
    await bot.as({ process: await world.startProcess() }).succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(6)
  })
})

describe('persisting', () => {
  it('that fails twice is tried again, and the new pair is not used before it is stored', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    world.botpress.faults.next({ method: 'POST', path: PERSIST, times: 2 }, { status: 500 })
    await bot.succeed('getContact', contact)
    const writes = world.botpress.requests.filter(({ method, path }) => method === 'POST' && PERSIST.test(path))
    expect(writes.map(({ status }) => status)).toEqual([500, 500, 200])
    const use = world.ghl.requests.at(-1)
    expect(use?.headers.authorization).toBe(`Bearer ${bot.stored().accessToken}`)
    expect(use?.at).toBeGreaterThanOrEqual(writes.at(-1)?.at ?? Number.POSITIVE_INFINITY)
    expect(world.ghl.refreshCount).toBe(1)
  })

  it('that fails for good is no use of the pair: the next call recovers it within the window', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    world.botpress.faults.next({ method: 'POST', path: PERSIST, times: 4 }, { status: 500 })
    await bot.fail('getContact', contact)
    expect(world.asked().filter((request) => request === getContact)).toHaveLength(1)
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(1)
  })
})

describe('a 401', () => {
  const unauthorized = { status: 401, body: { statusCode: 401, message: 'Invalid JWT' } }

  it('that stays costs at most 1 refresh and 2 requests per call', async () => {
    const bot = await world.installConnected()
    for (let call = 1; call <= 3; call++) {
      world.ghl.faults.next({ path: '/contacts/', times: 2 }, unauthorized)
      const { error } = await bot.refuse('getContact', contact)
      expect(error).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
      expect(world.asked()).toEqual([getContact, 'POST /oauth/token', getContact])
      world.forget()
    }
  })

  it('with words that nobody has seen yet costs no more', async () => {
    const bot = await world.installConnected()
    world.ghl.faults.next({ path: '/contacts/', times: 9 }, { status: 401, body: '<html>Who are you?</html>' })
    await bot.refuse('getContact', contact)
    expect(world.asked()).toEqual([getContact, 'POST /oauth/token', getContact])
  })

  it('in the second request of an action that has renewed already costs no second refresh', async () => {
    const bot = await world.installConnected()
    const route = '/calendars/events/appointments'
    world.ghl.expireAccessTokens()
    world.ghl.faults.next({ method: 'GET', path: route, times: 9 }, unauthorized)
    const { startTime } = world.ghl.findFreeSlot()
    const { id } = await bot.succeed('createAppointment', { calendarId: seedIds.calendar, ...contact, startTime })
    expect(world.asked()).toEqual([`POST ${route}`, 'POST /oauth/token', `POST ${route}`, `GET ${route}/${id}`])
  })

  it('about a scope is reported as that, without a refresh', async () => {
    const bot = await world.installConnected({ scopes: ['locations.readonly'] })
    const { error, message } = await bot.refuse('getContact', contact)
    expect(error).toMatchObject({ status: 401, code: 'MISSING_SCOPE', retryable: false })
    expect(message).toMatch(/lacks a permission \(scope\).*not authorized for this scope/)
    expect(world.asked()).toEqual([getContact])
  })

  it('about the version is reported without a refresh', async () => {
    const bot = await world.installConnected()
    const input = { endpoint: '/opportunities/pipelines', method: 'GET', version: '1999-01-01' }
    expect((await bot.refuse('makeApiCall', input)).message).toContain('version header is invalid')
    expect(world.asked()).toEqual(['GET /opportunities/pipelines'])
  })
})

describe('a revoked refresh token', () => {
  it('says how to reconnect, stops all further requests in every process, and is healed by the link', async () => {
    const bot = await world.installConnected()
    const other = bot.as({ process: await world.startProcess() })
    world.ghl.expireAccessTokens()
    world.ghl.revokeRefreshTokens()
    expect(await bot.fail('getContact', contact)).toContain(`Open ${bot.startUrl} to connect`)
    world.forget()
    for (const each of [bot, bot, other]) {
      expect(await each.fail('getContact', contact)).toMatch(/revoked or has expired.*\/oauth\/start/)
    }
    expect(world.asked()).toEqual([])

    expect(await bot.connect()).toMatchObject({ status: 200 })
    await bot.succeed('getContact', contact)
    await other.succeed('getContact', contact)
  })

  it('is not taken for revoked when GoHighLevel is merely down', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    world.ghl.faults.next({ path: '/oauth/token', times: 2 }, { status: 503, body: '<html>Down</html>' })
    expect((await bot.refuse('getContact', contact)).error).toMatchObject({ retryable: true })
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(1)
  })

  it('and an answer to the refresh that is lost are two things: the same pair is asked for again', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    world.ghl.faults.next({ path: '/oauth/token' }, { answerThenReset: true })
    await bot.succeed('getContact', contact)
    expect(world.ghl).toMatchObject({ refreshRequests: 2, refreshCount: 1 })
  })
})
