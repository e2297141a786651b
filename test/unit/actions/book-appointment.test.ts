import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, faultOf, linesOf, onlyOf, refusedWith, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import {
  BOOK,
  bookable,
  CALENDAR,
  CREATE_CONTACT,
  DUPLICATE,
  LOCATION,
  SLOTS,
  slotsAnswer,
  TAKEN,
} from '../support/slots'

useFakeNetwork()
watchForLeaks()
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.parse('2026-07-19T08:00:00Z'))
})
afterEach(() => void vi.useRealTimers())

const startTime = '2026-07-20T10:00:00+02:00'
const calendarId = ids.consultation
const email = 'ada@example.com'
const phone = '+1 (555) 010-0123'
const ada = { id: 'contact0000000000001' }
const bea = { id: 'contact0000000000002' }
const slots = [startTime]
const person = { calendarId, startTime, email, name: 'Ada Example' }
const booking = { locationId: 'location-1', calendarId, startTime }

describe('bookAppointment', () => {
  it('books a free time for the contact that has the e-mail', async () => {
    const asked = answerBy(bookable({ slots, byEmail: ada }))
    const input = { ...person, title: 'Demo', description: 'A first look', address: 'Room 1' }
    const outcome = await run('bookAppointment', input)
    expect(linesOf(asked)).toEqual([LOCATION, CALENDAR, SLOTS, DUPLICATE, BOOK])
    expect(onlyOf(asked, DUPLICATE).query).toEqual({ locationId: 'location-1', email })
    expect(onlyOf(asked, BOOK)).toMatchObject({ version: '2021-04-15' })
    expect(onlyOf(asked, BOOK).body).toEqual({
      ...booking,
      title: 'Demo',
      description: 'A first look',
      address: 'Room 1',
      contactId: ada.id,
    })
    expect(outcome).toEqual({
      success: true,
      message: 'Appointment booked',
      data: {
        id: 'appointment000000001',
        calendarId,
        appointmentStatus: 'confirmed',
        startTime,
        endTime: '2026-07-20T10:30:00+02:00',
        isNewContact: false,
      },
    })
  })

  it('books for the contact that has the phone number, written in whatever way', async () => {
    const asked = answerBy(bookable({ slots, byPhone: ada }))
    await run('bookAppointment', { calendarId, startTime, phone })
    expect(onlyOf(asked, DUPLICATE).query).toEqual({ locationId: 'location-1', number: '+15550100123' })
    expect(onlyOf(asked, BOOK).body).toEqual({ ...booking, contactId: ada.id })
  })

  it('books for the contact that is given, without looking for one', async () => {
    const asked = answerBy(bookable({ slots }))
    await run('bookAppointment', { ...person, contactId: bea.id })
    expect(linesOf(asked)).toEqual([LOCATION, CALENDAR, SLOTS, BOOK])
    expect(onlyOf(asked, BOOK).body).toEqual({ ...booking, contactId: bea.id })
  })

  it('creates the contact that is new', async () => {
    const asked = answerBy(bookable({ slots }))
    const { data } = await run('bookAppointment', { ...person, phone })
    expect(onlyOf(asked, CREATE_CONTACT).body).toEqual({ locationId: 'location-1', email, phone, name: person.name })
    expect(onlyOf(asked, BOOK).body).toEqual({ ...booking, contactId: 'contact0000000000009' })
    expect(data).toMatchObject({ isNewContact: true })
  })

  it('books for the contact that somebody else has created in between', async () => {
    const message = 'This location does not allow duplicated contacts.'
    const duplicate = { status: 400, body: { statusCode: 400, message, meta: { contactId: bea.id } } }
    const asked = answerBy(bookable({ slots, others: { [CREATE_CONTACT]: duplicate } }))
    const { data } = await run('bookAppointment', person)
    expect(onlyOf(asked, BOOK).body).toEqual({ ...booking, contactId: bea.id })
    expect(data).toMatchObject({ isNewContact: false })
  })

  it('books nothing when the contact cannot be created', async () => {
    const refused = { status: 422, body: { message: ['email must be an email'] } }
    const asked = answerBy(bookable({ slots, others: { [CREATE_CONTACT]: refused } }))
    expect(await run('bookAppointment', person)).toMatchObject({ success: false, error: { code: 'INVALID' } })
    expect(linesOf(asked)).not.toContain(BOOK)
  })

  it('books nothing when e-mail and phone belong to different contacts, and names both', async () => {
    const asked = answerBy(bookable({ slots, byEmail: ada, byPhone: bea }))
    const message = await refusedWith('DIFFERENT_CONTACTS', 'bookAppointment', { ...person, phone })
    expect(message).toContain(`email and phone belong to different contacts (${ada.id} and ${bea.id})`)
    expect(linesOf(asked).filter((line) => line.startsWith('POST'))).toEqual([])
  })

  it.each([
    [{ email: '' }, 'Give contactId, email or phone'],
    [{ startTime: 'Monday at ten' }, 'startTime must be a date and time'],
    [{ timezone: 'Europe/Atlantis' }, 'timezone must be an IANA time zone'],
  ])('refuses %j, and writes nothing', async (changed, says) => {
    const asked = answerBy(bookable({ slots }))
    expect(await faultOf('bookAppointment', { ...person, ...changed })).toContain(says)
    expect(linesOf(asked).filter((line) => line.startsWith('POST'))).toEqual([])
  })

  it('sends the time without the spaces around it, as Create Appointment does', async () => {
    const asked = answerBy(bookable({ slots, byEmail: ada }))
    const { data } = await run('bookAppointment', { ...person, startTime: ` ${startTime} ` })
    expect(onlyOf(asked, BOOK).body).toMatchObject({ startTime })
    expect(data).toMatchObject({ startTime, endTime: '2026-07-20T10:30:00+02:00' })
  })

  it.each([
    ['2026-07-20T08:00:00Z', { slotDuration: 30 }, '2026-07-20T08:30:00Z'],
    ['2026-07-20T10:00:00+02:00', { slotDuration: 2, slotDurationUnit: 'hours' }, '2026-07-20T12:00:00+02:00'],
    ['2026-07-20T23:45:00-05:00', { slotDuration: 30 }, '2026-07-21T00:15:00-05:00'],
    ['2026-07-20T13:30:00+0530', { slotDuration: 45 }, '2026-07-20T14:15:00+05:30'],
    // The clock goes back in between; the offset stays that of the start.
    ['2026-10-25T02:30:00+02:00', { slotDuration: 60 }, '2026-10-25T03:30:00+02:00'],
    ['2026-07-20T08:00:00Z', { slotDuration: null }, undefined],
    ['2026-07-20T08:00:00Z', { slotDuration: 0 }, undefined],
  ])('ends what begins at %s in a calendar with %j at %s', async (start, calendar, endTime) => {
    answerBy(bookable({ slots: [start], calendar, byEmail: ada }))
    const { data } = await run('bookAppointment', { ...person, startTime: start })
    expect(data).toMatchObject({ startTime: start })
    expect(Object(data).endTime).toBe(endTime)
  })
})

