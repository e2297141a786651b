import { describe, expect, it } from 'vitest'
import { refusalOf } from '../support/actions'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { describeWire, type Wire } from '../support/wire'

useFakeNetwork()
watchForLeaks()

const traceId = 'trace-1'
const query = { locationId: 'location-1' }
const path = '/locations/location-1'
const location = {
  id: 'location-1',
  name: 'Example Dental',
  timezone: 'America/Chicago',
  address: '1 Example Street',
  settings: { allowDuplicateContact: false },
  business: { name: 'Example Ltd' },
}
const field = { id: 'field000000000000001', name: 'Size', fieldKey: 'contact.size', dataType: 'TEXT', model: 'contact' }
const value = { id: 'value000000000000001', name: 'Hours', fieldKey: '{{ custom_values.hours }}', value: '9-5' }
const user = { id: 'user0000000000000001', name: 'Uma User', email: 'uma@example.com', roles: { role: 'admin' } }
const named = { id: 'named000000000000001', name: 'Any', status: 'published' }
const form = { id: 'form0000000000000001', name: 'Contact us', locationId: 'location-1' }
const submission = {
  id: 'submission0000000001',
  contactId: 'contact0000000000001',
  formId: form.id,
  name: 'Ada',
  email: 'ada@example.com',
  createdAt: '2026-07-01T08:00:00.000Z',
  others: { field000000000000001: 'm' },
}

describeWire([
  { action: 'getLocation', input: {}, sent: { method: 'GET', path }, reply: { location, traceId }, data: location },
  ...[undefined, 'contact', 'opportunity', 'all'].map((model): Wire => ({
    action: 'listCustomFields',
    title: `of ${model ?? 'all kinds'}`,
    input: { model },
    sent: { method: 'GET', path: `${path}/customFields`, ...(model && { query: { model } }) },
    reply: { customFields: [field], traceId },
    data: { customFields: [field], total: 1 },
  })),
  {
    action: 'listCustomValues',
    input: {},
    sent: { method: 'GET', path: `${path}/customValues` },
    reply: { customValues: [value], traceId },
    data: { customValues: [value], total: 1 },
  },
  {
    action: 'listTags',
    input: {},
    sent: { method: 'GET', path: `${path}/tags` },
    reply: { tags: [named], traceId },
    data: { tags: [named], total: 1 },
  },
  {
    action: 'listUsers',
    input: {},
    sent: { method: 'GET', path: '/users/', query },
    reply: { users: [user], traceId },
    data: { users: [user], total: 1 },
  },
  {
    action: 'listWorkflows',
    input: {},
    sent: { method: 'GET', path: '/workflows/', query },
    reply: { workflows: [named], traceId },
    data: { workflows: [named], total: 1 },
  },
  ...[undefined, 'published'].map((status): Wire => ({
    action: 'listCampaigns',
    title: `with status ${status ?? 'of any kind'}`,
    input: { status },
    sent: { method: 'GET', path: '/campaigns/', query: { ...query, ...(status && { status }) } },
    reply: { campaigns: [named], traceId },
    data: { campaigns: [named], total: 1 },
  })),
  {
    action: 'listForms',
    input: {},
    sent: { method: 'GET', path: '/forms/', query: { ...query, limit: '10', skip: '0' } },
    reply: { forms: [form], total: 1, traceId },
    data: { forms: [form], total: 1 },
  },
  {
    action: 'listFormSubmissions',
    input: {},
    sent: { method: 'GET', path: '/forms/submissions', query: { ...query, limit: '20', page: '1' } },
    reply: { submissions: [submission], meta: { total: 1, currentPage: 1, nextPage: null }, traceId },
    data: { submissions: [submission], total: 1 },
  },
  {
    action: 'listFormSubmissions',
    title: 'with every filter',
    input: { formId: form.id, query: 'ada', startAt: '2026-07-01', endAt: '2026-07-31', limit: 50 },
    sent: {
      method: 'GET',
      path: '/forms/submissions',
      query: {
        ...query,
        formId: form.id,
        q: 'ada',
        startAt: '2026-07-01',
        endAt: '2026-07-31',
        limit: '50',
        page: '1',
      },
    },
    reply: { submissions: [], meta: { total: 0 } },
    data: { submissions: [], total: 0 },
  },
  {
    action: 'listLostReasons',
    input: {},
    sent: {
      method: 'GET',
      path: '/opportunities/lost-reason',
      query: { ...query, limit: '100', skip: '0', getCount: 'true' },
    },
    reply: { lostReasons: [named], total: 1, traceId },
    data: { lostReasons: [named], total: 1 },
  },
])

describe('the lists of a location', () => {
  it.each([
    ['listCustomFields', { model: 'company' }, 'model must be one of contact,'],
    ['listFormSubmissions', { startAt: '1.7.2026' }, 'startAt'],
    ['getLocation', { locationId: 'location-2' }, 'there is no field locationId'],
  ])('as %s refuse %j before anything is sent', async (name, input, says) => {
    expect(await refusalOf(name, input)).toContain(says)
  })
})
