import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { contact, everyContactField, shownContact } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const traceId = 'trace-1'
const answered = { body: { contact: contact(), traceId } }

describe('getContact', () => {
  it('reads the contact, with the keys of custom fields under one name', async () => {
    const { outcome, sent, versions } = await call('getContact', { contactId: ' contact-1 ' }, answered)
    expect(sent).toEqual([{ method: 'GET', path: '/contacts/contact-1' }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Contact found', data: shownContact })
  })

  it('reads a bare contact too', async () => {
    const { outcome } = await call('getContact', { contactId: 'contact-1' }, { body: { ...contact(), traceId } })
    expect(outcome).toEqual({ success: true, message: 'Contact found', data: shownContact })
  })

  it('leaves out what GoHighLevel sends as null and keeps fields it does not know', async () => {
    const body = { contact: { id: 'contact-1', email: null, tags: null, customFields: null, novelty: { a: 1 } } }
    const { outcome } = await call('getContact', { contactId: 'contact-1' }, { body })
    expect(outcome.data).toEqual({ id: 'contact-1', novelty: { a: 1 } })
  })

  it('encodes the id, so that it stays one segment of the path', async () => {
    const { sent } = await call('getContact', { contactId: '../a/b?c=ü' }, answered)
    expect(sent).toEqual([{ method: 'GET', path: '/contacts/..%2Fa%2Fb%3Fc%3D%C3%BC' }])
  })

  it.each(['..', '.', '', '  ', '\ud800', null, undefined, 7])('refuses the id %j', async (contactId) => {
    expect(await refusalOf('getContact', { contactId })).toMatch(/Nothing was sent/)
  })

  it('refuses an id of 10 kB', async () => {
    expect(await refusalOf('getContact', { contactId: 'x'.repeat(10_240) })).toMatch(/^getContact: contactId: /)
  })

  it('takes no success without a contact for one', async () => {
    const { outcome } = await call('getContact', { contactId: 'contact-1' }, { body: { traceId } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNEXPECTED_ANSWER' } })
  })
})

describe('updateContact', () => {
  it('puts the changes, and neither the id nor the location', async () => {
    const reply = { body: { succeded: true, succeeded: true, contact: contact(), traceId } }
    const { outcome, sent, versions } = await call(
      'updateContact',
      { contactId: 'contact-1', ...everyContactField },
      reply
    )
    expect(sent).toEqual([{ method: 'PUT', path: '/contacts/contact-1', body: everyContactField }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Contact updated', data: shownContact })
  })

  const clearable = {
    firstName: null,
    lastName: null,
    name: null,
    email: null,
    phone: null,
    address1: null,
    city: null,
    state: null,
    website: null,
    timezone: null,
    dateOfBirth: null,
    companyName: null,
    source: null,
    assignedTo: null,
  }

  it('empties with null each field that GoHighLevel can empty', async () => {
    const { sent } = await call('updateContact', { contactId: 'contact-1', ...clearable }, answered)
    expect(sent).toEqual([{ method: 'PUT', path: '/contacts/contact-1', body: clearable }])
  })

  it('leaves alone what is null and cannot be emptied, and what is empty', async () => {
    const input = { postalCode: null, country: null, tags: null, dnd: null, customFields: null, city: '' }
    const { sent } = await call('updateContact', { contactId: 'contact-1', ...input, state: 'IL' }, answered)
    expect(sent).toEqual([{ method: 'PUT', path: '/contacts/contact-1', body: { state: 'IL' } }])
  })

  it.each(['locationId', 'gender'])('takes no %s, which GoHighLevel rejects there', async (field) => {
    const message = await refusalOf('updateContact', { contactId: 'contact-1', [field]: 'x' })
    expect(message).toContain(`there is no field ${field}.`)
  })

  it.each(['succeeded', 'succeded', 'success'])('believes a 2xx that says %s: false', async (flag) => {
    const reply = { body: { [flag]: false, message: 'Nothing was changed', contact: contact() } }
    const { outcome } = await call('updateContact', { contactId: 'contact-1', city: 'Springfield' }, reply)
    expect(outcome).toEqual({
      success: false,
      message: expect.stringMatching(/"Nothing was changed"$/),
      error: { status: 400, code: 'INVALID', retryable: false },
    })
  })
})

describe('deleteContact', () => {
  it.each([
    { succeded: true, succeeded: true, traceId },
    { succeded: true },
    { succeeded: true },
    { success: true },
    '',
  ])('deletes, and takes %j for done', async (body) => {
    const { outcome, sent, versions } = await call('deleteContact', { contactId: 'contact-1' }, { body })
    expect(sent).toEqual([{ method: 'DELETE', path: '/contacts/contact-1' }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Contact deleted' })
  })

  it('takes a success flag of false for a failure', async () => {
    const { outcome } = await call('deleteContact', { contactId: 'contact-1' }, { body: { succeded: false, traceId } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'INVALID', traceId } })
  })

  it('says what GoHighLevel says of a contact that is gone', async () => {
    const gone = { status: 400, body: { error: 'Contact with id contact-1 not found', status: 400 } }
    const { outcome } = await call('deleteContact', { contactId: 'contact-1' }, gone)
    expect(outcome).toMatchObject({ success: false, error: { status: 400, code: 'NOT_FOUND' } })
  })
})

describe('getContactsByBusinessId', () => {
  const page = { body: { contacts: [contact(), { id: 'contact-2' }], count: 7, traceId } }

  it('lists a page of the contacts of the business in the connected location', async () => {
    const { outcome, sent, versions } = await call('getContactsByBusinessId', { businessId: 'business-1' }, page)
    expect(sent).toEqual([
      {
        method: 'GET',
        path: '/contacts/business/business-1',
        query: { locationId: 'location-1', limit: '25', skip: '0' },
      },
    ])
    expect(versions).toEqual(['2021-07-28'])
    const data = { contacts: [shownContact, { id: 'contact-2' }], count: 7 }
    expect(outcome).toMatchObject({ success: true, message: 'Contacts listed', data })
  })

  it('passes on search, page and location', async () => {
    const query = { query: 'Ada & Söhne', limit: 50, skip: 100, locationId: 'location-2' }
    const { sent } = await call('getContactsByBusinessId', { businessId: 'a/b', ...query }, page)
    expect(sent).toEqual([
      { method: 'GET', path: '/contacts/business/a%2Fb', query: { ...query, limit: '50', skip: '100' } },
    ])
  })

  it('asks for no larger page than the route takes', async () => {
    const { sent } = await call('getContactsByBusinessId', { businessId: 'business-1', limit: 500 }, page)
    expect(sent).toMatchObject([{ query: { limit: '100' } }])
  })

  it('sends a skip of 0', async () => {
    const { sent } = await call('getContactsByBusinessId', { businessId: 'business-1', skip: 0 }, page)
    expect(sent).toMatchObject([{ query: { skip: '0' } }])
  })

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 2.5 }, 'limit'],
    [{ skip: -1 }, 'skip'],
    [{ limit: '20' }, 'limit must be of type number, not string'],
  ])('refuses a page of %j', async (input, says) => {
    expect(await refusalOf('getContactsByBusinessId', { businessId: 'business-1', ...input })).toContain(says)
  })

  it('answers an empty list as such', async () => {
    const empty = await call(
      'getContactsByBusinessId',
      { businessId: 'business-1' },
      { body: { contacts: [], count: 0 } }
    )
    expect(empty.outcome.data).toMatchObject({ contacts: [], count: 0 })
  })

  it('takes an answer without a list for a failure', async () => {
    const { outcome } = await call('getContactsByBusinessId', { businessId: 'business-1' }, { body: { count: 0 } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNEXPECTED_ANSWER' } })
  })
})