describe('bookAppointment of a time that is not free', () => {
  const near = [
    '2026-07-19T15:00:00+02:00',
    '2026-07-20T09:00:00+02:00',
    '2026-07-20T09:30:00+02:00',
    '2026-07-20T10:30:00+02:00',
    '2026-07-20T11:00:00+02:00',
    '2026-07-20T15:00:00+02:00',
    '2026-07-21T10:00:00+02:00',
  ]

  it('answers with the nearest free ones in their order, and writes nothing', async () => {
    const asked = answerBy(bookable({ slots: near }))
    const outcome = await run('bookAppointment', person)
    const freeSlots = near.slice(1, 6)
    expect(outcome).toEqual({
      success: false,
      message: `This time is not free. The nearest free times are ${freeSlots.join(', ')}.`,
      error: { code: 'SLOT_TAKEN', retryable: false, freeSlots },
    })
    expect(linesOf(asked)).toEqual([LOCATION, CALENDAR, SLOTS])
    const { startDate, endDate, timezone } = onlyOf(asked, SLOTS).query
    // From now on, and not before.
    expect([Number(startDate), Number(endDate)]).toEqual([Date.now(), Date.parse('2026-07-27T10:00:00+02:00')])
    expect(timezone).toBe('Europe/Berlin')
  })

  it('looks a week back where there is that much', async () => {
    vi.setSystemTime(Date.parse('2026-07-01T00:00:00Z'))
    const asked = answerBy(bookable({ slots: near }))
    await run('bookAppointment', { ...person, timezone: 'America/Chicago' })
    expect(onlyOf(asked, SLOTS).query).toMatchObject({
      startDate: String(Date.parse('2026-07-13T10:00:00+02:00')),
      timezone: 'America/Chicago',
    })
  })

  it('says so when there is none within a week', async () => {
    answerBy(bookable({ slots: [] }))
    const outcome = await run('bookAppointment', person)
    expect(outcome).toMatchObject({ success: false, error: { code: 'SLOT_TAKEN', freeSlots: [] } })
    expect(outcome.message).toContain('no free time within a week')
  })

  it('looks again when the time is lost between the check and the booking', async () => {
    const free = [slotsAnswer([...near, startTime]), slotsAnswer(near)]
    const asked = answerBy(bookable({ byEmail: ada, others: { [BOOK]: TAKEN, [SLOTS]: free } }))
    const outcome = await run('bookAppointment', person)
    expect(outcome).toMatchObject({ success: false, error: { code: 'SLOT_TAKEN', retryable: false } })
    expect(outcome.error?.freeSlots).toEqual(near.slice(1, 6))
    expect(linesOf(asked).slice(-2)).toEqual([BOOK, SLOTS])
  })

  it('offers the time that was just refused no more, whatever the calendar still says', async () => {
    answerBy(bookable({ slots: [...near, startTime], byEmail: ada, others: { [BOOK]: TAKEN } }))
    const { error } = await run('bookAppointment', person)
    expect(error?.freeSlots).toHaveLength(5)
    expect(error?.freeSlots).not.toContain(startTime)
  })

  it('passes on any other refusal of the booking', async () => {
    const refused = { status: 400, body: { message: 'Calendar is not active' } }
    answerBy(bookable({ slots, byEmail: ada, others: { [BOOK]: refused } }))
    expect(await run('bookAppointment', person)).toMatchObject({
      success: false,
      error: { status: 400, code: 'INVALID' },
    })
  })
})
