import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { appointment, booked } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const EVENTS = '/calendars/events/appointments'
const VERSION = '2021-04-15'
const traceId = 'trace-1'
const startTime = '2026-07-20T10:00:00Z'
const endTime = '2026-07-20T10:30:00Z'
const required = { calendarId: 'fakeCalendar00000001', contactId: 'contact-1', startTime }

const written = {
  endTime,
  title: 'Demo',
  appointmentStatus: 'confirmed',
  assignedUserId: 'fakeUser000000000001',
  description: 'A first look',
  address: 'https://meet.example.com/ada',
  meetingLocationType: 'zoom',
  meetingLocationId: 'default',
  overrideLocationConfig: true,
  ignoreDateRange: false,
  ignoreFreeSlotValidation: true,
  toNotify: false,
  rrule: 'RRULE:FREQ=WEEKLY;COUNT=4',
}

/** The recorded answer to a write as flows see it: one spelling of the status. */
const { appoinmentStatus: _, traceId: __, ...shownBooked } = booked()
const { appoinmentStatus: ___, ...shownAppointment } = appointment()

describe('createAppointment', () => {
  it('books in the connected location and reads the end that the calendar decided on', async () => {
    const reads = { body: { appointment: appointment(), traceId } }
    const { outcome, sent, versions } = await call('createAppointment', required, { body: booked() }, reads)
    expect(sent).toEqual([
      { method: 'POST', path: EVENTS, body: { locationId: 'location-1', ...required } },
      { method: 'GET', path: `${EVENTS}/appointment-1` },
    ])
    expect(versions).toEqual([VERSION, VERSION])
    expect(outcome).toMatchObject({ success: true, message: 'Appointment booked' })
    expect(outcome.data).toEqual({ ...shownAppointment, startTime, endTime: '2026-07-20T12:30:00+02:00' })
  })

  it('fills in the times that were sent, without a second request', async () => {
    const { outcome, sent } = await call('createAppointment', { ...required, endTime }, { body: booked() })
    expect(sent).toHaveLength(1)
    expect(outcome.data).toEqual({ ...shownBooked, startTime, endTime })
  })

  it('fills them in where GoHighLevel sends null for them, too', async () => {
    const body = { ...booked(), startTime: null, endTime: null }
    const { outcome, sent } = await call('createAppointment', { ...required, endTime }, { body })
    expect(sent).toHaveLength(1)
    expect(outcome.data).toEqual({ ...shownBooked, startTime, endTime })
  })

  it('prefers the times that GoHighLevel answers', async () => {
    const body = { ...appointment(), traceId }
    const { outcome, sent } = await call('createAppointment', required, { body })
    expect(sent).toHaveLength(1)
    expect(outcome.data).toEqual(shownAppointment)
  })

  it.each([
    ['is not there', { status: 404, body: { message: 'Not found' } }],
    ['is a page', { body: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['lacks a permission', { status: 401, body: { message: 'The token is not authorized for this scope.' } }],
    ['fails', { status: 500, body: { message: 'Internal Server Error' } }],
  ])('stays a success when the second request %s', async (_title, reads) => {
    const replies = [{ body: booked() }, reads, { status: 404, body: {} }]
    const { outcome } = await call('createAppointment', required, ...replies)
    expect(outcome).toEqual({ success: true, message: 'Appointment booked', data: { ...shownBooked, startTime } })
  })

  it.each(['', '..', 'x'.repeat(300)])(
    'stays a success when the answer holds an id that cannot be read',
    async (id) => {
      const { outcome } = await call('createAppointment', required, { body: { ...booked(), id } })
      expect(outcome).toMatchObject({ success: true, data: { startTime } })
    }
  )

  it('sends every field that the API takes', async () => {
    const input = { ...required, ...written, locationId: 'location-2' }
    const { sent } = await call('createAppointment', input, { body: booked() })
    expect(sent).toEqual([{ method: 'POST', path: EVENTS, body: input }])
  })

  it.each([
    [{ appoinmentStatus: 'new' }, 'new'],
    [{ appointmentStatus: 'confirmed', appoinmentStatus: 'new' }, 'confirmed'],
  ])('reads the status under either spelling (%j)', async (status, expected) => {
    const body = { id: 'appointment-1', endTime, ...status }
    const { outcome } = await call('createAppointment', required, { body })
    expect(outcome.data).toEqual({ id: 'appointment-1', startTime, endTime, appointmentStatus: expected })
  })

  it('says that the slot is taken, and sends the booking only once', async () => {
    const message = 'The slot you have selected is no longer available.'
    const taken = { status: 400, body: { message, error: 'Bad Request', statusCode: 400, traceId } }
    const { outcome, sent } = await call('createAppointment', required, taken)
    expect(outcome).toEqual({
      success: false,
      message: `This time is no longer free. Offer another free slot of the calendar. GoHighLevel said: "${message}"`,
      error: { status: 400, code: 'SLOT_TAKEN', traceId, retryable: false },
    })
    expect(sent).toHaveLength(1)
  })

  it.each([
    [{ startTime: '' }, 'startTime is required.'],
    [{ contactId: '' }, 'contactId is required.'],
    [{ calendarId: null }, 'calendarId is required.'],
    [{ startTime: '2026-07-20T10:00:00' }, 'startTime must be a date and time in ISO 8601 with the offset'],
    [{ startTime: 'tomorrow at ten' }, 'startTime must be a date and time in ISO 8601'],
    [{ startTime: '2026-02-30T10:00:00Z' }, 'startTime must be a date and time in ISO 8601'],
    [{ endTime: '10:30' }, 'endTime must be a date and time in ISO 8601'],
    [{ endTime: startTime }, 'endTime must be after startTime.'],
    [{ endTime: '2026-07-20T11:59:00+02:00' }, 'endTime must be after startTime.'],
    [{ appointmentStatus: 'booked' }, 'appointmentStatus must be one of new, confirmed,'],
    [{ meetingLocationType: 'pub' }, 'meetingLocationType must be one of custom, zoom,'],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('createAppointment', { ...required, ...input })).toContain(says)
  })
})

describe('getAppointment', () => {
  it.each([
    ['appointment, as recorded', { appointment: appointment(), traceId }],
    ['event, as described', { event: appointment(), traceId }],
    ['nothing', { ...appointment(), traceId }],
  ])('reads the appointment wrapped in %s', async (_title, body) => {
    const { outcome, sent, versions } = await call('getAppointment', { appointmentId: 'appointment-1' }, { body })
    expect(sent).toEqual([{ method: 'GET', path: `${EVENTS}/appointment-1` }])
    expect(versions).toEqual([VERSION])
    expect(outcome).toEqual({ success: true, message: 'Appointment found', data: shownAppointment })
  })

  it('answers a deleted appointment as deleted', async () => {
    const body = { appointment: { ...appointment(), deleted: true } }
    const { outcome } = await call('getAppointment', { appointmentId: 'appointment-1' }, { body })
    expect(outcome).toMatchObject({ success: true, data: { id: 'appointment-1', deleted: true } })
  })
})

describe('updateAppointment', () => {
  it('puts the changes, and neither the id nor the location', async () => {
    const changes = { ...written, calendarId: 'fakeCalendar00000002', startTime }
    const input = { appointmentId: 'a/b', ...changes }
    const { outcome, sent, versions } = await call('updateAppointment', input, { body: booked() })
    expect(sent).toEqual([{ method: 'PUT', path: `${EVENTS}/a%2Fb`, body: changes }])
    expect(versions).toEqual([VERSION])
    expect(outcome).toEqual({
      success: true,
      message: 'Appointment updated',
      data: { ...shownBooked, startTime, endTime },
    })
  })

  it('sends and fills in no time that was not given', async () => {
    const input = { appointmentId: 'appointment-1', appointmentStatus: 'cancelled', startTime: '', endTime: null }
    const { outcome, sent } = await call('updateAppointment', input, { body: booked() })
    expect(sent).toEqual([{ method: 'PUT', path: `${EVENTS}/appointment-1`, body: { appointmentStatus: 'cancelled' } }])
    expect(outcome.data).toEqual(shownBooked)
  })

  it.each([
    [{ contactId: 'contact-1' }, 'there is no field contactId.'],
    [{ locationId: 'location-1' }, 'there is no field locationId.'],
    [{ endTime, startTime: endTime }, 'endTime must be after startTime.'],
    [{ startTime: '20.07.2026 10:00' }, 'startTime must be a date and time'],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('updateAppointment', { appointmentId: 'appointment-1', ...input })).toContain(says)
  })

  it('says that the new slot is taken', async () => {
    const taken = { status: 400, body: { message: 'The slot you have selected is no longer available.' } }
    const { outcome } = await call('updateAppointment', { appointmentId: 'appointment-1', startTime }, taken)
    expect(outcome).toMatchObject({ success: false, error: { code: 'SLOT_TAKEN' } })
  })
})

describe('deleteEvent', () => {
  it.each([
    [200, { succeeded: true, traceId }],
    [201, { succeeded: true }],
    [200, ''],
  ])('deletes with an empty JSON body, and takes %i %j for done', async (status, body) => {
    const { outcome, sent, versions } = await call('deleteEvent', { eventId: 'appointment-1' }, { status, body })
    expect(sent).toEqual([{ method: 'DELETE', path: '/calendars/events/appointment-1', body: {} }])
    expect(versions).toEqual([VERSION])
    expect(outcome).toEqual({ success: true, message: 'Event deleted' })
  })

  it('takes a success flag of false for a failure', async () => {
    const { outcome } = await call('deleteEvent', { eventId: 'appointment-1' }, { body: { succeeded: false } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'INVALID' } })
  })
})
