import nock from 'nock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openGhl, versionOf } from '../../../src/ghl/client'
import { GhlError } from '../../../src/ghl/errors'
import { path } from '../../../src/ghl/path'
import { elapse, fakeClock } from '../support/clock'
import { freshInstallation, type FakeInstallation } from '../support/installation'
import { ghlScope, socketError, useFakeNetwork } from '../support/network'
import { failureOf, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const connected = () => freshInstallation({ credentials: { locationId: 'fakelocation' } })

const ghlFailure = async (work: Promise<unknown>): Promise<GhlError> => {
  const { result } = await elapse(failureOf(work))
  if (!(result instanceof GhlError)) throw result
  return result
}

describe('versionOf', () => {
  it.each([
    ['/calendars/events', '2021-04-15'],
    ['/calendars', '2021-04-15'],
    ['/calendars?locationId=x', '2021-04-15'],
    ['/conversations/search', '2021-04-15'],
    ['/contacts/', '2021-07-28'],
    ['/contacts/calendars', '2021-07-28'],
    ['/opportunities/pipelines', '2021-07-28'],
    ['/payments/orders', '2021-07-28'],
    ['/calendarsx', '2021-07-28'],
    ['/', '2021-07-28'],
  ])('%s takes %s', (route, version) => {
    expect(versionOf(route)).toBe(version)
  })
})

describe('a request', () => {
  type Sent = { method: string; path: string; headers: Record<string, unknown>; body: unknown }

  /** What reaches GoHighLevel. */
  async function sent(work: (ghl: Awaited<ReturnType<typeof openGhl>>) => Promise<unknown>): Promise<Sent> {
    const seen: Sent[] = []
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      ghlScope()
        .intercept(/^\//, method)
        .reply(function (uri, body) {
          seen.push({ method, path: uri, headers: this.req.headers, body })
          return [200, { ok: true }]
        })
    }
    const fake = connected()
    const ghl = await openGhl(fake)
    await elapse(work(ghl))
    const [first, ...more] = seen
    expect(more).toEqual([])
    expect(first?.headers.authorization).toBe(`Bearer ${fake.states.stored('credentials')?.accessToken}`)
    expect(first?.headers.accept).toBe('application/json')
    return first ?? expect.fail('nothing was sent')
  }

  it('GET carries its query and no body', async () => {
    const query = { locationId: 'a b&c', limit: 2, deep: true, none: undefined, tag: ['x', 'y'] }
    const { method, path: uri, headers, body } = await sent((ghl) => ghl.get('/contacts/', query))
    expect([method, uri, body]).toEqual(['GET', '/contacts/?locationId=a+b%26c&limit=2&deep=true&tag=x&tag=y', ''])
    expect(headers.version).toBe('2021-07-28')
    expect(headers['content-type']).toBeUndefined()
  })

  it.each(['post', 'put', 'delete'] as const)('%s carries its body as JSON', async (verb) => {
    const given = { name: 'Zoë', nothing: null, list: [1], left: undefined }
    const { headers, body } = await sent((ghl) => ghl[verb]('/calendars/events', given))
    expect(body).toEqual({ name: 'Zoë', nothing: null, list: [1] })
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers.version).toBe('2021-04-15')
  })

  it('a generic one may name its version', async () => {
    const { headers } = await sent((ghl) => ghl.request({ method: 'PATCH', path: '/x', body: {}, version: 'v3' }))
    expect(headers.version).toBe('v3')
  })

  it('keeps the query that stands in its path', async () => {
    const { path: uri } = await sent((ghl) => ghl.request({ method: 'GET', path: '/x?a=1', query: { b: 2 } }))
    expect(uri).toBe('/x?a=1&b=2')
  })

  it('keeps encoded ids encoded on the wire', async () => {
    const { path: uri } = await sent((ghl) => ghl.get(path`/contacts/${'../oauth/token?x#y'}`))
    expect(uri).toBe('/contacts/..%2Foauth%2Ftoken%3Fx%23y')
  })

  it('knows the connected location', async () => {
    expect((await openGhl(connected())).locationId).toBe('fakelocation')
  })

  it('goes where the environment says', async () => {
    vi.stubEnv('GHL_API_URL', 'http://localhost:4010')
    nock('http://localhost:4010').get('/x').reply(200, { ok: 1 })
    expect((await elapse((await openGhl(connected())).get('/x'))).result).toEqual({ ok: 1 })
  })
})

