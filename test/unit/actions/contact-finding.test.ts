import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, linesOf, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import { DUPLICATE } from '../support/slots'

useFakeNetwork()
watchForLeaks()

const people = (byEmail: object | null, byPhone: object | null) =>
  byRoute({
    [DUPLICATE]: ({ query }) => ({ body: { contact: query.email === undefined ? byPhone : byEmail } }),
  })

const none = { body: { contacts: [], total: 0, traceId: 'trace-1' } }
const base = { locationId: 'location-1', pageLimit: 20, page: 1 }
const [early, late] = ['2026-07-01T00:00:00Z', '2026-07-31T23:59:59+02:00']

describe('searchContacts', () => {
  it.each<[string, object, object]>([
    ['nothing', {}, {}],
    ['text', { query: 'ada' }, { query: 'ada' }],
    [
      'an e-mail',
      { email: 'ada@example.com' },
      { filters: [{ field: 'email', operator: 'eq', value: 'ada@example.com' }] },
    ],
    [
      'a phone number, as people write it',
      { phone: '+1 (555) 010-0123' },
      { filters: [{ field: 'phone', operator: 'eq', value: '+15550100123' }] },
    ],
    [
      'tags, which are kept in lower case and must all be there',
      { tags: ['VIP', 'Lead'] },
      {
        filters: [
          { field: 'tags', operator: 'eq', value: 'vip' },
          { field: 'tags', operator: 'eq', value: 'lead' },
        ],
      },
    ],
    ['no tags', { tags: [] }, {}],
    ['a user', { assignedTo: ids.uma }, { filters: [{ field: 'assignedTo', operator: 'eq', value: ids.uma }] }],
    [
      'both ends of a span',
      { addedAfter: early, addedBefore: late },
      { filters: [{ field: 'dateAdded', operator: 'range', value: { gt: early, lt: late } }] },
    ],
    [
      'one end of a span',
      { updatedAfter: early },
      { filters: [{ field: 'dateUpdated', operator: 'range', value: { gt: early } }] },
    ],
    [
      'the other end of a span',
      { updatedBefore: late },
      { filters: [{ field: 'dateUpdated', operator: 'range', value: { lt: late } }] },
    ],
    [
      'any other field, beside the others',
      { email: 'a@b.c', filters: [{ field: 'dnd', operator: 'exists' }] },
      {
        filters: [
          { field: 'email', operator: 'eq', value: 'a@b.c' },
          { field: 'dnd', operator: 'exists' },
        ],
      },
    ],
    ['an order', { sortBy: 'dateAdded' }, { sort: [{ field: 'dateAdded', direction: 'desc' }] }],
    [
      'an order the other way round',
      { sortBy: 'firstNameLowerCase', sortDirection: 'asc' },
      { sort: [{ field: 'firstNameLowerCase', direction: 'asc' }] },
    ],
    ['another location', { locationId: 'location-2' }, { locationId: 'location-2' }],
  ])('asks for %s in the grammar of GoHighLevel', async (_title, input, body) => {
    const { sent, versions } = await call('searchContacts', input, none)
    expect(sent).toEqual([{ method: 'POST', path: '/contacts/search', body: { ...base, ...body } }])
    expect(versions).toEqual(['2021-07-28'])
  })

  it('gives the contacts the same names of fields as getContact', async () => {
    const found = {
      id: ids.contact,
      contactName: 'ada example',
      address: '1 Example Street',
      dateOfBirth: Date.UTC(1990, 11, 31),
      email: null,
      tags: ['vip'],
      searchAfter: [1784498400000, ids.contact],
    }
    const { outcome } = await call('searchContacts', {}, { body: { contacts: [found], total: 1, traceId: 'trace-1' } })
    expect(outcome).toEqual({
      success: true,
      message: 'Contacts searched',
      data: {
        contacts: [
          {
            id: ids.contact,
            contactName: 'ada example',
            address1: '1 Example Street',
            dateOfBirth: '1990-12-31',
            tags: ['vip'],
          },
        ],
        total: 1,
      },
    })
  })

  it('keeps a birthday before 1970, and one that is text already', async () => {
    const contacts = [{ dateOfBirth: Date.UTC(1950, 0, 2) }, { dateOfBirth: '1990-12-31' }, { dateOfBirth: null }]
    const { outcome } = await call('searchContacts', {}, { body: { contacts, total: 3 } })
    expect(outcome.data).toMatchObject({
      contacts: [{ dateOfBirth: '1950-01-02' }, { dateOfBirth: '1990-12-31' }, {}],
    })
  })

  it('stays an answer when a birthday is no date', async () => {
    const contacts = [{ id: ids.contact, dateOfBirth: 1e20 }]
    const { outcome } = await call('searchContacts', {}, { body: { contacts, total: 1 } })
    expect(outcome).toMatchObject({ success: true, data: { contacts: [{ id: ids.contact }] } })
  })

  it('goes on with what the last contact says, never with a page as well', async () => {
    const contacts = ['a', 'b'].map((id) => ({ id, searchAfter: [1784498400000, id] }))
    const first = await call('searchContacts', { limit: 2 }, { body: { contacts, total: 3 } })
    const cursor: unknown = Object(first.outcome.data).nextCursor
    const { sent } = await call('searchContacts', { limit: 2, cursor }, none)
    expect(sent[0]?.body).toEqual({ locationId: 'location-1', pageLimit: 2, searchAfter: [1784498400000, 'b'] })
  })

  it.each([
    [{ query: 'x'.repeat(76) }, 'query'],
    [{ addedAfter: '2026-07-01' }, 'addedAfter must be a date and time'],
    [{ updatedBefore: 'today' }, 'updatedBefore must be a date and time'],
    [{ filters: [{ field: 'city', operator: 'is' }] }, 'filters[0].operator must be one of eq,'],
    [{ sortBy: 'phone' }, 'sortBy must be one of'],
    [{ tags: 'vip' }, 'tags must be of type array'],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('searchContacts', input)).toContain(says)
  })

  it('passes on that a field is not known', async () => {
    const refused = {
      status: 400,
      body: { message: 'Invalid field contact_name', error: 'Bad Request', statusCode: 400 },
    }
    const filters = [{ field: 'contact_name', operator: 'eq', value: 'x' }]
    const { outcome } = await call('searchContacts', { filters }, refused)
    expect(outcome).toMatchObject({ success: false, error: { status: 400, code: 'INVALID' } })
    expect(outcome.message).toContain('Invalid field contact_name')
  })
})

