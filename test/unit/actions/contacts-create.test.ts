import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { contact, everyContactField, shownContact } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { privateText, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const traceId = 'trace-1'
const answered = { body: { contact: contact(), traceId } }
const duplicate = {
  status: 400,
  body: {
    statusCode: 400,
    message: 'This location does not allow duplicated contacts.',
    meta: { contactId: 'contact-7', contactName: 'Ada Example', matchingField: 'phone' },
    traceId,
  },
}

describe('createContact', () => {
  it('posts the fields with the connected location and answers the contact itself', async () => {
    const { outcome, sent, versions } = await call('createContact', { firstName: 'Ada', tags: ['lead'] }, answered)
    expect(sent).toEqual([
      { method: 'POST', path: '/contacts/', body: { locationId: 'location-1', firstName: 'Ada', tags: ['lead'] } },
    ])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Contact created', data: shownContact })
  })

  it('sends every field that the API takes, exactly as given', async () => {
    const input = { ...everyContactField, gender: 'female' }
    const { outcome, sent } = await call('createContact', input, { status: 201, ...answered })
    expect(sent).toEqual([{ method: 'POST', path: '/contacts/', body: { locationId: 'location-1', ...input } }])
    expect(outcome.success).toBe(true)
  })

  it('sends custom fields by id, also those that are given by key', async () => {
    const fields = [{ id: 'fakeField00000000003', name: 'Age', fieldKey: 'contact.age' }]
    const customFields = [
      { key: 'contact.age', field_value: 36 },
      { id: 'fakeField00000000001', field_value: 'blue' },
    ]
    const { sent } = await call(
      'createContact',
      { name: 'Ada', customFields },
      { body: { customFields: fields } },
      answered
    )
    expect(sent).toEqual([
      { method: 'GET', path: '/locations/location-1/customFields', query: { model: 'contact' } },
      {
        method: 'POST',
        path: '/contacts/',
        body: {
          locationId: 'location-1',
          name: 'Ada',
          customFields: [
            { id: 'fakeField00000000003', field_value: 36 },
            { id: 'fakeField00000000001', field_value: 'blue' },
          ],
        },
      },
    ])
  })

  it('works in the location that is given', async () => {
    const { sent } = await call('createContact', { name: 'Ada', locationId: 'location-2' }, answered)
    expect(sent).toMatchObject([{ body: { locationId: 'location-2', name: 'Ada' } }])
  })

  it.each(['', '   ', null])('takes a locationId of %j for none', async (locationId) => {
    const { sent } = await call('createContact', { name: 'Ada', locationId }, answered)
    expect(sent).toEqual([{ method: 'POST', path: '/contacts/', body: { locationId: 'location-1', name: 'Ada' } }])
  })

  it('leaves out what Studio sends empty and agents send as null', async () => {
    const input = { name: 'Ada', email: '', phone: null, dateOfBirth: '', tags: undefined, dnd: false, city: '' }
    const { sent } = await call('createContact', input, answered)
    expect(sent).toMatchObject([{ body: { locationId: 'location-1', name: 'Ada', dnd: false } }])
    expect(Object.keys(Object(sent[0]?.body)).sort()).toEqual(['dnd', 'locationId', 'name'])
  })

  it('names the contact that stands in the way of a duplicate', async () => {
    const { outcome, sent } = await call('createContact', { phone: '+15550100123' }, duplicate)
    expect(outcome).toEqual({
      success: false,
      message: expect.stringMatching(/Upsert Contact.*"This location does not allow duplicated contacts\."$/),
      error: { status: 400, code: 'CONTACT_DUPLICATE', traceId, retryable: false, existingId: 'contact-7' },
    })
    expect(sent).toHaveLength(1)
  })

  it('sends a POST only once when GoHighLevel fails, because it may have worked', async () => {
    const { outcome, sent } = await call('createContact', { name: 'Ada' }, { status: 502, body: 'Bad Gateway' })
    expect(outcome).toMatchObject({ success: false, error: { status: 502, code: 'UNAVAILABLE', retryable: true } })
    expect(sent).toHaveLength(1)
  })

  it.each([
    [{ name: 5 }, 'createContact: name must be of type string, not number.'],
    [{ name: 'Ada', tags: 'lead' }, 'tags must be of type array, not string.'],
    [{ name: 'Ada', nick: 'A' }, 'there is no field nick. This action takes: firstName, lastName,'],
    [{ name: 'Ada', dateOfBirth: '31.12.1990' }, 'dateOfBirth: '],
    [{ name: 'Ada', dndSettings: { SMS: { status: 'on' } } }, 'dndSettings.SMS.status must be one of active, inactive'],
    [{ name: 'Ada', customFields: [{ id: 'fakeField00000000001' }] }, 'customFields[0].field_value'],
  ])('refuses %j before anything is sent, naming the field', async (input, says) => {
    const message = await refusalOf('createContact', input)
    expect(message).toContain(says)
    expect(message).toMatch(/Nothing was sent to GoHighLevel\.$/)
  })

  it('repeats no input in its refusals', async () => {
    const email = privateText('email')
    expect(await refusalOf('createContact', { tags: email, dateOfBirth: email })).not.toContain(email)
  })

  it('logs neither input nor answer, only the name and how long it took', async () => {
    const email = privateText('email')
    const { outcome, installation } = await call('createContact', { email, source: privateText('source') }, answered)
    expect(outcome.success).toBe(true)
    expect(installation.lines).toEqual([expect.stringMatching(/^debug createContact: done in \d+ ms$/)])
  })
})

describe('upsertContact', () => {
  it.each([
    [true, true],
    [false, false],
    [undefined, false],
  ])('tells by data.isNew whether the contact is new (GoHighLevel says %j)', async (isNew, expected) => {
    const reply = { body: { new: isNew, contact: contact(), succeded: true, traceId } }
    const { outcome, sent, versions } = await call('upsertContact', { email: 'ada@example.com' }, reply)
    expect(sent).toEqual([
      { method: 'POST', path: '/contacts/upsert', body: { locationId: 'location-1', email: 'ada@example.com' } },
    ])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Contact saved', data: { ...shownContact, isNew: expected } })
  })

  it('sends every field that the API takes', async () => {
    const input = { ...everyContactField, gender: 'female', createNewIfDuplicateAllowed: true }
    const { sent } = await call('upsertContact', input, answered)
    expect(sent).toEqual([{ method: 'POST', path: '/contacts/upsert', body: { locationId: 'location-1', ...input } }])
  })

  it('tries again when GoHighLevel fails, since it finds the contact the second time', async () => {
    const { outcome, sent } = await call('upsertContact', { name: 'Ada' }, { status: 503, body: '' }, answered)
    expect(outcome.success).toBe(true)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])
  })

  it('does not try again where that could create a second contact', async () => {
    const input = { name: 'Ada', createNewIfDuplicateAllowed: true }
    const { outcome, sent } = await call('upsertContact', input, { status: 503, body: '' }, answered)
    expect(outcome).toMatchObject({ success: false, error: { status: 503 } })
    expect(sent).toHaveLength(1)
  })
})
