/** Renewal within one process. */
import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../../src/ghl/client'
import { elapse, fakeClock, pass } from '../../support/clock'
import { freshPair, INVALID_GRANT, pairOf, startGhl, tokenAnswer, type Pair } from '../../support/ghl'
import { again, fakeApp, freshInstallation, type FakeInstallation } from '../../support/installation'
import { ghlScope, socketError, useFakeNetwork } from '../../support/network'
import { failureOf, watchForLeaks } from '../../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const MINUTE = 60_000

const connected = (credentials = {}) => freshInstallation({ configuration: fakeApp(), credentials })
const call = async (fake: FakeInstallation) => (await openGhl(again(fake))).get('/x')

/** Connected with a pair of which GoHighLevel takes the refresh token only. */
function withDeadAccessToken(expiresAt: number | undefined) {
  const old = freshPair()
  const fake = connected({ ...old, expiresAt })
  const ghl = startGhl({ ...freshPair(), refreshToken: old.refreshToken })
  return { fake, ghl, old }
}

describe('50 callers at once', () => {
  it.each([
    ['a token past its expiry', -MINUTE],
    ['a token that GoHighLevel alone knows to be dead', 24 * 60 * MINUTE],
  ])('with %s make 1 refresh, and all succeed', async (_what, lifetime) => {
    const { fake, ghl, old } = withDeadAccessToken(Date.now() + lifetime)
    const callers = Array.from({ length: 50 }, async () => (await openGhl(fake)).get('/x'))
    const { result } = await elapse(Promise.all(callers))
    expect(result).toEqual(Array.from({ length: 50 }, () => ({ id: 'fakeobject' })))
    expect(ghl.refreshes).toHaveLength(1)
    expect(ghl.refreshes[0]?.refresh_token).toBe(old.refreshToken)
    expect(fake.states.count('getOrSetState', 'refreshLease')).toBe(1)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
    expect(ghl.calls.filter((token) => token === ghl.current.accessToken)).toHaveLength(50)
  })

  it('share one read of the state while the token is good', async () => {
    const pair = freshPair()
    const fake = connected(pair)
    startGhl(pair)
    const callers = Array.from({ length: 50 }, async () => (await openGhl(fake)).get('/x'))
    await elapse(Promise.all(callers))
    await elapse(openGhl(fake).then((ghl) => ghl.get('/x')))
    expect(fake.states.calls).toEqual([expect.objectContaining({ operation: 'getState', name: 'credentials' })])
  })
})

describe('renewal ahead of time', () => {
  it.each([
    [5 * MINUTE - 1_000, 1],
    [5 * MINUTE + 1_000, 0],
  ])('with %s ms left, the token is renewed %s times', async (lifetime, refreshes) => {
    const pair = freshPair()
    const fake = connected({ ...pair, expiresAt: Date.now() + lifetime })
    const ghl = startGhl(pair)
    await elapse(call(fake))
    expect(ghl.refreshes).toHaveLength(refreshes)
    expect(ghl.calls).toEqual([ghl.current.accessToken])
  })

  it('is not tried where the expiry is not known', async () => {
    const pair = freshPair()
    const ghl = startGhl(pair)
    await elapse(call(connected({ ...pair, expiresAt: undefined })))
    expect(ghl.refreshes).toEqual([])
  })

  it.each([
    ['GoHighLevel has a problem', (scope: ReturnType<typeof ghlScope>) => scope.post('/oauth/token').reply(503, {})],
    ['refreshes are rate-limited', (scope: ReturnType<typeof ghlScope>) => scope.post('/oauth/token').reply(429, {})],
    [
      'the connection breaks',
      (scope: ReturnType<typeof ghlScope>) => scope.post('/oauth/token').replyWithError(socketError('ECONNRESET')),
    ],
  ])('uses the old token while it still works, when %s', async (_what, fail) => {
    const pair = freshPair()
    const fake = connected({ ...pair, expiresAt: Date.now() + 3 * MINUTE })
    fail(ghlScope().persist())
    ghlScope().get('/x').matchHeader('authorization', `Bearer ${pair.accessToken}`).reply(200, { ok: 1 })
    expect((await elapse(call(fake))).result).toEqual({ ok: 1 })
    expect(pairOf(fake.states.stored('credentials'))).toEqual(pair)
    expect(fake.states.stored('refreshLease')).toBeUndefined()
  })

  it('that fails is reported once the old token no longer works', async () => {
    ghlScope().persist().post('/oauth/token').reply(503, {})
    const { result } = await elapse(failureOf(call(connected({ expiresAt: Date.now() - 1 }))))
    expect(result).toMatchObject({ name: 'GhlError', details: { retryable: true } })
  })
})

describe('a network failure during the refresh', () => {
  it('is followed at once by the same refresh token, for which GoHighLevel gives the same pair again', async () => {
    const old = freshPair()
    const fake = connected({ ...old, expiresAt: Date.now() - 1 })
    ghlScope().post('/oauth/token').replyWithError(socketError('ECONNRESET'))
    const ghl = startGhl(old)
    const { ms } = await elapse(call(fake))
    expect(ghl.refreshes.map((form) => form.refresh_token)).toEqual([old.refreshToken])
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
    expect(ms).toBeLessThan(2_000)
  })
})