const answerTo = async (verb: 'get' | 'post' | 'delete', status: number, body?: nock.Body, type?: string) => {
  ghlScope()
    .intercept('/x', verb)
    .reply(status, body, { 'content-type': type ?? 'application/json' })
  const ghl = await openGhl(connected())
  return verb === 'get' ? ghl.get('/x') : ghl[verb]('/x', {})
}

describe('an answer', () => {
  const PAGE = '<!DOCTYPE html><html><body>Maintenance</body></html>'

  it.each([200, 201, 202])('is given back as it came with %s', async (status) => {
    expect((await elapse(answerTo('post', status, { contact: { id: 'c1' } }))).result).toEqual({
      contact: { id: 'c1' },
    })
  })

  it.each([{ succeded: true }, { succeeded: true }, { success: true }, { status: 'open' }, { statusCode: 200 }])(
    'that says %j is a success',
    async (body) => {
      expect((await elapse(answerTo('delete', 200, body))).result).toEqual(body)
    }
  )

  it.each([
    { succeded: false },
    { succeeded: false },
    { success: false },
    { statusCode: 400, message: 'no' },
    { status: 404, message: 'no' },
  ])('2xx that says %j is a failure', async (body) => {
    expect((await ghlFailure(answerTo('delete', 200, body))).details.status).toBeGreaterThanOrEqual(400)
  })

  it('that is a page with 200 is no success', async () => {
    const error = await ghlFailure(answerTo('get', 200, PAGE, 'text/html'))
    expect(error.kind).toBe('UNEXPECTED_ANSWER')
    expect(error.message).not.toMatch(/[<>]|Maintenance/)
  })

  it('that is a page with 502 is a problem of GoHighLevel', async () => {
    const error = await ghlFailure(answerTo('post', 502, PAGE, 'text/html'))
    expect(error.kind).toBe('UNAVAILABLE')
    expect(error.message).not.toMatch(/[<>]|Maintenance/)
  })

  it('may be empty where something was only done', async () => {
    expect((await elapse(answerTo('delete', 204))).result).toEqual({})
  })

  it.each([
    ['nothing', ''],
    ['a list', [1]],
    ['null', 'null'],
  ])('of %s to a GET is no success', async (_what, body) => {
    expect((await ghlFailure(answerTo('get', 200, body))).kind).toBe('UNEXPECTED_ANSWER')
  })

  it('whose status cannot be read as a number is given back all the same', async () => {
    const body = { status: { toString: 1, valueOf: 1 } }
    expect((await elapse(answerTo('get', 200, JSON.stringify(body)))).result).toEqual(body)
  })

  it('to a generic request is given back whatever it is', async () => {
    const ghl = await openGhl(connected())
    for (const body of [[1, 2], { success: false }, 'text']) {
      ghlScope().get('/x').reply(200, body)
      expect((await elapse(ghl.request({ method: 'GET', path: '/x' }))).result).toEqual(body)
    }
  })
})

const twice = async (fake: FakeInstallation) => {
  const ghl = await openGhl(fake)
  await failureOf(ghl.get('/x'))
  await failureOf(ghl.get('/x'))
}

describe('trying again', () => {
  type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Requests made when the first one fails in this way. */
  async function requests(method: Verb, fault: 'reset' | 503, options: { repeatable?: boolean } = {}) {
    let count = 0
    const failing = ghlScope().intercept('/x', method, () => Boolean(++count))
    if (fault === 'reset') failing.replyWithError(socketError('ECONNRESET'))
    else failing.reply(fault, {})
    ghlScope()
      .intercept('/x', method, () => Boolean(++count))
      .reply(200, {})
    const ghl = await openGhl(connected())
    const body = method === 'GET' ? {} : { body: {} }
    const sent = ghl.request({ method, path: '/x', ...body, ...options })
    await elapse(sent.catch((thrown: unknown) => expect(thrown).toBeInstanceOf(GhlError)))
    return count
  }

  it.each([503, 'reset'] as const)('is for GET, PUT, DELETE and upserts after %s', async (fault) => {
    expect(await requests('GET', fault)).toBe(2)
    expect(await requests('PUT', fault)).toBe(2)
    expect(await requests('DELETE', fault)).toBe(2)
    expect(await requests('POST', fault, { repeatable: true })).toBe(2)
  })

  it.each([503, 'reset'] as const)('is not for other POSTs, nor for PATCH, after %s', async (fault) => {
    expect(await requests('POST', fault)).toBe(1)
    expect(await requests('PATCH', fault)).toBe(1)
  })

  it('shares one budget of 30 seconds among all calls of an action', async () => {
    ghlScope().persist().get('/x').reply(429, {})
    const { ms } = await elapse(twice(connected()))
    expect(ms).toBeLessThanOrEqual(30_000)
  })
})
