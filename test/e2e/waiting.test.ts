/** What takes its time: a process that dies, limits without headers, silence. Each has a world of its own, side by side. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import { inWorld } from './support/world'

const contact = { contactId: seedIds.contact }
const getContact = `GET /contacts/${seedIds.contact}`
const PERSIST = { method: 'POST', path: /\/states\/integration\/[^/]+\/credentials$/ }

describe.concurrent('in time', () => {
  it('another process recovers the pair of a process that died between refresh and persist', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      const before = bot.stored()
      const doomed = await world.startProcess()
      const survivor = bot.as({ process: await world.startProcess() })
      world.ghl.expireAccessTokens()
      world.botpress.faults.next(PERSIST, 'hang')

      const call = expect(bot.as({ process: doomed }).installation.act('getContact', contact)).rejects.toThrow()
      await expect.poll(() => world.botpress.faults.pending, { timeout: 10_000 }).toBe(0)
      await doomed.kill()
      await call
      expect(world.ghl.refreshCount).toBe(1)
      expect(bot.stored()).toEqual(before)

      await survivor.succeed('getContact', contact)
      expect(world.ghl).toMatchObject({ refreshCount: 1, refreshRequests: 2 })
      const rotated = bot.stored()
      expect(rotated.refreshToken).not.toBe(before.refreshToken)
      expect(world.ghl.requests.at(-1)?.headers.authorization).toBe(`Bearer ${rotated.accessToken}`)

      // What was recovered is the living pair: it renews once more when the window has closed.
      world.ghl.store.advanceClock(31_000)
      world.ghl.expireAccessTokens()
      await survivor.succeed('getContact', contact)
      expect(world.ghl.refreshCount).toBe(2)
    }))

  it('a 429 without headers is tried again after the usual interval, not before', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      world.ghl.faults.next({}, { status: 429, body: 'Too many requests' })
      const call = bot.succeed('getContact', contact)
      await sleep(2_000)
      expect(world.asked()).toEqual([getContact])
      await call
      expect(world.ghl.requests.map(({ status }) => status)).toEqual([429, 200])
    }))

  it('a POST that is never answered is given up, not repeated, and said to be unknown', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      world.ghl.faults.next({}, 'hang')
      const { error, message } = await bot.refuse('createContact', { email: 'fake.person.waiting@example.com' })
      expect(error).toEqual({ code: 'UNREACHABLE', retryable: true })
      expect(message).toMatch(/not known whether GoHighLevel carried it out/)
      expect(world.asked()).toEqual(['POST /contacts/'])
    }))

  it('a GET that is never answered is repeated', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      world.ghl.faults.next({}, 'hang')
      await bot.succeed('getContact', contact)
      expect(world.asked()).toEqual([getContact, getContact])
    }))

  it('a refresh that is never answered is repeated with the same token, and nothing is lost', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      world.ghl.expireAccessTokens()
      world.ghl.faults.next({ path: '/oauth/token' }, 'hang')
      await bot.succeed('getContact', contact)
      const sent = world.ghl.requests.filter(({ path }) => path === '/oauth/token').map(({ body }) => body)
      expect(sent).toHaveLength(2)
      expect(sent[1]).toEqual(sent[0])
      expect(world.ghl.refreshCount).toBe(1)
    }))

  it('a Botpress that resets every connection makes cold actions fail, and no token gets into the log', () =>
    inWorld({}, async (world) => {
      const bot = await world.installConnected()
      const cold = bot.as({ process: await world.startProcess() })
      world.botpress.faults.next({ times: 1_000 }, 'reset')
      const { status } = await cold.installation.act('getContact', contact)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(world.asked()).toEqual([])
      world.botpress.faults.reset()
      await cold.succeed('getContact', contact)
    }))
})