describe('persisting', () => {
  it('that fails twice and then works loses nothing', async () => {
    const { fake, ghl } = withDeadAccessToken(Date.now() - 1)
    const caller = again(fake)
    caller.states.fail('setState', 'credentials', 2)
    const { result } = await elapse(openGhl(caller).then((api) => api.get('/x')))
    expect(result).toEqual({ id: 'fakeobject' })
    expect(ghl.refreshes).toHaveLength(1)
    expect(caller.states.count('setState', 'credentials')).toBe(3)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('that works but says it failed loses nothing', async () => {
    const { fake, ghl } = withDeadAccessToken(Date.now() - 1)
    const caller = again(fake)
    caller.states.failAfter('setState', 'credentials', 1)
    await elapse(openGhl(caller).then((api) => api.get('/x')))
    expect(ghl.refreshes).toHaveLength(1)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('that keeps failing leaves the new pair unused, and the next call stores it without another refresh', async () => {
    const { fake, ghl } = withDeadAccessToken(Date.now() - 1)
    const caller = again(fake)
    caller.states.fail('setState', 'credentials')
    await elapse(failureOf(openGhl(caller).then((api) => api.get('/x'))))
    expect(ghl.calls).toEqual([])
    expect((await elapse(call(fake))).result).toEqual({ id: 'fakeobject' })
    expect(ghl.refreshes).toHaveLength(1)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })
})

/** GoHighLevel refuses every refresh; meanwhile something may happen to the stored pair. */
function refusing(meanwhile: () => void = () => undefined) {
  const seen = { refreshes: 0 }
  ghlScope()
    .persist()
    .post('/oauth/token')
    .reply(() => {
      seen.refreshes++
      meanwhile()
      return [400, INVALID_GRANT]
    })
  return seen
}

describe('a refresh token that is dead', () => {
  it('gives way to the pair that someone else has stored meanwhile', async () => {
    const other: Pair = freshPair()
    const fake = connected({ expiresAt: Date.now() - 1 })
    const before = fake.states.stored('credentials') ?? expect.fail('not connected')
    const seen = refusing(() => fake.states.put('credentials', { ...before, ...other, expiresAt: Date.now() + 1e7 }))
    ghlScope().get('/x').matchHeader('authorization', `Bearer ${other.accessToken}`).reply(200, { ok: 1 })
    expect((await elapse(call(fake))).result).toEqual({ ok: 1 })
    expect(seen.refreshes).toBe(1)
    expect(fake.states.stored('credentials')?.lost).toBeUndefined()
  })

  it('else marks the connection as lost and names the link to connect again', async () => {
    refusing()
    const fake = connected({ expiresAt: Date.now() - 1 })
    const { result } = await elapse(failureOf(call(fake)))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toContain(`${fake.webhookUrl}/oauth/start`)
    expect(fake.states.stored('credentials')?.lost).toMatch(/revoked/)
    expect(fake.states.stored('refreshLease')).toBeUndefined()
  })

  it('makes every later call fail at once with the link, without any request to GoHighLevel', async () => {
    const seen = refusing()
    const fake = connected({ expiresAt: Date.now() - 1 })
    await elapse(failureOf(call(fake)))
    for (let later = 0; later < 3; later++) {
      await pass(10 * MINUTE)
      const { result, ms } = await elapse(failureOf(call(fake)))
      expect(result).toBeInstanceOf(RuntimeError)
      expect(result.message).toContain(`${fake.webhookUrl}/oauth/start`)
      expect(ms).toBeLessThan(50)
    }
    expect(seen.refreshes).toBe(1)
  })

  it('is asked about once only, however many callers wait', async () => {
    const seen = refusing()
    const fake = connected({ expiresAt: Date.now() - 1 })
    const callers = Array.from({ length: 20 }, () => failureOf(call(fake)))
    const { result } = await elapse(Promise.all(callers))
    expect(result.every((error) => error instanceof RuntimeError)).toBe(true)
    expect(seen.refreshes).toBe(1)
  })
})

describe('wrong client credentials', () => {
  it('name the fields to check, and the connection is not marked as lost', async () => {
    const body = { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' }
    ghlScope().post('/oauth/token').reply(401, body)
    const fake = connected({ expiresAt: Date.now() - 1 })
    const before = fake.states.stored('credentials')
    const { result } = await elapse(failureOf(call(fake)))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toMatch(/Client ID.*Client Secret/)
    expect(fake.states.stored('credentials')).toEqual(before)
  })

  it('that are missing are named, without a request', async () => {
    const fake = freshInstallation({
      configuration: { clientId: 'fakeapp-x' },
      credentials: { expiresAt: Date.now() - 1 },
    })
    const { result } = await elapse(failureOf(call(fake)))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toMatch(/Fill in Client Secret /)
    expect(fake.states.stored('credentials')?.lost).toBeUndefined()
  })
})

it('a refresh that brings no new refresh token keeps the one there was', async () => {
  const old = freshPair()
  const fake = connected({ ...old, expiresAt: Date.now() - 1 })
  const granted = freshPair()
  ghlScope()
    .post('/oauth/token')
    .reply(200, tokenAnswer(granted, { refresh_token: undefined, locationId: undefined }))
  ghlScope().get('/x').reply(200, { ok: 1 })
  await elapse(call(fake))
  expect(fake.states.stored('credentials')).toMatchObject({
    accessToken: granted.accessToken,
    refreshToken: old.refreshToken,
    locationId: 'fakelocation',
  })
})
