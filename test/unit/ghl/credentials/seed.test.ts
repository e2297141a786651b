/** Taking over configured tokens, and connecting by consent. */
import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../../src/ghl/client'
import { connect, isConnected, seedCredentials } from '../../../../src/ghl/credentials'
import { elapse, fakeClock, pass } from '../../support/clock'
import { freshPair, INVALID_GRANT, pairOf, startGhl, tokenAnswer } from '../../support/ghl'
import { again, fakeApp, fakePrivate, freshInstallation } from '../../support/installation'
import { ghlScope, useFakeNetwork } from '../../support/network'
import { failureOf, fakeJwt, watchForLeaks } from '../../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const failing = async (work: Promise<unknown>) => (await elapse(failureOf(work))).result

describe('configured tokens', () => {
  it('a Private Integration Token is used as it is, without a request', async () => {
    const configuration = fakePrivate()
    const fake = freshInstallation({ configuration })
    await elapse(seedCredentials(fake))
    const stored = fake.states.stored('credentials')
    expect(stored).toMatchObject(configuration)
    expect(stored?.refreshToken).toBeUndefined()
    expect(stored?.expiresAt).toBeUndefined()
  })

  it('blanks around pasted values do not matter', async () => {
    const { accessToken, locationId } = fakePrivate()
    const fake = freshInstallation({
      configuration: { accessToken: ` ${accessToken}\n`, locationId: ` ${locationId} ` },
    })
    await elapse(seedCredentials(fake))
    expect(fake.states.stored('credentials')).toMatchObject({ accessToken, locationId })
  })

  it('the expiry is read from an access token that tells it', async () => {
    const exp = Math.floor(Date.now() / 1000) + 7200
    const configuration = { ...fakeApp(), ...freshPair(), accessToken: fakeJwt({ exp }), locationId: 'fakelocation' }
    const fake = freshInstallation({ configuration })
    await elapse(seedCredentials(fake))
    expect(fake.states.stored('credentials')?.expiresAt).toBe(exp * 1000)
  })

  it.each([{ exp: 'soon' }, {}])('a token that says %j has an unknown expiry', async (claims) => {
    const configuration = { accessToken: fakeJwt(claims), locationId: 'fakelocation' }
    const fake = freshInstallation({ configuration })
    await elapse(seedCredentials(fake))
    expect(fake.states.stored('credentials')).not.toHaveProperty('expiresAt')
  })

  it('without a location id, a refresh tells the location', async () => {
    const pasted = freshPair()
    const fake = freshInstallation({ configuration: { ...fakeApp(), ...pasted } })
    const ghl = startGhl(pasted)
    await elapse(seedCredentials(fake))
    expect(ghl.refreshes).toHaveLength(1)
    expect(fake.states.stored('credentials')).toMatchObject({ ...ghl.current, locationId: 'fakelocation' })
  })

  it.each([
    ['a Private Integration Token', () => ({ ...fakePrivate(), locationId: undefined })],
    ['an access token alone', () => ({ accessToken: freshPair().accessToken })],
  ])('%s without a location id asks for Location ID', async (_what, configure) => {
    const error = await failing(seedCredentials(freshInstallation({ configuration: configure() })))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/Fill in Location ID/)
  })

  it('a refresh token that is refused is named, and nothing is stored', async () => {
    ghlScope().post('/oauth/token').reply(400, INVALID_GRANT)
    const fake = freshInstallation({ configuration: { ...fakeApp(), ...freshPair() } })
    const error = await failing(seedCredentials(fake))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/did not accept the Refresh Token/)
    expect(fake.states.stored('credentials')).toBeUndefined()
    expect(fake.states.stored('refreshLease')).toBeUndefined()
  })

  it("an agency's tokens are refused with the way to connect", async () => {
    ghlScope()
      .post('/oauth/token')
      .reply(200, tokenAnswer(freshPair(), { userType: 'Company', locationId: undefined }))
    const fake = freshInstallation({ configuration: { ...fakeApp(), ...freshPair() } })
    const error = await failing(seedCredentials(fake))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/agency/)
  })

  it('are taken over once, and never again while they stay the same', async () => {
    const pasted = freshPair()
    const fake = freshInstallation({ configuration: { ...fakeApp(), ...pasted } })
    const ghl = startGhl(pasted)
    for (let round = 0; round < 3; round++) await elapse(seedCredentials(again(fake)))
    expect(ghl.refreshes).toHaveLength(1)
  })

  it('are taken over by the first action when registration did not', async () => {
    const configuration = fakePrivate()
    const fake = freshInstallation({ configuration })
    ghlScope().get('/x').matchHeader('authorization', `Bearer ${configuration.accessToken}`).reply(200, { ok: 1 })
    expect((await elapse(openGhl(fake).then((ghl) => ghl.get('/x')))).result).toEqual({ ok: 1 })
  })

  it('that are new win over a stored pair, in a process that has the old one in its cache too', async () => {
    const old = freshPair()
    const fake = freshInstallation({ credentials: old })
    const ghl = startGhl(old)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    const changed = again(fake, fakePrivate())
    await elapse(seedCredentials(changed))
    ghl.current = { ...freshPair(), accessToken: changed.ctx.configuration.accessToken ?? '' }
    await elapse(openGhl(changed).then((api) => api.get('/x')))
    expect(ghl.calls).toEqual([old.accessToken, ghl.current.accessToken])
    expect(ghl.refreshes).toEqual([])
  })
})

