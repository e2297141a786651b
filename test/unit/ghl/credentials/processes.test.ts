/** Several processes that share nothing but the state API, and several bots in one process. */
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../../src/ghl/client'
import { elapse, fakeClock, pass } from '../../support/clock'
import { freshPair, pairOf, startGhl } from '../../support/ghl'
import { again, fakeApp, freshInstallation, type FakeInstallation } from '../../support/installation'
import { ghlScope, useFakeNetwork } from '../../support/network'
import { startProcess } from '../../support/processes'
import { watchForLeaks } from '../../support/secrets'
import { StateStore } from '../../support/states'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const DAY = 86_400_000

function expired(lifetime = -1) {
  const old = freshPair()
  const fake = freshInstallation({
    configuration: fakeApp(),
    credentials: { ...old, expiresAt: Date.now() + lifetime },
  })
  const ghl = startGhl(old)
  return { fake, ghl, old }
}

/** As many processes, each with a way to make one call. */
const startProcesses = async (count: number, fake: FakeInstallation) => {
  const started = []
  for (let index = 0; index < count; index++) started.push(await startProcess())
  return started.map(
    ({ openGhl: open }) =>
      async () =>
        (await open(again(fake))).get('/x')
  )
}

describe('processes at once', () => {
  it.each([2, 6])('%s of them make 1 refresh, and all succeed with the same pair', async (count) => {
    const { fake, ghl } = expired()
    const calls = await startProcesses(count, fake)
    const { result } = await elapse(Promise.all(calls.map((call) => call())))
    expect(result).toEqual(calls.map(() => ({ id: 'fakeobject' })))
    expect(ghl.refreshes).toHaveLength(1)
    expect(new Set(ghl.calls)).toEqual(new Set([ghl.current.accessToken]))
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('make 1 refresh per round, when the token dies again and again', async () => {
    const { fake, ghl } = expired()
    const calls = await startProcesses(3, fake)
    for (let round = 1; round <= 3; round++) {
      await elapse(Promise.all(calls.map((call) => call())))
      expect(ghl.refreshes).toHaveLength(round)
      expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
      await pass(DAY)
    }
  })

  it('make 1 refresh too when GoHighLevel alone knows that the token is dead', async () => {
    const { fake, ghl, old } = expired(DAY)
    ghl.current = { ...freshPair(), refreshToken: old.refreshToken }
    const calls = await startProcesses(2, fake)
    await elapse(Promise.all(calls.map((call) => call())))
    expect(ghl.refreshes).toHaveLength(1)
  })

  it('that come later use what is stored and refresh nothing', async () => {
    const { fake, ghl } = expired()
    const [first, second] = await startProcesses(2, fake)
    await elapse(first?.() ?? expect.fail())
    await elapse(second?.() ?? expect.fail())
    expect(ghl.refreshes).toHaveLength(1)
  })

  it('that still hold the old pair in their cache find the new one and refresh nothing', async () => {
    const { fake, ghl, old } = expired(DAY)
    const [first, second] = await startProcesses(2, fake)
    await elapse(Promise.all([first?.(), second?.()]))
    ghl.current = { ...freshPair(), refreshToken: old.refreshToken }
    await elapse(first?.() ?? expect.fail())
    await elapse(second?.() ?? expect.fail())
    expect(ghl.refreshes).toHaveLength(1)
    expect(ghl.calls.at(-1)).toBe(ghl.current.accessToken)
  })

  it('do not wait long for the one that renews', async () => {
    const { fake } = expired()
    const calls = await startProcesses(2, fake)
    const { ms } = await elapse(Promise.all(calls.map((call) => call())))
    expect(ms).toBeLessThan(2_000)
  })
})

/** The first process refreshes and gets no further. */
async function die() {
  const { fake, ghl, old } = expired()
  const [dying, next] = [await startProcess(), await startProcess()]
  const dead = again(fake)
  dead.states.hang('setState', 'credentials')
  void dying.openGhl(dead).catch(() => undefined)
  const died = new Promise<void>((resolve) => {
    const check = () => (ghl.refreshes.length > 0 ? resolve() : void setTimeout(check, 1))
    check()
  })
  await elapse(died)
  const call = async () => (await next.openGhl(again(fake))).get('/x')
  return { fake, ghl, old, call }
}

describe('a process that dies between refresh and persist', () => {
  it.each([1, 5_000, 10_000, 14_500, 14_900, 20_000, 29_000])(
    'is followed %s ms later by one that is given the very pair that got lost',
    async (later) => {
      const { fake, ghl, old, call } = await die()
      const lost = ghl.current
      await pass(later)
      const { result } = await elapse(call())
      expect(result).toEqual({ id: 'fakeobject' })
      expect(ghl.refreshes.map((form) => form.refresh_token)).toEqual([old.refreshToken, old.refreshToken])
      expect(pairOf(fake.states.stored('credentials'))).toEqual(lost)
      expect(fake.states.stored('refreshLease')).toBeUndefined()
    }
  )
})

describe('a connection made anew in another process', () => {
  it('is noticed within five minutes', async () => {
    const pair = freshPair()
    const fake = freshInstallation({ credentials: pair })
    const stored = fake.states.stored('credentials') ?? expect.fail('not connected')
    const ghl = startGhl(pair)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    ghl.current = freshPair()
    fake.states.put('credentials', { ...stored, ...ghl.current })
    await pass(5 * 60_000 + 1)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    expect(ghl.calls).toEqual([pair.accessToken, ghl.current.accessToken])
  })

  it('does not matter while Botpress is out of reach: what was known is used', async () => {
    const pair = freshPair()
    const fake = freshInstallation({ credentials: pair })
    startGhl(pair)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    await pass(10 * 60_000)
    fake.states.fail('getState', 'credentials')
    expect((await elapse(openGhl(fake).then((api) => api.get('/x')))).result).toEqual({ id: 'fakeobject' })
  })
})

const callInLocation = async (fake: FakeInstallation) => {
  const ghl = await openGhl(fake)
  return ghl.get('/x', { locationId: ghl.locationId })
}

describe('two bots with the same integration id in one process', () => {
  it('each work with their own token and location only', async () => {
    const store = new StateStore()
    const ids = { integrationId: 'fakeint-shared', webhookId: 'fakehook-shared' }
    const bots = ['location-a', 'location-b'].map((locationId) =>
      freshInstallation({ store, ids, configuration: fakeApp(), credentials: { locationId } })
    )
    const seen: [string, unknown][] = []
    ghlScope()
      .persist()
      .get('/x')
      .query(true)
      .reply(function (uri) {
        seen.push([uri, this.req.headers.authorization])
        return [200, { ok: 1 }]
      })
    for (let round = 0; round < 3; round++) await elapse(Promise.all(bots.map(callInLocation)))
    const own = bots.map((fake) => {
      const stored = fake.states.stored('credentials')
      return [`/x?locationId=${stored?.locationId}`, `Bearer ${stored?.accessToken}`]
    })
    expect(own[0]).not.toEqual(own[1])
    expect(seen).toHaveLength(6)
    for (const request of seen) expect(own).toContainEqual(request)
    for (const mine of own) expect(seen.filter(([uri]) => uri === mine[0])).toHaveLength(3)
  })

  it('renew their own token only', async () => {
    const store = new StateStore()
    const ids = { integrationId: 'fakeint-shared-2', webhookId: 'fakehook-shared-2' }
    const old = freshPair()
    const renewing = freshInstallation({
      store,
      ids,
      configuration: fakeApp(),
      credentials: { ...old, expiresAt: Date.now() - 1 },
    })
    const other = freshInstallation({ store, ids, configuration: fakeApp(), credentials: {} })
    const before = other.states.stored('credentials')
    const ghl = startGhl(old)
    await elapse(openGhl(renewing).then((api) => api.get('/x')))
    expect(pairOf(renewing.states.stored('credentials'))).toEqual(ghl.current)
    expect(other.states.stored('credentials')).toEqual(before)
  })
})
