import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const done = { body: { ok: true } }

describe('makeApiCall', () => {
  it('gets a route of the API and gives back the answer as it came', async () => {
    const body = { pipelines: [{ id: 'fakePipeline00000001' }], traceId: 'trace-1', success: false, nothing: null }
    const input = { endpoint: '/opportunities/pipelines', method: 'GET' }
    const { outcome, sent, versions } = await call('makeApiCall', input, { body })
    expect(sent).toEqual([{ method: 'GET', path: '/opportunities/pipelines' }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'API call done', data: body })
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('sends data with %s', async (method) => {
    const data = { name: 'VIP', list: [1, { a: null }], locationId: 'location-2', empty: '' }
    const { sent } = await call('makeApiCall', { endpoint: '/objects/', method, data }, done)
    expect(sent).toEqual([{ method, path: '/objects/', body: data }])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('sends an empty body with %s when there is no data', async (method) => {
    const { sent } = await call('makeApiCall', { endpoint: '/objects/', method }, done)
    expect(sent).toEqual([{ method, path: '/objects/', body: {} }])
  })

  it('sends parameters, and lists as repeated ones, beside those in the endpoint', async () => {
    const params = { text: 'Ada & Söhne', n: 0, yes: true, no: false, list: ['a', 'b c'], ids: [1, 2], one: ['x'] }
    const { sent } = await call('makeApiCall', { endpoint: '/contacts/?a=1%202', method: 'GET', params }, done)
    const query = {
      a: '1 2',
      text: 'Ada & Söhne',
      n: '0',
      yes: 'true',
      no: 'false',
      list: ['a', 'b c'],
      ids: ['1', '2'],
      one: 'x',
    }
    expect(sent).toEqual([{ method: 'GET', path: '/contacts/', query }])
  })

  it.each([
    ['/calendars/', undefined, '2021-04-15'],
    ['/conversations/search', undefined, '2021-04-15'],
    ['/contacts/', undefined, '2021-07-28'],
    ['/contacts/', '', '2021-07-28'],
    ['/calendars/', 'v3', 'v3'],
    ['/contacts/', '2023-02-21', '2023-02-21'],
  ])('calls %s with version %j as %s', async (endpoint, version, expected) => {
    const { versions } = await call('makeApiCall', { endpoint, method: 'GET', version }, done)
    expect(versions).toEqual([expected])
  })

  it.each([
    ['a list', '[1,{"a":2}]', 'application/json', { items: [1, { a: 2 }] }],
    ['an empty list', '[]', 'application/json', { items: [] }],
    ['text', 'OK', 'text/plain', { text: 'OK' }],
    ['a page', '<html>Hello</html>', 'text/html', { text: '<html>Hello</html>' }],
    ['nothing', '', 'text/plain', { text: '' }],
    ['null', 'null', 'application/json', { text: '' }],
    ['a number', '42', 'application/json', { text: '42' }],
    ['broken JSON', '{"a":', 'application/json', { text: '{"a":' }],
  ])('wraps %s', async (_title, body, type, expected) => {
    const reply = { body, headers: { 'content-type': type } }
    const { outcome } = await call('makeApiCall', { endpoint: '/contacts/', method: 'GET' }, reply)
    expect(outcome).toEqual({ success: true, message: 'API call done', data: expected })
  })

  it.each([
    ['POST', 1],
    ['PATCH', 1],
    ['GET', 2],
    ['PUT', 2],
    ['DELETE', 2],
  ])('repeats a failed call only where that is harmless (%s: %i requests)', async (method, requests) => {
    const failed = { status: 500, body: { message: 'Internal Server Error' } }
    const { outcome, sent } = await call('makeApiCall', { endpoint: '/contacts/', method }, failed, done)
    expect(sent).toHaveLength(requests)
    expect(outcome.success).toBe(requests > 1)
  })

  it.each([
    'https://evil.example/contacts/',
    'HTTPS://evil.example/',
    'http:/evil.example',
    'javascript:alert(1)',
    '//evil.example/contacts/',
    '///evil.example/',
    '/contacts//evil.example',
    String.raw`/\evil.example/`,
    String.raw`\\evil.example`,
    '/%5Cevil.example/',
    '/%2Fevil.example/',
    '/%252Fevil.example/',
    '/../oauth/token',
    '/./oauth/token',
    '/oauth/token',
    '/OAuth/token',
    '/oauth',
    '/oauth?x=1',
    '/%6fauth/token',
    '/%256fauth/token',
    '/contacts/../oauth/token',
    '/contacts/%2e%2e/oauth/token',
    '/contacts/.%2E/oauth/token',
    '/contacts/%252e%252e/oauth/token',
    '/contacts/..',
    '/\t/evil.example/',
    '/oau\tth/token',
    '/oau\nth/token',
    '\n/contacts/',
    '/contacts/\r\nX-Header: 1',
    ' /contacts/',
    '/contacts/ ',
    '/contacts/\u0000',
    '/contacts/\u00a0',
    '/contacts/\ud800',
    '/contacts/#fragment',
    'contacts/',
    '@evil.example/',
    '',
    ' ',
  ])('refuses the endpoint %j without a request, naming why', async (endpoint) => {
    const message = await refusalOf('makeApiCall', { endpoint, method: 'GET' })
    expect(message).toMatch(/^endpoint must be a path on GoHighLevel's API|^makeApiCall: endpoint is required\./)
    expect(message).toMatch(/Nothing was sent/)
  })

  it('refuses an endpoint of 10 kB', async () => {
    const message = await refusalOf('makeApiCall', { endpoint: `/${'a'.repeat(10_240)}`, method: 'GET' })
    expect(message).toContain('it is longer than 4096 characters')
  })

  it.each([
    [{ method: 'GET', data: { a: 1 } }, 'data cannot be sent with GET'],
    [{ method: 'HEAD' }, 'method must be one of GET, POST, PUT, PATCH, DELETE.'],
    [{ method: 'get' }, 'method must be one of GET, POST, PUT, PATCH, DELETE.'],
    [{ method: '' }, 'method is required.'],
    [{ method: 'POST', data: [1] }, 'data must be of type object, not array.'],
    [{ method: 'POST', data: '{"a":1}' }, 'data must be of type object, not string.'],
    [{ method: 'GET', params: { a: { b: 1 } } }, 'params.a'],
    [{ method: 'GET', params: { a: null } }, 'params.a'],
    [{ method: 'GET', version: 'v3\r\nX-Evil: 1' }, 'version: '],
    [{ method: 'GET', headers: { Authorization: 'x' } }, 'there is no field headers.'],
  ])('refuses %j before anything is sent', async (input, says) => {
    const message = await refusalOf('makeApiCall', { endpoint: '/contacts/', ...input })
    expect(message).toContain(says)
    expect(message).toMatch(/Nothing was sent/)
  })

  it('takes empty data for none', async () => {
    const { sent } = await call('makeApiCall', { endpoint: '/contacts/', method: 'GET', data: {} }, done)
    expect(sent).toEqual([{ method: 'GET', path: '/contacts/' }])
  })

  it('never lets an endpoint choose the host', async () => {
    const { sent } = await call(
      'makeApiCall',
      { endpoint: '/@evil.example:443/x?u=https://evil.example', method: 'GET' },
      done
    )
    expect(sent).toEqual([{ method: 'GET', path: '/@evil.example:443/x', query: { u: 'https://evil.example' } }])
  })
})
