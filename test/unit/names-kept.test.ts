import { afterEach, describe, expect, it, vi } from 'vitest'
import { connected } from './support/actions'
import { CALENDARS, FIELDS, firstOf, ids, lists, PIPELINES, USERS } from './support/lookups'
import { useFakeNetwork } from './support/network'
import { answerBy, byRoute, faultOf, linesOf, onlyOf, refusedWith, run, type Answerer } from './support/routes'
import { watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()
afterEach(() => void vi.useRealTimers())

const object = { id: 'object00000000000001', name: 'Any' }
const objects: Answerer = () => ({ body: { ...object, contact: object, opportunity: object, calendar: object } })
const everything = () => firstOf(lists(), objects)

const contactId = ids.contact
const opportunityId = ids.deal

const at = (minutes: number) => vi.setSystemTime(Date.UTC(2026, 6, 1) + minutes * 60_000)

const start = () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  at(0)
  return connected()
}

describe('a list of names', () => {
  it('is kept for five minutes', async () => {
    const kept = start()
    const asked = answerBy(everything())
    const looks: number[] = []
    for (const minutes of [0, 4.9, 5.1, 9.9]) {
      at(minutes)
      await run('getCalendar', { calendarId: 'Consultation' }, kept)
      looks.push(linesOf(asked).filter((line) => line === CALENDARS).length)
    }
    expect(looks).toEqual([1, 1, 2, 2])
  })

  it('is read again once before a name is called unknown, and the new name is found', async () => {
    const kept = start()
    answerBy(everything())
    await run('getCalendar', { calendarId: 'Consultation' }, kept)
    at(1)
    const grown = { body: { calendars: [{ id: 'calendar000000000003', name: 'New one' }] } }
    const asked = answerBy(firstOf(byRoute({ [CALENDARS]: grown }), objects))
    await run('getCalendar', { calendarId: 'New one' }, kept)
    expect(linesOf(asked)).toEqual([CALENDARS, 'GET /calendars/calendar000000000003'])
    at(2)
    const before = asked.length
    await refusedWith('UNKNOWN_NAME', 'getCalendar', { calendarId: 'Never' }, kept)
    expect(linesOf(asked).slice(before)).toEqual([CALENDARS])
  })

  it('is one for pipelines and their stages', async () => {
    const asked = answerBy(everything())
    await run('updateOpportunity', { opportunityId, pipelineId: 'Sales', pipelineStageId: 'New' }, connected())
    expect(linesOf(asked).filter((line) => line === PIPELINES)).toHaveLength(1)
  })

  it('is never shared by two installations, be their location the same', async () => {
    const asked = answerBy(everything())
    const other = connected()
    await run('getCalendar', { calendarId: 'Consultation' }, connected())
    await run('getCalendar', { calendarId: 'Consultation' }, other)
    expect(linesOf(asked).filter((line) => line === CALENDARS)).toHaveLength(2)
  })

  it('is read once by actions that run at the same time', async () => {
    const shared = connected()
    const asked = answerBy(everything())
    await Promise.all([1, 2, 3].map(() => run('getCalendar', { calendarId: 'Consultation' }, shared)))
    expect(linesOf(asked).filter((line) => line === CALENDARS)).toHaveLength(1)
  })

  it('is not kept when it could not be read', async () => {
    const shared = connected()
    answerBy(byRoute({ [CALENDARS]: { status: 400, body: { message: 'No' } } }))
    expect(await run('getCalendar', { calendarId: 'Consultation' }, shared)).toMatchObject({ success: false })
    answerBy(everything())
    expect(await run('getCalendar', { calendarId: 'Consultation' }, shared)).toMatchObject({ success: true })
  })

  it('that may not be read leaves the name as it is, for GoHighLevel to judge', async () => {
    const refused = { status: 401, body: { statusCode: 401, message: 'The token is not authorized for this scope.' } }
    const asked = answerBy(firstOf(byRoute({ [USERS]: refused }), objects))
    await run('updateContact', { contactId, assignedTo: 'OldIdWithoutDigits' })
    expect(linesOf(asked)).toEqual([USERS, `PUT /contacts/${ids.contact}`])
    expect(asked[1]?.body).toEqual({ assignedTo: 'OldIdWithoutDigits' })
  })
})

