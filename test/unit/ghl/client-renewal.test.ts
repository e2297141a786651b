/** What a 401 leads to. */
import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../src/ghl/client'
import { GhlError } from '../../../src/ghl/errors'
import { elapse, fakeClock } from '../support/clock'
import { EXPIRED, freshPair, pairOf, startGhl, tokenAnswer } from '../support/ghl'
import { fakeApp, fakePrivate, freshInstallation } from '../support/installation'
import { ghlScope, useFakeNetwork } from '../support/network'
import { failureOf, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const connected = (credentials = {}) => freshInstallation({ configuration: fakeApp(), credentials })

/** Refreshes always succeed, and the API answers the same 401 for ever. */
function rejecting(message: string) {
  const seen = { calls: 0, refreshes: 0 }
  ghlScope()
    .persist()
    .get('/x')
    .reply(() => {
      seen.calls++
      return [401, { statusCode: 401, message }]
    })
  ghlScope()
    .persist()
    .post('/oauth/token')
    .reply(() => {
      seen.refreshes++
      return [200, tokenAnswer(freshPair())]
    })
  return seen
}

const thrice = async () => {
  const ghl = await openGhl(connected())
  for (let call = 0; call < 3; call++) await failureOf(ghl.get('/x'))
}

describe('a 401', () => {
  it('of an expired token leads to one refresh and one more request, with the new token', async () => {
    const old = freshPair()
    const fake = connected(old)
    const ghl = startGhl(old)
    ghl.current = { ...freshPair(), refreshToken: old.refreshToken }
    const { result } = await elapse(openGhl(fake).then((api) => api.get('/x')))
    expect(result).toEqual({ id: 'fakeobject' })
    expect(ghl.calls).toEqual([old.accessToken, ghl.current.accessToken])
    expect(ghl.refreshes).toHaveLength(1)
  })

  it('leads to the new pair being stored before it is used', async () => {
    const old = freshPair()
    const fake = connected(old)
    const ghl = startGhl(old)
    ghl.current = { ...freshPair(), refreshToken: old.refreshToken }
    const storedAtCall: unknown[] = []
    ghl.onCall = () => storedAtCall.push(fake.states.stored('credentials')?.accessToken)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    expect(storedAtCall).toEqual([old.accessToken, ghl.current.accessToken])
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('that persists costs at most 1 refresh and 2 requests per call', async () => {
    const seen = rejecting('Invalid JWT')
    const { result } = await elapse(failureOf(openGhl(connected()).then((ghl) => ghl.get('/x'))))
    expect(result).toBeInstanceOf(GhlError)
    expect(result).toMatchObject({ kind: 'UNAUTHORIZED' })
    expect(seen).toEqual({ calls: 2, refreshes: 1 })
  })

  it('that persists costs one refresh for all calls of one action together', async () => {
    const seen = rejecting('Invalid JWT')
    await elapse(thrice())
    expect(seen).toEqual({ calls: 4, refreshes: 1 })
  })

  it('right after a renewal ahead of time leads to no second one', async () => {
    const seen = rejecting('Invalid JWT')
    const fake = connected({ expiresAt: Date.now() + 60_000 })
    await elapse(failureOf(openGhl(fake).then((ghl) => ghl.get('/x'))))
    expect(seen).toEqual({ calls: 1, refreshes: 1 })
  })

  it.each([
    ['scope', 'The token is not authorized for this scope.', 'MISSING_SCOPE'],
    ['scope', 'This authClass type is not allowed to access this scope.', 'MISSING_SCOPE'],
    ['version', 'version header was not found.', 'UNAUTHORIZED'],
    ['version', 'version header is invalid', 'UNAUTHORIZED'],
    ['user type', "Token's user type mismatch!", 'UNAUTHORIZED'],
    ['gateway', 'Command timed out', 'UNAUTHORIZED'],
    ['parameter', 'E01 - Unauthorized request', 'UNAUTHORIZED'],
  ])('about the %s ("%s") leads to no refresh', async (_about, message, kind) => {
    const seen = rejecting(message)
    const fake = connected()
    const before = fake.states.stored('credentials')
    const { result } = await elapse(failureOf(openGhl(fake).then((ghl) => ghl.get('/x'))))
    expect(result).toMatchObject({ kind })
    expect(result.message).toContain(message)
    expect(seen).toEqual({ calls: 1, refreshes: 0 })
    expect(fake.states.stored('credentials')).toEqual(before)
  })

  it('to a POST is repeated with the same body after the refresh', async () => {
    const fake = connected()
    const granted = freshPair()
    ghlScope()
      .post('/x', { name: 'Zoë' })
      .reply(401, EXPIRED)
      .post('/oauth/token')
      .reply(200, tokenAnswer(granted))
      .post('/x', { name: 'Zoë' })
      .matchHeader('authorization', `Bearer ${granted.accessToken}`)
      .reply(201, { id: 'new' })
    const { result } = await elapse(openGhl(fake).then((ghl) => ghl.post('/x', { name: 'Zoë' })))
    expect(result).toEqual({ id: 'new' })
  })

  it('to a Private Integration Token names the field to check, without a refresh', async () => {
    const seen = rejecting('Invalid Private Integration token')
    const configuration = fakePrivate()
    const fake = freshInstallation({ configuration })
    const { result } = await elapse(failureOf(openGhl(fake).then((ghl) => ghl.get('/x'))))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toMatch(/Private Integration Token.*Access Token/)
    expect(seen).toEqual({ calls: 1, refreshes: 0 })
  })

  it('to an access token without a refresh token says that there is none', async () => {
    const seen = rejecting('Invalid JWT')
    const fake = connected({ refreshToken: undefined })
    const { result } = await elapse(failureOf(openGhl(fake).then((ghl) => ghl.get('/x'))))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toMatch(/no Refresh Token/)
    expect(seen).toEqual({ calls: 1, refreshes: 0 })
  })
})
