/** Ids and endpoints that want to get somewhere else: nothing but the expected paths ever reaches GoHighLevel. */
import { beforeAll, describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot, Data } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

let bot: Bot
beforeAll(async () => {
  bot = await world.installConnected()
})

/** What each action does with an id: the method, and what stands before and after the id in the path. */
const places: { name: string; field: string; method: string; before: string; after?: string; input?: Data }[] = [
  { name: 'getContact', field: 'contactId', method: 'GET', before: '/contacts/' },
  { name: 'updateContact', field: 'contactId', method: 'PUT', before: '/contacts/', input: { city: 'Nowhere-City' } },
  { name: 'deleteContact', field: 'contactId', method: 'DELETE', before: '/contacts/' },
  { name: 'getContactsByBusinessId', field: 'businessId', method: 'GET', before: '/contacts/business/' },
  { name: 'getOpportunity', field: 'opportunityId', method: 'GET', before: '/opportunities/' },
  {
    name: 'updateOpportunity',
    field: 'opportunityId',
    method: 'PUT',
    before: '/opportunities/',
    input: { name: 'New' },
  },
  {
    name: 'updateOpportunityStatus',
    field: 'opportunityId',
    method: 'PUT',
    before: '/opportunities/',
    after: '/status',
    input: { status: 'won' },
  },
  { name: 'deleteOpportunity', field: 'opportunityId', method: 'DELETE', before: '/opportunities/' },
  { name: 'getOrderById', field: 'orderId', method: 'GET', before: '/payments/orders/' },
  { name: 'getAppointment', field: 'appointmentId', method: 'GET', before: '/calendars/events/appointments/' },
  {
    name: 'updateAppointment',
    field: 'appointmentId',
    method: 'PUT',
    before: '/calendars/events/appointments/',
    input: { title: 'New' },
  },
  { name: 'deleteEvent', field: 'eventId', method: 'DELETE', before: '/calendars/events/' },
]

const encodable = [
  '../oauth/token',
  '..\\oauth\\token',
  'a/b',
  '%2e%2e',
  '%2e%2e%2foauth%2ftoken',
  '..%2f..',
  '...',
  'a?locationId=b',
  'a#b',
  'a;b=c',
  'https://evil.example',
  '//evil.example',
  'é😀漢字',
  'a\r\nX-Evil: 1',
  '\u0000',
  'null',
  'constructor',
]

const impossible = ['', '   ', '.', '..', ' .. ', 'x'.repeat(10_000), '\ud800']

describe.each(places)('the $field of $name', ({ name, field, method, before, after = '', input = {} }) => {
  it('is one encoded segment of the path, whatever it holds', async () => {
    for (const id of encodable) {
      world.forget()
      await bot.act(name, { ...input, [field]: id })
      const expected = { method, path: `${before}${encodeURIComponent(id.trim())}${after}` }
      expect(world.ghl.requests, JSON.stringify(id)).toMatchObject([expected])
    }
  })

  it('is refused without a request when it cannot be one', async () => {
    for (const id of impossible) await bot.fail(name, { ...input, [field]: id })
    expect(await bot.fail(name, { ...input, [field]: 7 })).toContain(field)
    expect(world.asked()).toEqual([])
  })
})