describe('findContact', () => {
  const email = 'ada@example.com'
  const phone = '+1 555-010-0123'
  const ada = { id: 'contact0000000000001', email }
  const bea = { id: 'contact0000000000002', phone: '+15550100123' }

  it.each<[string, object | null, object | null, object]>([
    [
      'one that has both',
      ada,
      ada,
      { found: true, conflict: false, contact: ada, emailContactId: ada.id, phoneContactId: ada.id },
    ],
    ['one that has the e-mail', ada, null, { found: true, conflict: false, contact: ada, emailContactId: ada.id }],
    ['one that has the phone', null, bea, { found: true, conflict: false, contact: bea, phoneContactId: bea.id }],
    [
      'two, of which each has one',
      ada,
      bea,
      { found: true, conflict: true, contact: ada, emailContactId: ada.id, phoneContactId: bea.id },
    ],
    ['none', null, null, { found: false, conflict: false }],
  ])('finds %s', async (_title, byEmail, byPhone, data) => {
    const asked = answerBy(people(byEmail, byPhone))
    expect(await run('findContact', { email, phone })).toEqual({ success: true, message: 'Contact looked for', data })
    expect(linesOf(asked)).toEqual([DUPLICATE, DUPLICATE])
    expect(asked.map(({ query }) => query)).toEqual(
      expect.arrayContaining([
        { locationId: 'location-1', email },
        { locationId: 'location-1', number: '+15550100123' },
      ])
    )
    expect(asked.map(({ version }) => version)).toEqual(['2021-07-28', '2021-07-28'])
  })

  it.each([
    [{ email }, { locationId: 'location-1', email }],
    [{ phone }, { locationId: 'location-1', number: '+15550100123' }],
  ])('asks once for %j', async (input, query) => {
    const asked = answerBy(people(ada, ada))
    await run('findContact', input)
    expect(asked).toMatchObject([{ query }])
  })

  it('refuses nothing to look for', async () => {
    expect(await refusalOf('findContact', { email: '', phone: null })).toContain('Give email or phone')
  })

  it('passes on a refusal', async () => {
    answerBy(
      byRoute({ [DUPLICATE]: { status: 403, body: { message: 'The token does not have access to this location.' } } })
    )
    expect(await run('findContact', { email })).toMatchObject({ success: false, error: { code: 'WRONG_LOCATION' } })
  })
})
