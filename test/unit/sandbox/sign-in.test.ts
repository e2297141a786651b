import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, locationId, readAnswer, redirectUri, sandbox, useSandbox } from './support'

useSandbox()

async function askToken(fields: Record<string, string>): Promise<Answer> {
  const { clientId, clientSecret } = sandbox
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
  return readAnswer(await fetch(`${sandbox.apiUrl}/oauth/token`, { method: 'POST', body }))
}

async function askConsent(changes: Record<string, string | undefined>, approve?: string): Promise<Answer> {
  const query = {
    response_type: 'code',
    client_id: sandbox.clientId,
    redirect_uri: redirectUri,
    scope: 'contacts.readonly contacts.write',
    state: 'a b&c',
    version_id: sandbox.clientId.split('-')[0],
    ...changes,
  }
  const url = new URL(`${sandbox.consentUrl}/v2/oauth/chooselocation`)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  const headers: Record<string, string> = approve ? { 'x-sandbox-approve': approve } : {}
  return readAnswer(await fetch(url, { headers, redirect: 'manual' }))
}

describe('consent', () => {
  it('shows one choice per location, one for the agency and one to deny', async () => {
    const page = await askConsent({})
    expect(page.status).toBe(200)
    expect(page.text).toContain(`locationId=${seedIds.location}`)
    expect(page.text).toContain(`locationId=${seedIds.secondLocation}`)
    expect(page.text).toContain(`companyId=${seedIds.company}`)
    expect(page.text).toContain('Deny')
  })

  it('redirects a choice made on the page with a code and the unchanged state', async () => {
    const page = await askConsent({})
    const link = /href="([^"]*locationId=sandboxLocation00001)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
    const answer = await fetch(sandbox.consentUrl + link, { redirect: 'manual' })
    const target = new URL(answer.headers.get('location') ?? '')
    expect(answer.status).toBe(302)
    expect(target.origin + target.pathname).toBe(redirectUri)
    expect(target.searchParams.get('state')).toBe('a b&c')
    expect(target.searchParams.get('code')).toBeTruthy()
  })

  it('names the missing version when version_id is left out', async () => {
    expect((await askConsent({ version_id: undefined })).text).toContain('error.noversionid')
  })

  it('answers a script that denies with access_denied', async () => {
    const target = new URL((await askConsent({}, 'deny')).headers.get('location') ?? '')
    expect(target.searchParams.get('error')).toBe('access_denied')
    expect(target.searchParams.get('state')).toBe('a b&c')
  })

  it('gives the agency a company token without a location, with the scopes that were asked', async () => {
    const target = new URL((await askConsent({}, 'agency')).headers.get('location') ?? '')
    const code = target.searchParams.get('code') ?? ''
    const { body } = await askToken({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
    expect(body).toMatchObject({ userType: 'Company', companyId: seedIds.company })
    expect(body).toMatchObject({ scope: 'contacts.readonly contacts.write' })
    expect(body).not.toHaveProperty('locationId')
  })
})

