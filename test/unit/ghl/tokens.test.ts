import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { GhlError } from '../../../src/ghl/errors'
import { exchangeCode, GrantRefused, refreshGrant } from '../../../src/ghl/tokens'
import { elapse, fakeClock } from '../support/clock'
import { formOf, freshPair, INVALID_GRANT, tokenAnswer } from '../support/ghl'
import { fakeApp } from '../support/installation'
import { ghlScope, neverAnswers, socketError, useFakeNetwork } from '../support/network'
import { failureOf, secret, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const WRONG_CLIENT = { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' }

const refresh = (refreshToken = secret('refresh')) => refreshGrant(fakeApp(), refreshToken, 'Location')
const failing = async (promise: Promise<unknown>) => (await elapse(failureOf(promise))).result

describe('the token answer', () => {
  it('is read in snake case', async () => {
    const pair = freshPair()
    ghlScope().post('/oauth/token').reply(200, tokenAnswer(pair))
    const askedAt = Date.now()
    const { result } = await elapse(refresh())
    expect(result).toEqual({
      ...pair,
      expiresAt: askedAt + 86_399_000,
      scopes: 'contacts.readonly contacts.write',
      locationId: 'fakelocation',
      companyId: 'fakecompany',
      isAgency: false,
    })
  })

  it('is read in camel case', async () => {
    const pair = freshPair()
    const answer = { ...pair, tokenType: 'Bearer', expiresIn: 3600, userType: 'Company', companyId: 'fakecompany' }
    ghlScope().post('/oauth/token').reply(200, answer)
    const askedAt = Date.now()
    expect((await elapse(refresh())).result).toEqual({
      ...pair,
      expiresAt: askedAt + 3_600_000,
      companyId: 'fakecompany',
      isAgency: true,
    })
  })

  it('may leave out all but the access token, or hold null', async () => {
    const accessToken = secret('access')
    ghlScope().post('/oauth/token').reply(200, { access_token: accessToken, refresh_token: null, expires_in: null })
    const { result } = await elapse(refresh())
    expect(result).toEqual({ accessToken, expiresAt: expect.any(Number), isAgency: false })
  })

  it('may give the lifetime as text', async () => {
    ghlScope()
      .post('/oauth/token')
      .reply(200, tokenAnswer(freshPair(), { expires_in: '60' }))
    const askedAt = Date.now()
    expect((await elapse(refresh())).result.expiresAt).toBe(askedAt + 60_000)
  })

  it.each([[{}], [{ access_token: '' }], [{ access_token: 5 }], ['<html>maintenance</html>'], [[]], ['']])(
    'is not taken when it is %j',
    async (body) => {
      ghlScope().post('/oauth/token').reply(200, body)
      const error = await failing(refresh())
      expect(error).toBeInstanceOf(GhlError)
      expect(error).toMatchObject({ kind: 'UNEXPECTED_ANSWER' })
    }
  )
})

describe('a refresh', () => {
  it('sends a form with client id, secret, refresh token and user type', async () => {
    const app = fakeApp()
    const refreshToken = secret('refresh')
    const sent: unknown[] = []
    ghlScope()
      .post('/oauth/token')
      .matchHeader('content-type', /application\/x-www-form-urlencoded/)
      .reply((_uri, body) => {
        sent.push(formOf(body))
        return [200, tokenAnswer(freshPair())]
      })
    await elapse(refreshGrant(app, refreshToken, 'Company'))
    expect(sent).toEqual([
      {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        user_type: 'Company',
      },
    ])
  })

  it.each([
    ['a reset connection', () => ghlScope().post('/oauth/token').replyWithError(socketError('ECONNRESET'))],
    ['a refused connection', () => ghlScope().post('/oauth/token').replyWithError(socketError('ECONNREFUSED'))],
    ['a 502', () => ghlScope().post('/oauth/token').reply(502, '<html></html>')],
    ['a time-out', () => neverAnswers('POST', '/oauth/token')],
  ])('is repeated at once with the same refresh token after %s', async (_what, fail) => {
    const refreshToken = secret('refresh')
    const sent: unknown[] = []
    fail()
    ghlScope()
      .post('/oauth/token')
      .reply((_uri, body) => {
        sent.push(formOf(body).refresh_token)
        return [200, tokenAnswer(freshPair())]
      })
    const { ms } = await elapse(refresh(refreshToken))
    expect(sent).toEqual([refreshToken])
    expect(ms).toBeLessThan(10_000) // with the write that follows it must fit into the lease
  })

  it('is repeated once only', async () => {
    let requests = 0
    ghlScope()
      .persist()
      .post('/oauth/token')
      .reply(() => {
        requests++
        return [503, {}]
      })
    const error = await failing(refresh())
    expect(error).toMatchObject({ name: 'GhlError', kind: 'UNAVAILABLE' })
    expect(requests).toBe(2)
  })

  it.each([
    [400, INVALID_GRANT],
    [401, INVALID_GRANT],
    [400, { statusCode: 400, message: 'Location is not active' }],
    [422, { statusCode: 422, message: ['refresh_token must be a string'], error: 'Unprocessable Entity' }],
    [400, ''],
  ])('that is answered with %s %j is refused for good', async (status, body) => {
    ghlScope().post('/oauth/token').reply(status, body)
    expect(await failing(refresh())).toBeInstanceOf(GrantRefused)
  })

  it.each([
    [401, WRONG_CLIENT],
    [400, { error: 'invalid_client', error_description: 'Client credentials are invalid' }],
    [422, { message: ['client_id must be a string'] }],
  ])('with wrong client credentials (%s %j) names the fields to check', async (status, body) => {
    ghlScope().post('/oauth/token').reply(status, body)
    const error = await failing(refresh())
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/Client ID.*Client Secret/)
  })

  it('names the fields to check when the answer says no more than invalid_client', async () => {
    ghlScope().post('/oauth/token').reply(401, { error: 'invalid_client' })
    const error = await failing(refresh())
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/Client ID.*Client Secret/)
  })

  it.each([429, 403, 404])('that is answered with %s is not taken for a dead refresh token', async (status) => {
    ghlScope().post('/oauth/token').times(2).reply(status, {}, { 'x-ratelimit-interval-milliseconds': '60000' })
    expect(await failing(refresh())).toBeInstanceOf(GhlError)
  })
})

describe('an authorization code', () => {
  it('is exchanged with the redirect URI and without a user type', async () => {
    const app = fakeApp()
    const code = secret('code')
    const sent: unknown[] = []
    ghlScope()
      .post('/oauth/token')
      .reply((_uri, body) => {
        sent.push(formOf(body))
        return [200, tokenAnswer(freshPair())]
      })
    await elapse(exchangeCode(app, code, 'https://hook.example/oauth'))
    expect(sent).toEqual([
      {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        grant_type: 'authorization_code',
        code,
        redirect_uri: 'https://hook.example/oauth',
      },
    ])
  })

  it('is not sent twice when the connection breaks', async () => {
    ghlScope().post('/oauth/token').replyWithError(socketError('ECONNRESET'))
    const error = await failing(exchangeCode(fakeApp(), secret('code'), 'https://hook.example/oauth'))
    expect(error).toBeInstanceOf(GhlError)
  })

  it('that was used before is refused', async () => {
    const body = { error: 'UnAuthorized!', error_description: 'Authorization code not found' }
    ghlScope().post('/oauth/token').reply(401, body)
    const error = await failing(exchangeCode(fakeApp(), secret('code'), 'https://hook.example/oauth'))
    expect(error).toBeInstanceOf(GrantRefused)
  })
})
