import type nock from 'nock'
import { beforeEach, describe, expect, it } from 'vitest'
import { GhlError } from '../../../src/ghl/errors'
import { http, RETRY_BUDGET_MS, send } from '../../../src/ghl/http'
import { elapse, fakeClock } from '../support/clock'
import { API, ghlScope, neverAnswers, socketError, useFakeNetwork } from '../support/network'
import { failureOf, secret, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

type Config = Parameters<typeof send>[0]

const get = (config: Config = {}) =>
  send({ baseURL: API, url: '/x', method: 'GET', repeatable: true, deadline: Date.now() + RETRY_BUDGET_MS, ...config })
const post = (config: Config = {}) => get({ method: 'POST', data: '{}', repeatable: false, ...config })

const ghlFailure = async (sent: Promise<unknown>) => {
  const { result, ms } = await elapse(failureOf(sent))
  if (!(result instanceof GhlError)) throw result
  return { error: result, ms }
}

/** Answers so many times, counting. */
function answering(
  method: 'get' | 'post',
  status: nock.StatusCode,
  body: nock.ReplyBody = '',
  headers: nock.ReplyHeaders = {}
) {
  const seen = { requests: 0 }
  ghlScope()
    .persist()
    .intercept('/x', method)
    .reply((): nock.ReplyFnResult => {
      seen.requests++
      return [status, body, headers]
    })
  return seen
}

describe('the rate limit', () => {
  it('waits the interval that the headers name', async () => {
    ghlScope().get('/x').reply(429, {}, { 'x-ratelimit-interval-milliseconds': '4000' }).get('/x').reply(200, { ok: 1 })
    const { result, ms } = await elapse(get())
    expect(result).toEqual({ status: 200, data: { ok: 1 } })
    expect(ms).toBeGreaterThanOrEqual(4000)
    expect(ms).toBeLessThanOrEqual(5000)
  })

  it.each<nock.ReplyHeaders>([
    {},
    { 'x-ratelimit-interval-milliseconds': 'soon' },
    { 'x-ratelimit-interval-milliseconds': '0' },
  ])('waits 10 seconds where the headers %j name no interval', async (headers) => {
    ghlScope().get('/x').reply(429, {}, headers).get('/x').reply(200, { ok: 1 })
    const { ms } = await elapse(get())
    expect(ms).toBeGreaterThanOrEqual(10_000)
    expect(ms).toBeLessThanOrEqual(12_500)
  })

  it('holds for a POST too, since nothing was done', async () => {
    ghlScope().post('/x').reply(429, {}, { 'x-ratelimit-interval-milliseconds': '50' }).post('/x').reply(201, { ok: 1 })
    expect((await elapse(post())).result.status).toBe(201)
  })

  it('is not waited for when the budget of the day is 0', async () => {
    const seen = answering('get', 429, { message: 'Too Many Requests' }, { 'x-ratelimit-daily-remaining': '0' })
    const { error, ms } = await ghlFailure(get())
    expect(error.kind).toBe('DAILY_LIMIT')
    expect(seen.requests).toBe(1)
    expect(ms).toBeLessThan(100)
  })

  it('never holds an action longer than its budget of 30 seconds', async () => {
    const seen = answering('get', 429)
    const { error, ms } = await ghlFailure(get())
    expect(error.kind).toBe('RATE_LIMITED')
    expect(error.details.retryable).toBe(true)
    expect(seen.requests).toBe(3) // at 0, about 11 and about 22 seconds
    expect(ms).toBeLessThanOrEqual(RETRY_BUDGET_MS)
  })

  it('is not waited for when the interval is longer than what is left of the budget', async () => {
    const seen = answering('get', 429, {}, { 'x-ratelimit-interval-milliseconds': '5000' })
    const { ms } = await ghlFailure(get({ deadline: Date.now() + 4_000 }))
    expect(seen.requests).toBe(1)
    expect(ms).toBeLessThan(100)
  })

  it('ends after a bounded number of requests even when the interval is tiny', async () => {
    const seen = answering('get', 429, {}, { 'x-ratelimit-interval-milliseconds': '1' })
    await ghlFailure(get())
    expect(seen.requests).toBeLessThanOrEqual(9)
  })
})

describe('a problem of GoHighLevel', () => {
  it.each([500, 502, 503, 504])('a %s is tried again where that does no harm', async (status) => {
    ghlScope().get('/x').times(2).reply(status, {}).get('/x').reply(200, { ok: 1 })
    expect((await elapse(get())).result.data).toEqual({ ok: 1 })
  })

  it('waits longer before each try', async () => {
    const at: number[] = []
    ghlScope()
      .persist()
      .get('/x')
      .reply(() => {
        at.push(Date.now())
        return [503, {}]
      })
    const { ms } = await ghlFailure(get())
    const waits = at.slice(1).map((moment, index) => moment - (at[index] ?? 0))
    expect(waits.length).toBeGreaterThanOrEqual(3)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(ms).toBeLessThanOrEqual(RETRY_BUDGET_MS)
  })

  it('is not tried again where that might do harm', async () => {
    const seen = answering('post', 503)
    const { error } = await ghlFailure(post())
    expect(seen.requests).toBe(1)
    expect(error.message).toContain('look first whether it exists')
  })

  it.each([400, 401, 403, 404, 409, 422])('a %s is final', async (status) => {
    const seen = answering('get', status, { message: 'no' })
    expect((await ghlFailure(get())).error.details.status).toBe(status)
    expect(seen.requests).toBe(1)
  })

  it('is shown without the markup of its page', async () => {
    answering('post', 502, '<html><h1>Bad Gateway</h1></html>', { 'content-type': 'text/html' })
    const { error } = await ghlFailure(post())
    expect(error.message).not.toMatch(/[<>]/)
    expect(error.kind).toBe('UNAVAILABLE')
  })
})

describe('a broken connection', () => {
  it.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ECONNREFUSED'])('a GET goes again after %s', async (code) => {
    ghlScope().get('/x').replyWithError(socketError(code)).get('/x').reply(200, { ok: 1 })
    expect((await elapse(get())).result.data).toEqual({ ok: 1 })
  })

  it.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE'])(
    'a POST does not go again after %s, and it is said that nobody knows whether it happened',
    async (code) => {
      ghlScope().post('/x').replyWithError(socketError(code))
      const { error } = await ghlFailure(post())
      expect(error.kind).toBe('UNREACHABLE')
      expect(error.message).toMatch(/not known whether/)
    }
  )

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('a POST goes again after %s: nothing was sent', async (code) => {
    ghlScope().post('/x', '{"a":1}').replyWithError(socketError(code)).post('/x', '{"a":1}').reply(201, { ok: 1 })
    expect((await elapse(post({ data: '{"a":1}' }))).result.status).toBe(201)
  })

  it('a POST that never got through is reported as not sent', async () => {
    ghlScope().persist().post('/x').replyWithError(socketError('ECONNREFUSED'))
    const { error, ms } = await ghlFailure(post())
    expect(error.message).not.toMatch(/not known/)
    expect(ms).toBeLessThanOrEqual(RETRY_BUDGET_MS)
  })

  it('an answer that does not come is given up', async () => {
    neverAnswers('POST', '/x')
    const { error } = await ghlFailure(post())
    expect(error.kind).toBe('UNREACHABLE')
    expect(error.message).toMatch(/not known whether/)
  })
})