describe('an installation without tokens', () => {
  it('names the link when it can connect by link', async () => {
    const fake = freshInstallation({ configuration: fakeApp() })
    const error = await failing(openGhl(fake))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toContain(`Open ${fake.webhookUrl}/oauth/start to connect`)
  })

  it.each([
    ['nothing is configured', true, {}],
    ['it was never registered', false, fakeApp()],
  ])('names the configuration when %s', async (_why, registered, configuration) => {
    const error = await failing(openGhl(freshInstallation({ configuration, registered })))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/Client ID.*Client Secret.*Private Integration Token.*Location ID/)
  })
})

describe('a connection by consent', () => {
  it('wins over what was stored before, in the cache of this process too', async () => {
    const old = freshPair()
    const fake = freshInstallation({ configuration: fakeApp(), credentials: old })
    const ghl = startGhl(old)
    await elapse(openGhl(fake).then((api) => api.get('/x')))
    ghl.current = freshPair()
    const grant = { ...ghl.current, expiresAt: Date.now() + 1e7, isAgency: false }
    await elapse(connect(again(fake), grant, 'other-location'))
    const api = await openGhl(fake)
    await elapse(api.get('/x'))
    expect(api.locationId).toBe('other-location')
    expect(ghl.calls).toEqual([old.accessToken, ghl.current.accessToken])
  })

  it('cures a connection that was lost', async () => {
    const fake = freshInstallation({ configuration: fakeApp(), credentials: { lost: 'It was revoked.' } })
    expect(await isConnected(fake)).toBe(false)
    const error = await failing(openGhl(fake))
    expect(error.message).toMatch(/^It was revoked\. Open .*\/oauth\/start/)
    const granted = { ...freshPair(), expiresAt: Date.now() + 1e7, isAgency: false }
    await elapse(connect(fake, granted, 'fakelocation'))
    expect(await isConnected(fake)).toBe(true)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(pairOf({ ...granted, locationId: '', seed: '' }))
  })

  it('is not undone by a renewal that was under way', async () => {
    const old = freshPair()
    const fake = freshInstallation({ configuration: fakeApp(), credentials: { ...old, expiresAt: Date.now() - 1 } })
    startGhl(old)
    const consented = { ...freshPair(), expiresAt: Date.now() + 1e7, isAgency: false }
    const renewing = openGhl(fake).catch(() => undefined)
    const connecting = connect(again(fake), consented, 'other-location')
    await elapse(Promise.all([renewing, connecting]))
    await pass(1000)
    expect(fake.states.stored('credentials')).toMatchObject({
      accessToken: consented.accessToken,
      locationId: 'other-location',
    })
  })
})
