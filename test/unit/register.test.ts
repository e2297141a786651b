import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../src/ghl/client'
import { register } from '../../src/register'
import { elapse, fakeClock } from './support/clock'
import { EXPIRED, freshPair, INVALID_GRANT, pairOf, startGhl, type Pair } from './support/ghl'
import {
  again,
  fakeApp,
  fakePrivate,
  freshInstallation,
  type Configuration,
  type FakeInstallation,
} from './support/installation'
import { ghlScope, useFakeNetwork } from './support/network'
import { failureOf, secret, watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

/** What the log says, beside the address for workflow webhooks, which every registration tells. */
const linesOf = (fake: FakeInstallation): string[] => fake.lines.filter((line) => !line.includes('/workflow/'))

const registering = (fake: FakeInstallation) => register(fake, fake.webhookUrl)
const failing = async (fake: FakeInstallation) => {
  const { result } = await elapse(failureOf(registering(fake)))
  expect(result).toBeInstanceOf(RuntimeError)
  return result.message
}
const unregistered = (configuration: Configuration) => freshInstallation({ configuration, registered: false })

/** The one cheap call, whichever it is. */
const PROOF = /^\/(?!oauth)[^?]*/
const proofAnswers = (status: number, body: object) => ghlScope().get(PROOF).reply(status, body)

const id = () => ({ clientId: fakeApp().clientId })
const clientSecret = () => ({ clientSecret: fakeApp().clientSecret })
const access = () => ({ accessToken: secret('access') })
const refresh = () => ({ refreshToken: secret('refresh') })
const location = () => ({ locationId: 'fakelocation' })

describe('a configuration that is incomplete', () => {
  it.each<[string, (() => Configuration)[], RegExp]>([
    ['nothing', [], /^Fill in Client ID and Client Secret.*Private Integration Token.*Location ID/],
    ['a location only', [location], /^Fill in Client ID and Client Secret.*Private Integration Token/],
    ['a client id only', [id], /^Fill in Client Secret too/],
    ['a client secret only', [clientSecret], /^Fill in Client ID too/],
    ['a client id and a location', [id, location], /^Fill in Client Secret too/],
    ['a refresh token only', [refresh], /^Fill in Access Token too/],
    ['an app with a refresh token', [fakeApp, refresh], /^Fill in Access Token too/],
    ['a refresh token and a location', [refresh, location], /^Fill in Access Token too/],
    ['an access token only', [access], /^Fill in Location ID/],
    ['an app with an access token', [fakeApp, access], /^Fill in Location ID/],
    ['an access token and a client id', [access, id], /^Fill in Client Secret too/],
    ['a pair and a client secret', [access, refresh, clientSecret], /^Fill in Client ID too/],
    ['a pair without an app', [access, refresh], /^Fill in Client ID and Client Secret/],
    ['a pair and a location without an app', [access, refresh, location], /^Fill in Client ID and Client Secret/],
    ['a private token without location', [() => ({ accessToken: fakePrivate().accessToken })], /^Fill in Location ID/],
  ])('%s: the message says which field to fill in, and nothing is sent', async (_what, parts, message) => {
    ghlScope().get(PROOF).reply(200, { pipelines: [] })
    const configuration: Configuration = Object.assign({}, ...parts.map((part) => part()))
    const fake = unregistered(configuration)
    expect(await failing(fake)).toMatch(message)
    expect(fake.states.stored('credentials')).toBeUndefined()
  })
})

describe('client id and secret without tokens', () => {
  it('succeed, and the bot log shows the link to connect', async () => {
    const fake = unregistered(fakeApp())
    await elapse(registering(fake))
    expect(linesOf(fake)).toEqual([`info To connect GoHighLevel, open ${fake.webhookUrl}/oauth/start`])
    expect(fake.states.stored('installation')).toMatchObject({ webhookUrl: fake.webhookUrl })
  })

  it('keep the webhook URL without slashes at its end', async () => {
    const fake = unregistered(fakeApp())
    await elapse(register(fake, `${fake.webhookUrl}//`))
    expect(fake.states.stored('installation')).toMatchObject({ webhookUrl: fake.webhookUrl })
    expect(fake.lines.join()).toContain(`${fake.webhookUrl}/oauth/start`)
  })

  it('prove access when the connection by link stands already, and log no link', async () => {
    const fake = freshInstallation({ configuration: fakeApp(), credentials: {} })
    proofAnswers(200, { pipelines: [] })
    await elapse(registering(fake))
    expect(linesOf(fake)).toEqual([])
  })

  it('log the link when the connection is lost', async () => {
    const fake = freshInstallation({ configuration: fakeApp(), credentials: { lost: 'It was revoked.' } })
    await elapse(registering(fake))
    expect(fake.lines.join()).toContain('/oauth/start')
  })
})

describe('a Private Integration Token', () => {
  it('with its location is taken over and proven with one call', async () => {
    const configuration = fakePrivate()
    const fake = unregistered(configuration)
    ghlScope()
      .get(PROOF)
      .matchHeader('authorization', `Bearer ${configuration.accessToken}`)
      .reply(200, { pipelines: [] })
    await elapse(registering(fake))
    expect(fake.states.stored('credentials')).toMatchObject(configuration)
    expect(linesOf(fake)).toEqual([])
  })

  it('that lacks a scope counts as connected, with a warning', async () => {
    const fake = unregistered(fakePrivate())
    proofAnswers(401, { message: 'The token is not authorized for this scope.' })
    await elapse(registering(fake))
    expect(linesOf(fake)).toEqual([expect.stringMatching(/^warn .*scopes/)])
  })

  it.each([
    [401, { message: 'Invalid Private Integration token' }, /Access Token/],
    [403, { message: 'The token does not have access to this location.' }, /Check Location ID/],
    [400, { message: 'Location not found' }, /Check Location ID/],
    [422, { message: ['locationId is invalid'] }, /Check Location ID/],
    [401, { message: "Token's user type mismatch!" }, /Check Access Token/],
  ])('that is answered with %s %j names the field to check', async (status, body, field) => {
    proofAnswers(status, body)
    expect(await failing(unregistered(fakePrivate()))).toMatch(field)
  })

  it('whose proof fails for other reasons is reported in one clean sentence after the other', async () => {
    ghlScope().persist().get(PROOF).reply(503, {})
    expect(await failing(unregistered(fakePrivate()))).toMatch(/^GoHighLevel refused the first call\. \S.*status 503/)
  })
})

/** A pair that was never used, and a GoHighLevel that takes it. */
const pasted = () => {
  const pair = freshPair()
  const fake = unregistered({ ...fakeApp(), ...pair })
  return { pair, fake, ghl: startGhl(pair) }
}

describe('a pasted pair', () => {
  it('is traded at once, which tells the location, and proven', async () => {
    const { fake, ghl, pair } = pasted()
    await elapse(registering(fake))
    expect(ghl.refreshes.map((form) => form.refresh_token)).toEqual([pair.refreshToken])
    expect(ghl.calls).toEqual([ghl.current.accessToken])
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('registered again unchanged after a rotation leaves the rotated pair', async () => {
    const { fake, ghl } = pasted()
    await elapse(registering(fake))
    const stored = fake.states.stored('credentials') ?? expect.fail('not connected')
    fake.states.put('credentials', { ...stored, expiresAt: Date.now() - 1 })
    await elapse(openGhl(again(fake, { ...fake.ctx.configuration })).then((api) => api.get('/x')))
    const rotated: Pair = ghl.current
    await elapse(registering(again(fake)))
    expect(pairOf(fake.states.stored('credentials'))).toEqual(rotated)
    expect((await elapse(openGhl(fake).then((api) => api.get('/x')))).result).toEqual({ id: 'fakeobject' })
  })

  it('registered again with new tokens gives way to them', async () => {
    const { fake, ghl } = pasted()
    await elapse(registering(fake))
    const fresh = freshPair()
    ghl.current = fresh
    const changed = again(fake, { ...fake.ctx.configuration, ...fresh })
    await elapse(registering(changed))
    expect(ghl.refreshes.at(-1)?.refresh_token).toBe(fresh.refreshToken)
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
    expect((await elapse(openGhl(changed).then((api) => api.get('/x')))).result).toEqual({ id: 'fakeobject' })
  })

  it('registered again with new tokens cures a lost connection', async () => {
    const { fake, ghl } = pasted()
    fake.states.put('credentials', { accessToken: secret('access'), locationId: 'x', seed: 'old', lost: 'Revoked.' })
    await elapse(registering(fake))
    expect(fake.states.stored('credentials')?.lost).toBeUndefined()
    expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
  })

  it('with a refresh token that was used already names that field', async () => {
    ghlScope().post('/oauth/token').reply(400, INVALID_GRANT)
    expect(await failing(unregistered({ ...fakeApp(), ...freshPair() }))).toMatch(/Refresh Token/)
  })

  it('with wrong client credentials names those fields', async () => {
    ghlScope().post('/oauth/token').reply(401, { error_description: 'Invalid client credentials!' })
    expect(await failing(unregistered({ ...fakeApp(), ...freshPair() }))).toMatch(/Client ID.*Client Secret/)
  })

  it('that works no more, without an app to connect by link, names the access token', async () => {
    const configuration = { accessToken: secret('access'), locationId: 'fakelocation' }
    const fake = freshInstallation({ configuration })
    fake.states.put('credentials', { accessToken: secret('access'), locationId: 'x', seed: 'old', lost: 'Revoked.' })
    proofAnswers(401, EXPIRED)
    expect(await failing(fake)).toMatch(/Access Token/)
  })
})