describe('token endpoint', () => {
  it('exchanges a code once', async () => {
    const code = sandbox.issueCode()
    const first = await askToken({ grant_type: 'authorization_code', code })
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 86399, userType: 'Location', locationId })
    const again = await askToken({ grant_type: 'authorization_code', code })
    expect(again.status).toBe(401)
    expect(again.body).toEqual({ error: 'UnAuthorized!', error_description: 'Authorization code not found' })
  })

  it('looks at the code before the client credentials', async () => {
    const wrong = { grant_type: 'authorization_code', client_secret: 'wrong' }
    expect((await askToken({ ...wrong, code: 'unknown' })).text).toContain('Authorization code not found')
    const answer = await askToken({ ...wrong, code: sandbox.issueCode() })
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ error: 'UnAuthorized!', error_description: 'Invalid client credentials!' })
  })

  it('refuses a code whose redirect_uri is not the one of the consent', async () => {
    const code = sandbox.issueCode({ redirectUri })
    const answer = await askToken({ grant_type: 'authorization_code', code, redirect_uri: 'https://evil.example' })
    expect(answer.status).toBe(400)
  })

  it('rotates a refresh token and gives the same new pair again within the window', async () => {
    const { refresh_token } = sandbox.issueTokens()
    const form = { grant_type: 'refresh_token', refresh_token }
    const first = await askToken(form)
    const second = await askToken(form)
    expect(first.body.refresh_token).not.toBe(refresh_token)
    expect(second.body.refresh_token).toBe(first.body.refresh_token)
    expect(second.body.access_token).toBe(first.body.access_token)
    expect([sandbox.refreshCount, sandbox.refreshRequests]).toEqual([1, 2])
  })

  it('answers invalid_grant for a used refresh token after the window', async () => {
    const { refresh_token } = sandbox.issueTokens()
    const form = { grant_type: 'refresh_token', refresh_token }
    const { body } = await askToken(form)
    sandbox.store.advanceClock(sandbox.store.refreshWindowMs + 1)
    const late = await askToken(form)
    expect(late.status).toBe(400)
    expect(late.body.error).toBe('invalid_grant')
    const next = await askToken({ ...form, refresh_token: String(body.refresh_token) })
    expect(next.status).toBe(200)
  })

  it('answers invalid_grant for every refresh token that was revoked', async () => {
    const { refresh_token } = sandbox.issueTokens()
    sandbox.revokeRefreshTokens()
    const answer = await askToken({ grant_type: 'refresh_token', refresh_token })
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant'])
  })

  it('lists what is missing from the form', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const answer = await readAnswer(await fetch(`${sandbox.apiUrl}/oauth/token`, init))
    expect(answer.status).toBe(422)
    expect(answer.body.message).toContain('client_id should not be empty')
  })

  it('says that the location is not active', async () => {
    const location = sandbox.store.locations.get(locationId)
    const { refresh_token } = sandbox.issueTokens()
    Object.assign(Object(location), { isActive: false })
    const answer = await askToken({ grant_type: 'refresh_token', refresh_token })
    Object.assign(Object(location), { isActive: true })
    expect([answer.status, answer.body.message]).toEqual([400, 'Location is not active'])
  })
})

describe('agency', () => {
  it('makes a location token from a company token with 201', async () => {
    const agency = sandbox.issueTokens({ userType: 'Company' }).access_token
    const body = { companyId: seedIds.company, locationId }
    const answer = await call('POST', '/oauth/locationToken', { body, token: agency })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ locationId, userType: 'Location', expires_in: 86400 })
    expect(answer.body.refresh_token).toBeTruthy()
    const read = await call('GET', `/contacts/${seedIds.contact}`, { token: String(answer.body.access_token) })
    expect(read.status).toBe(200)
  })

  it('lists only the locations that have the app when asked to', async () => {
    const agency = sandbox.issueTokens({ userType: 'Company' }).access_token
    const appId = sandbox.clientId.split('-')[0]
    const query = `companyId=${seedIds.company}&appId=${appId}&isInstalled=true`
    sandbox.store.installApp(seedIds.secondLocation, false)
    const one = await call('GET', `/oauth/installedLocations?${query}`, { token: agency })
    expect(one.body).toMatchObject({ count: 1, locations: [{ _id: locationId, isInstalled: true }] })
    sandbox.store.installApp(seedIds.secondLocation)
    const two = await call('GET', `/oauth/installedLocations?${query}`, { token: agency })
    expect(two.body.count).toBe(2)
  })

  it('wants companyId and appId for the list of locations', async () => {
    const agency = sandbox.issueTokens({ userType: 'Company' }).access_token
    const answer = await call('GET', '/oauth/installedLocations', { token: agency })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toContain('appId should not be empty')
  })
})
