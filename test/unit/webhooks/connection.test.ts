/** Installing and uninstalling the app, and connections that change while webhooks come. */
import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../src/ghl/client'
import { handleRequest } from '../../../src/handler'
import { runAction } from '../../../src/run-action'
import { actionOf } from '../support/actions'
import { elapse, fakeClock, pass } from '../support/clock'
import { freshPair, pairOf, startGhl } from '../support/ghl'
import { useFakeNetwork } from '../support/network'
import { failureOf, watchForLeaks } from '../support/secrets'
import { signed } from './support/keys'
import {
  COMPANY,
  contactCreate,
  deliver,
  envelope,
  LOCATION,
  receiver,
  sameReceiver,
  startHandler,
  type Handle,
  type Receiver,
} from './support/receiver'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const uninstall = (one: Receiver, fields: Record<string, unknown> = {}) => ({
  ...envelope(one),
  type: 'UNINSTALL',
  ...fields,
})

const send = async (one: Receiver, webhook: object, handle: Handle = handleRequest): Promise<number> =>
  (await elapse(handle(one, signed(webhook)))).result.status

const act = (one: Receiver) => runAction('getContact', actionOf('getContact'), one, { contactId: 'fakecontact' })
const lostOf = (one: Receiver): string | undefined => one.states.stored('credentials')?.lost
const typesOf = (one: Receiver): string[] => one.bot.created.map(({ type }) => type)

/** Another connection takes the place of the stored one, made in another process. */
function reconnect(one: Receiver, locationId: string) {
  const pair = freshPair()
  const stored = one.states.stored('credentials') ?? expect.fail('nothing is stored')
  const { lost: _, ...rest } = stored
  one.states.put('credentials', { ...rest, ...pair, locationId })
  return pair
}

describe('an UNINSTALL', () => {
  it.each([
    ['of the connected location', {}],
    ['of its whole agency', { locationId: undefined, companyId: COMPANY }],
  ])('%s becomes an event and marks the connection as lost', async (_what, fields) => {
    const one = receiver()
    expect(await send(one, uninstall(one, fields))).toBe(200)
    expect(typesOf(one)).toEqual(['appUninstalled'])
    expect(lostOf(one)).toMatch(/uninstalled/)
  })

  it.each([
    ['another location', { locationId: 'otherlocation' }],
    ['another agency', { locationId: undefined, companyId: 'othercompany' }],
    ['another app', { appId: 'otherapp' }],
  ])('of %s changes nothing', async (_what, fields) => {
    const one = receiver()
    expect(await send(one, uninstall(one, fields))).toBe(200)
    expect(one.bot.attempts).toBe(0)
    expect(lostOf(one)).toBeUndefined()
  })

  it('that is not signed, or too old, changes nothing', async () => {
    const one = receiver()
    const webhook = uninstall(one)
    await elapse(handleRequest(one, { ...signed(webhook), headers: {} }))
    await send(one, { ...webhook, timestamp: new Date(Date.now() - 25 * 3_600_000).toISOString() })
    expect(one.bot.attempts).toBe(0)
    expect(lostOf(one)).toBeUndefined()
  })

  it('makes the next action say how to connect again, and ask GoHighLevel nothing', async () => {
    const one = receiver()
    const ghl = startGhl(pairOf(one.states.stored('credentials')) as ReturnType<typeof freshPair>)
    await elapse(act(one))
    expect(ghl.calls).toHaveLength(1)
    await send(one, uninstall(one))
    for (const each of [one, sameReceiver(one)]) {
      const { result } = await elapse(failureOf(act(each)))
      expect(result).toBeInstanceOf(RuntimeError)
      expect(result.message).toMatch(/uninstalled/)
      expect(result.message).toContain(`${one.webhookUrl}/oauth/start`)
    }
    expect(ghl.calls).toHaveLength(1)
  })

  it('ends the events of the location', async () => {
    const one = receiver()
    await send(one, uninstall(one))
    expect(await send(one, contactCreate(one))).toBe(200)
    expect(typesOf(one)).toEqual(['appUninstalled'])
  })

  it('creates its event exactly once also when Botpress fails at first', async () => {
    const one = receiver()
    one.bot.isDown = (attempt) => attempt <= 2
    const webhook = uninstall(one)
    await elapse(deliver(() => handleRequest(one, signed(webhook))))
    expect(lostOf(one)).toMatch(/uninstalled/)
    expect(typesOf(one)).toEqual(['appUninstalled'])
  })

  it('that comes again after a new connection leaves that alone', async () => {
    const one = receiver()
    const webhook = uninstall(one)
    await send(one, webhook)
    reconnect(one, LOCATION)
    expect(await send(one, webhook)).toBe(200)
    expect(lostOf(one)).toBeUndefined()
    expect(typesOf(one)).toEqual(['appUninstalled'])
  })

  it('is not lost when the connection can not be marked: 503, then the next copy does it', async () => {
    const one = receiver()
    one.states.fail('setState', 'credentials', 4)
    const webhook = uninstall(one)
    expect(await send(one, webhook)).toBe(503)
    expect(await send(one, webhook)).toBe(200)
    expect(lostOf(one)).toMatch(/uninstalled/)
    expect(typesOf(one)).toEqual(['appUninstalled'])
  })
})

describe('an INSTALL of the connected location', () => {
  it('becomes an event and leaves the connection as it is', async () => {
    const one = receiver()
    const before = one.states.stored('credentials')
    expect(await send(one, { ...uninstall(one), type: 'INSTALL', companyId: COMPANY })).toBe(200)
    expect(typesOf(one)).toEqual(['appInstalled'])
    expect(one.states.stored('credentials')).toEqual(before)
  })
})

/** A process has the old connection in its cache; another one has connected another location. */
async function connectElsewhere() {
  const one = receiver()
  const handle = await startHandler()
  await send(one, contactCreate(one), handle)
  expect(one.bot.created).toHaveLength(1)
  const pair = reconnect(one, 'newlocation')
  await pass(60_000)
  return { one, handle, pair }
}

describe('a process that remembers the connection of a minute ago', () => {
  it('delivers the webhooks of the location that is connected now', async () => {
    const { one, handle } = await connectElsewhere()
    await send(one, contactCreate(one, { locationId: 'newlocation' }), handle)
    expect(one.bot.created).toHaveLength(2)
  })

  it('does not take an UNINSTALL of the former location for one of the present one', async () => {
    const { one, handle, pair } = await connectElsewhere()
    await send(one, uninstall(one), handle)
    expect(lostOf(one)).toBeUndefined()
    expect(pairOf(one.states.stored('credentials'))).toEqual(pair)
  })
})

describe('a renewed pair that Botpress has not taken yet', () => {
  it.each([
    ['nothing else', 0],
    ['a webhook', 1],
  ])('is not forgotten when five minutes and %s come before the next action', async (_what, webhooks) => {
    const old = freshPair()
    const one = receiver({ credentials: { ...old, expiresAt: Date.now() - 1 } })
    const ghl = startGhl({ ...freshPair(), refreshToken: old.refreshToken })
    one.states.fail('setState', 'credentials', 4)
    await elapse(failureOf(openGhl(one)))
    expect(ghl.refreshes).toHaveLength(1)
    await pass(5 * 60_000 + 1)
    for (let sent = 0; sent < webhooks; sent++) await send(one, contactCreate(one))
    const { result } = await elapse(openGhl(one).then((api) => api.get('/x')))
    expect(result).toEqual({ id: 'fakeobject' })
    expect(pairOf(one.states.stored('credentials'))).toEqual(ghl.current)
  })
})