const hostileEndpoints = [
  'https://evil.example',
  'https://evil.example/contacts/',
  'http:evil.example',
  'HTTPS:\\\\evil.example',
  'javascript:fake()',
  '//evil.example',
  '//evil.example/contacts/',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '@evil.example/',
  ':80/contacts/',
  '.evil.example/',
  'payments/x',
  '../oauth/token',
  '/../oauth/token',
  '/./oauth/token',
  '/oauth/token',
  '/oauth/locationToken',
  '/oauth',
  '/oauth?x=/contacts/',
  '/OAuth/token',
  '/OAUTH/TOKEN',
  '/contacts/../oauth/token',
  '/contacts/..',
  '/contacts/./x',
  '/contacts//x',
  '/contacts/..\\oauth\\token',
  '/%6fauth/token',
  '/o%61uth/token',
  '/%256fauth/token',
  '/oauth%2ftoken',
  '/%2e%2e/oauth/token',
  '/contacts/%2e%2e/oauth/token',
  '/contacts/.%2E/oauth/token',
  '/contacts/%252e%252e/oauth/token',
  '/contacts/%2foauth',
  '/contacts/%5c..%5coauth',
  '/contacts/%',
  '/contacts/%zz',
  '/contacts/%e0%a4%a',
  '/contacts/#/x',
  '/contacts/\t',
  '/con\ttacts/x',
  '/contacts/\n',
  '/contacts/ HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /oauth/token',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' /contacts/x',
  '/contacts/x\u00a0',
  '/contacts/\u0000',
  '/contacts/\u007f',
  '/contacts/\ud800',
  `/contacts/${'x'.repeat(10_000)}`,
]

describe('the endpoint of makeApiCall', () => {
  it.each(hostileEndpoints.map((endpoint) => [endpoint.slice(0, 60), endpoint]))(
    '%j is refused with the reason, without a request',
    async (_, endpoint) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const message = await bot.fail('makeApiCall', { endpoint, method })
        expect(message).toMatch(/endpoint must be a path on GoHighLevel's API.*: (it|the) .*Nothing was sent/)
      }
      expect(world.asked()).toEqual([])
    }
  )

  it('that is empty is refused', async () => {
    expect(await bot.fail('makeApiCall', { endpoint: '', method: 'GET' })).toContain('endpoint is required')
    expect(world.asked()).toEqual([])
  })

  it.each([
    '/contacts/a%20b',
    '/contacts/%C3%A9',
    '/contacts/a;b=c',
    '/contacts/...',
    '/contacts/x@evil.example',
    '/contacts/oauth',
    '/oauthish/x',
    '/contacts/%0d%0aX-Evil',
    '/contacts/%00',
  ])('%s goes to GoHighLevel as it is', async (endpoint) => {
    await bot.act('makeApiCall', { endpoint, method: 'GET' })
    expect(world.asked()).toEqual([`GET ${endpoint}`])
  })

  it('may have a query, which is no way out either', async () => {
    await bot.act('makeApiCall', {
      endpoint: '/contacts/x?next=//evil.example/../oauth',
      method: 'GET',
      params: { to: 'https://evil.example/' },
    })
    expect(world.asked()).toEqual(['GET /contacts/x'])
    expect(world.ghl.requests.at(-1)?.query).toEqual({ next: '//evil.example/../oauth', to: 'https://evil.example/' })
  })
})

describe('other inputs', () => {
  it('cannot add headers by the version', async () => {
    for (const version of ['x\r\nX-Evil: 1', 'a b', '2021-07-28\n', 'é']) {
      const message = await bot.fail('makeApiCall', { endpoint: '/contacts/x', method: 'GET', version })
      expect(message).toContain('version')
    }
    expect(world.asked()).toEqual([])
  })

  it('cannot choose a method that is none', async () => {
    for (const method of ['TRACE', 'CONNECT', 'get', 'GET /x HTTP/1.1\r\n']) {
      expect(await bot.fail('makeApiCall', { endpoint: '/contacts/x', method })).toContain('method must be one of')
    }
    expect(world.asked()).toEqual([])
  })

  it('cannot change what objects are', async () => {
    const input: Data = JSON.parse(`{"contactId":"${seedIds.contact}","__proto__":{"polluted":"fake-yes"}}`)
    await bot.act('getContact', input)
    const data: Data = JSON.parse(
      '{"__proto__":{"polluted":"fake-yes"},"constructor":{"prototype":{"polluted":"fake"}}}'
    )
    await bot.act('makeApiCall', { endpoint: '/contacts/x', method: 'POST', data })
    const answer = await bot.succeed('getContact', { contactId: seedIds.contact })
    expect(answer).not.toHaveProperty('polluted')
  })
})