describe('a custom field', () => {
  const field_value = 'blue'

  it.each([
    [{ name: 'Favourite colour' }],
    [{ name: ' favourite  COLOUR ' }],
    [{ key: 'contact.favourite_colour' }],
    [{ key: 'favourite_colour' }],
    [{ id: 'favourite_colour' }],
    [{ name: 'contact.favourite_colour' }],
  ])('of a contact may be given as %j', async (field) => {
    const asked = answerBy(everything())
    await run('updateContact', { contactId, customFields: [{ ...field, field_value }] })
    expect(linesOf(asked)).toEqual([FIELDS, `PUT /contacts/${contactId}`])
    expect(asked[0]?.query).toEqual({ model: 'contact' })
    expect(asked[1]?.body).toEqual({ customFields: [{ id: ids.colour, field_value }] })
  })

  it.each(['createContact', 'upsertContact'])('may be given by name to %s, beside others by id', async (name) => {
    const asked = answerBy(everything())
    const customFields = [
      { name: 'Size', field_value: ['s', 'm'] },
      { id: 'field000000000000009', field_value: 3 },
      { key: 'favourite_colour', field_value: true },
    ]
    await run(name, { firstName: 'Ada', customFields })
    expect(asked).toHaveLength(2)
    expect(asked[1]?.body).toEqual({
      locationId: 'location-1',
      firstName: 'Ada',
      customFields: [
        { id: ids.size, field_value: ['s', 'm'] },
        { id: 'field000000000000009', field_value: 3 },
        { id: ids.colour, field_value: true },
      ],
    })
  })

  it.each<[string, object, string]>([
    ['updateOpportunity', { opportunityId }, `PUT /opportunities/${opportunityId}`],
    ['createOpportunity', { pipelineId: ids.sales, contactId, name: 'Deal', status: 'open' }, 'POST /opportunities/'],
  ])('of an opportunity may be given by name to %s', async (name, input, line) => {
    const asked = answerBy(everything())
    await run(name, { ...input, customFields: [{ name: 'tier', field_value: 'gold' }] })
    expect(onlyOf(asked, FIELDS).query).toEqual({ model: 'opportunity' })
    expect(onlyOf(asked, line).body).toHaveProperty('customFields', [{ id: ids.tier, field_value: 'gold' }])
  })

  it('that is not there is refused with the nearest first, and nothing is written', async () => {
    const asked = answerBy(everything())
    const customFields = [
      { id: ids.colour, field_value },
      { name: 'Sise', field_value },
    ]
    const message = await refusedWith('UNKNOWN_NAME', 'createContact', { firstName: 'Ada', customFields })
    expect(message).toContain(
      `customFields[1]: there is no custom field "Sise". There are: Size (${ids.size}), Favourite colour (${ids.colour}).`
    )
    expect(linesOf(asked)).toEqual([FIELDS])
  })

  it('that two fields go by is refused', async () => {
    const customFields = [1, 2].map((index) => ({ id: `field00000000000009${index}`, name: 'Size' }))
    answerBy(byRoute({ [FIELDS]: { body: { customFields } } }))
    const message = await refusedWith('AMBIGUOUS_NAME', 'updateContact', {
      contactId,
      customFields: [{ name: 'size', field_value }],
    })
    expect(message).toContain('customFields[0]: there are several: Size (field000000000000091), Size (field00000000000')
  })

  it('that is not named at all is refused before anything is sent', async () => {
    const asked = answerBy(everything())
    const message = await faultOf('updateContact', { contactId, customFields: [{ field_value }] })
    expect(message).toContain('customFields[0] needs id, key or name.')
    expect(asked).toEqual([])
  })

  it('that cannot be looked up for want of a scope is not written blindly, since GoHighLevel would ignore it', async () => {
    const refused = { status: 401, body: { statusCode: 401, message: 'The token is not authorized for this scope.' } }
    const asked = answerBy(firstOf(byRoute({ [FIELDS]: refused }), objects))
    const outcome = await run('updateContact', { contactId, customFields: [{ name: 'Size', field_value }] })
    expect(outcome).toMatchObject({ success: false, error: { code: 'MISSING_SCOPE' } })
    expect(linesOf(asked)).toEqual([FIELDS])
  })
})

describe('what is read', () => {
  const contact = {
    id: contactId,
    customFields: [
      { id: ids.colour, value: 'blue' },
      { id: 'gone', value: 1 },
    ],
  }
  const contacts: Answerer = ({ path }) =>
    path === '/contacts/search' ? { body: { contacts: [contact], total: 1 } } : { body: { contact } }

  it('carries no names of custom fields before their list is at hand, and asks for none', async () => {
    const asked = answerBy(firstOf(lists(), contacts))
    const { data } = await run('getContact', { contactId })
    expect(data).toEqual(contact)
    expect(asked).toHaveLength(1)
  })

  it('carries name and key of custom fields once their list is at hand, without a request', async () => {
    const shared = connected()
    const asked = answerBy(firstOf(lists(), contacts))
    await run('updateContact', { contactId, customFields: [{ name: 'Size', field_value: 'm' }] }, shared)
    const before = asked.length
    const shown = {
      id: contactId,
      customFields: [
        { id: ids.colour, value: 'blue', name: 'Favourite colour', key: 'contact.favourite_colour' },
        { id: 'gone', value: 1 },
      ],
    }
    expect(await run('getContact', { contactId }, shared)).toMatchObject({ data: shown })
    expect(await run('searchContacts', {}, shared)).toMatchObject({ data: { contacts: [shown] } })
    expect(linesOf(asked).slice(before)).toEqual([`GET /contacts/${contactId}`, 'POST /contacts/search'])
  })

  it('carries them for opportunities too, out of a list of their own', async () => {
    const shared = connected()
    const deal = { id: opportunityId, customFields: [{ id: ids.tier, fieldValue: 'gold' }] }
    answerBy(firstOf(lists(), () => ({ body: { opportunity: deal } })))
    const customFields = [{ name: 'Tier', field_value: 'gold' }]
    await run('updateOpportunity', { opportunityId, customFields }, shared)
    const { data } = await run('getOpportunity', { opportunityId }, shared)
    expect(data).toHaveProperty('customFields', [
      { id: ids.tier, fieldValue: 'gold', name: 'Tier', key: 'opportunity.tier' },
    ])
  })
})
