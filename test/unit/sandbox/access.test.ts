import { describe, expect, it } from 'vitest'
import { defaultScopes, seedIds, startGoHighLevel } from '../../../sandbox/gohighlevel'
import { call, locationId, sandbox, token, useSandbox } from './support'

useSandbox()

async function refuse(given: string): Promise<unknown> {
  const { status, body } = await call('GET', `/contacts/${seedIds.contact}`, { token: given })
  return status === 401 ? body.message : status
}

describe('access', () => {
  it.each([
    ['an unknown token', { token: 'unknown' }, 'Invalid JWT'],
    ['an unknown private token', { token: 'pit-unknown' }, 'Invalid Private Integration token'],
    ['a missing version', { version: null }, 'version header was not found.'],
    ['an invented version', { version: '2020-01-01' }, 'version header is invalid'],
  ])('answers 401 to %s', async (_case, options, message) => {
    const answer = await call('GET', `/contacts/${seedIds.contact}`, options)
    expect([answer.status, answer.body.message]).toEqual([401, message])
  })

  it('answers 401 to a company token, a missing scope, an expired token and tokens expired by hand', async () => {
    expect(await refuse(sandbox.issueTokens({ userType: 'Company' }).access_token)).toBe("Token's user type mismatch!")
    const narrow = sandbox.issueTokens({ scopes: ['contacts.write'] }).access_token
    expect(await refuse(narrow)).toBe('The token is not authorized for this scope.')
    expect(await refuse(sandbox.issueTokens({ expiresInS: 0 }).access_token)).toBe('Invalid JWT')
    sandbox.expireAccessTokens()
    expect(await refuse(token)).toBe('Invalid JWT')
  })

  it('takes a private token of the location, but not on the agency routes', async () => {
    const pit = sandbox.issuePrivateToken(locationId, [...defaultScopes, 'oauth.write'])
    expect(pit).toMatch(/^pit-/)
    expect((await call('GET', `/locations/${locationId}`, { token: pit })).status).toBe(200)
    expect((await call('POST', '/oauth/locationToken', { token: pit, body: {} })).status).toBe(401)
  })

  it('answers 403 to another location and to none', async () => {
    const message = 'The token does not have access to this location.'
    const foreign = await call('GET', `/contacts/${seedIds.foreignContact}`)
    const missing = await call('GET', `/contacts/business/${seedIds.business}`)
    for (const answer of [foreign, missing]) expect([answer.status, answer.body.message]).toEqual([403, message])
  })

  it('answers an unknown path in plain text and a mis-cased one with 401', async () => {
    expect(await call('GET', '/nothing')).toMatchObject({ status: 404, text: 'Cannot GET /nothing' })
    expect((await call('GET', '/Contacts/x')).status).toBe(401)
  })

  it('answers 429 without Retry-After when the budget is used up, per location', async () => {
    const small = await startGoHighLevel({ rateLimit: { max: 2, intervalMs: 10_000, daily: 3 } })
    const version = '2021-07-28'
    const ask = async (id: string): Promise<Response> => {
      const authorization = `Bearer ${small.issueTokens({ locationId: id }).access_token}`
      return fetch(`${small.apiUrl}/locations/${id}`, { headers: { authorization, version } })
    }
    const answers = [await ask(locationId), await ask(locationId), await ask(locationId)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0'])
    expect(answers[2]?.headers.get('retry-after')).toBeNull()
    expect(await answers[2]?.json()).toEqual({ statusCode: 429, message: 'Too Many Requests' })
    expect((await ask(seedIds.secondLocation)).status).toBe(200)
    small.store.advanceClock(10_000)
    expect((await ask(locationId)).headers.get('x-ratelimit-daily-remaining')).toBe('0')
    expect((await ask(locationId)).status).toBe(429)
    await small.close()
  })
})
