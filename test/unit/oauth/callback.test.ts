import { describe, expect, it } from 'vitest'
import { configuredSeed } from '../../../src/ghl/credentials/store'
import { elapse, fakeClock } from '../support/clock'
import { beginConsent, comeBack, startConsent, unconnected, visit } from '../support/consent'
import { ghlScope, useFakeNetwork } from '../support/network'
import { secret, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const failedWith = (title: string) => expect.stringContaining(`<h1>${title}</h1>`)

describe('GET /oauth with a code', () => {
  it('exchanges the code, stores the pair, announces the connection and names the location', async () => {
    const { installation, app, announced } = unconnected()
    const consent = startConsent(app, { locationName: 'Example Dental' })
    const page = await comeBack(installation, { code: consent.code })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<h1>GoHighLevel is connected</h1>')
    expect(page.body).toContain('the location <strong>Example Dental</strong>')
    expect(installation.states.stored('credentials')).toEqual({
      ...consent.pair,
      expiresAt: expect.any(Number),
      locationId: 'fakelocation',
      companyId: 'fakecompany',
      scopes: 'contacts.readonly contacts.write',
      seed: configuredSeed(installation),
    })
    expect(announced).toEqual([{ identifier: installation.ctx.webhookId }])
    expect(consent.requests).toEqual(['GET /locations/fakelocation'])
  })

  it('exchanges it with a form, for whatever kind of token the consent gives', async () => {
    const { installation, app } = unconnected()
    const consent = startConsent(app)
    await comeBack(installation, { code: consent.code })
    expect(consent.exchanges).toHaveLength(1)
    const [{ form, headers } = { form: {}, headers: {} }] = consent.exchanges
    expect(form).toEqual({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      grant_type: 'authorization_code',
      code: consent.code,
      redirect_uri: `${installation.webhookUrl}/oauth`,
    })
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(headers.authorization).toBeUndefined()
  })

  it('keeps the pair for as long as it lasts', async () => {
    const { installation, app } = unconnected()
    const before = Date.now()
    const consent = startConsent(app, { grant: { expires_in: 3600 } })
    await comeBack(installation, { code: consent.code })
    const expiresAt = installation.states.stored('credentials')?.expiresAt ?? 0
    expect(expiresAt).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })

  it('reads a token answer in camelCase', async () => {
    const { installation, app } = unconnected()
    const pair = { accessToken: secret('access'), refreshToken: secret('refresh') }
    const grant = { access_token: undefined, refresh_token: undefined, ...pair }
    const page = await comeBack(installation, { code: startConsent(app, { grant }).code })
    expect(page.status).toBe(200)
    expect(installation.states.stored('credentials')).toMatchObject(pair)
  })

  it('names the location by its id where its name may not be read', async () => {
    const { installation, app } = unconnected()
    const page = await comeBack(installation, { code: startConsent(app).code })
    expect(page.body).toContain('<strong>fakelocation</strong>')
  })

  it.each([
    [401, 'The token is not authorized for this scope.', 'it lacks scopes that some actions need'],
    [403, 'Forbidden resource', 'The first call did not work, though.'],
  ])('stays connected when the first call is answered with %i, and says so', async (status, message, says) => {
    const { installation, app } = unconnected()
    const consent = startConsent(app, { location: [status, { message }] })
    const page = await comeBack(installation, { code: consent.code })
    expect(page.status).toBe(200)
    expect(page.body).toContain(says)
    expect(installation.states.stored('credentials')).toMatchObject(consent.pair)
  })

  it('takes a second location in place of the first', async () => {
    const { installation, app } = unconnected({}, { credentials: { locationId: 'oldlocation' } })
    const consent = startConsent(app)
    const page = await comeBack(installation, { code: consent.code })
    expect(page.status).toBe(200)
    expect(installation.states.stored('credentials')).toMatchObject({ ...consent.pair, locationId: 'fakelocation' })
  })

  it('works under a path with a slash at its end', async () => {
    const { installation, app } = unconnected()
    const query = new URLSearchParams({ code: startConsent(app).code, state: await beginConsent(installation) })
    expect((await visit(installation, `/oauth/?${query}`)).status).toBe(200)
  })
})

describe('GET /oauth with a refusal', () => {
  it.each([
    [{ error: 'access_denied' }, 'GoHighLevel said: access_denied'],
    [{ error: 'x', error_description: 'The user said no' }, 'GoHighLevel said: The user said no'],
    [{ error: 'access_denied', code: 'fake-code' }, 'GoHighLevel said: access_denied'],
  ])('says why and offers to start again (%j)', async (fields, says) => {
    const { installation } = unconnected()
    const page = await comeBack(installation, fields)
    expect(page).toMatchObject({ status: 400, body: failedWith('GoHighLevel was not connected') })
    expect(page.body).toContain(says)
    expect(page.body).toContain(`href="${installation.webhookUrl}/oauth/start"`)
  })

  it.each(['', 'code=', 'code=&state=x', 'x=1'])('says that the code is missing (%s)', async (query) => {
    const page = await visit(unconnected().installation, `/oauth?${query}`)
    expect(page).toMatchObject({ status: 400, body: failedWith('This link is incomplete') })
  })

  it('says that the code is wrong', async () => {
    const { installation, app, announced } = unconnected()
    startConsent(app)
    const page = await comeBack(installation, { code: secret('wrong-code') })
    expect(page).toMatchObject({ status: 400, body: failedWith('GoHighLevel was not connected') })
    expect(page.body).toContain('it was used already or has expired')
    expect(installation.states.stored('credentials')).toBeUndefined()
    expect(announced).toEqual([])
  })

  it('takes a code once, and keeps what it connected', async () => {
    const { installation, app, announced } = unconnected()
    const consent = startConsent(app)
    expect((await comeBack(installation, { code: consent.code })).status).toBe(200)
    const again = await comeBack(installation, { code: consent.code })
    expect(again).toMatchObject({ status: 400, body: failedWith('GoHighLevel was not connected') })
    expect(installation.states.stored('credentials')).toMatchObject(consent.pair)
    expect(announced).toHaveLength(1)
  })

  it('names the fields to check when GoHighLevel does not know the app', async () => {
    const { installation, app } = unconnected({ clientSecret: secret('wrong-client-secret') })
    const page = await comeBack(installation, { code: startConsent(app).code })
    expect(page.status).toBe(400)
    expect(page.body).toContain('does not know this Client ID and Client Secret')
  })

  it('says so when GoHighLevel fails, and sends the code only once', async () => {
    const { installation } = unconnected()
    let asked = 0
    ghlScope()
      .persist()
      .post('/oauth/token')
      .reply(() => [502, ++asked && '<html>Bad Gateway</html>'])
    const page = await comeBack(installation, { code: secret('code') })
    expect(page).toMatchObject({ status: 502, body: failedWith('GoHighLevel was not connected') })
    expect(page.body).toContain('Wait a moment, then try again.')
    expect(asked).toBe(1)
  })

  it('refuses a location token that names no location', async () => {
    const { installation, app, announced } = unconnected()
    const consent = startConsent(app, { grant: { locationId: undefined } })
    const page = await comeBack(installation, { code: consent.code })
    expect(page.status).toBe(400)
    expect(page.body).toContain('without naming the location')
    expect(announced).toEqual([])
  })

  it('announces no connection that could not be stored', async () => {
    fakeClock()
    const { installation, app, announced } = unconnected()
    const consent = startConsent(app)
    const state = await beginConsent(installation)
    installation.states.fail('setState', 'credentials')
    const { result: page } = await elapse(comeBack(installation, { code: consent.code, state }))
    expect(page).toMatchObject({ status: 502, body: failedWith('GoHighLevel was not connected') })
    expect(page.body).toContain('Something went wrong on our side.')
    expect(announced).toEqual([])
    expect(installation.lines).toEqual(['error Connecting to GoHighLevel failed'])
  })
})