describe('every request', () => {
  it('has a time-out and goes over bounded connections that are kept alive', () => {
    expect(http.defaults.timeout).toBeGreaterThan(0)
    for (const agent of [http.defaults.httpAgent, http.defaults.httpsAgent]) {
      expect(agent.options.keepAlive).toBe(true)
      expect(agent.maxSockets).toBeLessThanOrEqual(256)
    }
  })

  it('stays on the host, whatever the path holds', async () => {
    ghlScope().get('/https://evil.example/x').reply(200, { ok: 1 })
    expect((await elapse(get({ url: 'https://evil.example/x' }))).result.data).toEqual({ ok: 1 })
  })

  it('follows no redirect', async () => {
    ghlScope().get('/x').reply(302, '', { Location: 'https://evil.example/' })
    expect((await ghlFailure(get())).error.details.status).toBe(302)
  })

  it('repeats a name for every value of a list in the query', async () => {
    ghlScope().get('/x?tag=a&tag=b').reply(200, { ok: 1 })
    await elapse(get({ params: { tag: ['a', 'b'], none: undefined } }))
  })

  it('fails with an error that holds neither headers nor body', async () => {
    ghlScope().post('/x').reply(422, { message: 'wrong' })
    await ghlFailure(post({ headers: { Authorization: `Bearer ${secret('access')}` }, data: secret('body') }))
  })
})
