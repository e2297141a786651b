import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, faultOf, linesOf, onlyOf, run, type Answerer } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import { LOCATION, locationIn, SLOTS, slotsAnswer, slotsWithin, TAKEN } from '../support/slots'

useFakeNetwork()
watchForLeaks()
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.parse('2026-07-20T10:00:00+02:00'))
})
afterEach(() => void vi.useRealTimers())

const appointmentId = 'appointment000000001'
const READ = `GET /calendars/events/appointments/${appointmentId}`
const WRITE = `PUT /calendars/events/appointments/${appointmentId}`
const startTime = '2026-07-21T14:00:00+02:00'
const current = {
  id: appointmentId,
  calendarId: ids.consultation,
  contactId: ids.contact,
  title: 'Demo',
  appointmentStatus: 'confirmed',
  startTime: '2026-07-20T10:00:00-05:00',
  endTime: '2026-07-20T10:45:00-05:00',
}

const world = (slots: string[], appointment: object = {}, others: Record<string, Answerer> = {}): Answerer =>
  byRoute({
    [LOCATION]: locationIn('Europe/Berlin'),
    [READ]: { body: { appointment: { ...current, ...appointment } } },
    [SLOTS]: slotsWithin(slots),
    [WRITE]: { body: { id: appointmentId, appoinmentStatus: 'confirmed' } },
    ...others,
  })

describe('rescheduleAppointment', () => {
  it('moves the appointment to a free time and keeps its length', async () => {
    const asked = answerBy(world([startTime]))
    const outcome = await run('rescheduleAppointment', { appointmentId, startTime })
    expect(linesOf(asked)).toEqual([READ, LOCATION, SLOTS, WRITE])
    const times = { startTime, endTime: '2026-07-21T14:45:00+02:00' }
    expect(onlyOf(asked, WRITE)).toMatchObject({ body: times, version: '2021-04-15' })
    expect(onlyOf(asked, WRITE).body).toEqual(times)
    expect(onlyOf(asked, SLOTS).query).not.toHaveProperty('userId')
    expect(outcome).toEqual({
      success: true,
      message: 'Appointment rescheduled',
      data: { ...current, ...times },
    })
  })

  it('asks for the free times of the team member it is with', async () => {
    const asked = answerBy(world([startTime], { assignedUserId: ids.uma }))
    await run('rescheduleAppointment', { appointmentId, startTime, timezone: 'UTC' })
    expect(onlyOf(asked, SLOTS).query).toMatchObject({ userId: ids.uma, timezone: 'UTC' })
    expect(linesOf(asked)).not.toContain(LOCATION)
  })

  it('moves it within the time it occupies itself, which the calendar never lists as free', async () => {
    const current15Later = '2026-07-20T17:15:00+02:00'
    const asked = answerBy(world([]))
    const outcome = await run('rescheduleAppointment', { appointmentId, startTime: current15Later })
    expect(outcome).toMatchObject({ success: true, data: { startTime: current15Later } })
    expect(linesOf(asked)).toEqual([READ, LOCATION, WRITE])
  })

  it('leaves the end to the calendar where the appointment has none', async () => {
    const asked = answerBy(world([startTime], { endTime: null }))
    await run('rescheduleAppointment', { appointmentId, startTime })
    expect(onlyOf(asked, WRITE).body).toEqual({ startTime })
  })

  it('answers with the nearest free times when it is taken, and moves nothing', async () => {
    const freeSlots = ['2026-07-21T12:00:00+02:00', '2026-07-21T15:00:00+02:00']
    const asked = answerBy(world(freeSlots))
    const outcome = await run('rescheduleAppointment', { appointmentId, startTime })
    expect(outcome).toMatchObject({ success: false, error: { code: 'SLOT_TAKEN', freeSlots } })
    expect(linesOf(asked)).toEqual([READ, LOCATION, SLOTS])
  })

  it('answers with them also when the time is lost on the way', async () => {
    const freeSlots = ['2026-07-21T12:00:00+02:00']
    let looks = 0
    const slots: Answerer = () => slotsAnswer(looks++ === 0 ? [startTime] : freeSlots)
    const asked = answerBy(world([], {}, { [SLOTS]: slots, [WRITE]: () => TAKEN }))
    const outcome = await run('rescheduleAppointment', { appointmentId, startTime })
    expect(outcome).toMatchObject({ success: false, error: { code: 'SLOT_TAKEN', freeSlots } })
    expect(linesOf(asked).slice(-2)).toEqual([WRITE, SLOTS])
  })

  it('refuses an appointment that was deleted', async () => {
    const asked = answerBy(world([startTime], { deleted: true }))
    expect(await faultOf('rescheduleAppointment', { appointmentId, startTime })).toContain('was deleted')
    expect(linesOf(asked)).toEqual([READ])
  })

  it('passes on that there is no such appointment', async () => {
    answerBy(world([], {}, { [READ]: () => ({ status: 404, body: { message: 'Not found' } }) }))
    const outcome = await run('rescheduleAppointment', { appointmentId, startTime })
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })

  it.each(['14:00', '2026-07-21T14:00:00'])('refuses %s for a time before anything is sent', async (time) => {
    const says = await refusalOf('rescheduleAppointment', { appointmentId, startTime: time })
    expect(says).toContain('startTime must be a date and time')
  })
})

describe('cancelAppointment', () => {
  it('sets the status and nothing else', async () => {
    const body = { id: appointmentId, appoinmentStatus: 'cancelled', traceId: 'trace-1' }
    const { outcome, sent, versions } = await call('cancelAppointment', { appointmentId }, { body })
    const path = `/calendars/events/appointments/${appointmentId}`
    expect(sent).toEqual([{ method: 'PUT', path, body: { appointmentStatus: 'cancelled' } }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome).toEqual({
      success: true,
      message: 'Appointment cancelled',
      data: { id: appointmentId, appointmentStatus: 'cancelled' },
    })
  })

  it('passes on that there is no such appointment', async () => {
    const refused = { status: 400, body: { message: 'Event not found' } }
    const { outcome } = await call('cancelAppointment', { appointmentId }, refused)
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('listContactAppointments', () => {
  const contactId = ids.contact
  const LIST = `GET /contacts/${contactId}/appointments`
  const listOf = (events: object[], timezone = 'Europe/Berlin') =>
    byRoute({ [LOCATION]: locationIn(timezone), [LIST]: { body: { events, traceId: 'trace-1' } } })

  it("gives times the offset of the location's zone, earliest first", async () => {
    const events = [
      { id: 'b', startTime: '2026-11-02 09:00:00', endTime: '2026-11-02 09:30:00' },
      { id: 'a', startTime: '2026-07-20 10:00:00', endTime: '2026-07-20 10:30:00', appointmentStatus: 'confirmed' },
      { id: 'c', startTime: '2026-12-01T09:00:00Z', endTime: null },
    ]
    const asked = answerBy(listOf(events))
    const outcome = await run('listContactAppointments', { contactId })
    expect(linesOf(asked)).toEqual([LOCATION, LIST])
    expect(onlyOf(asked, LIST)).toMatchObject({ version: '2021-07-28', query: {} })
    expect(outcome).toEqual({
      success: true,
      message: 'Appointments listed',
      data: {
        appointments: [
          { ...events[1], startTime: '2026-07-20T10:00:00+02:00', endTime: '2026-07-20T10:30:00+02:00' },
          { ...events[0], startTime: '2026-11-02T09:00:00+01:00', endTime: '2026-11-02T09:30:00+01:00' },
          { id: 'c', startTime: '2026-12-01T09:00:00Z' },
        ],
        total: 3,
      },
    })
  })

  it.each([
    ['Europe/Berlin', '2026-03-29 01:59:59', '2026-03-29T01:59:59+01:00'],
    ['Europe/Berlin', '2026-03-29 03:00:00', '2026-03-29T03:00:00+02:00'],
    ['America/Chicago', '2026-11-01 12:00:00', '2026-11-01T12:00:00-06:00'],
    ['America/Chicago', '2026-10-31T12:00', '2026-10-31T12:00:00-05:00'],
    ['UTC', '2026-07-20 10:00:00', '2026-07-20T10:00:00Z'],
  ])('reads in %s the time %s as %s', async (timezone, naive, startTime_) => {
    answerBy(listOf([{ id: 'a', startTime: naive }], timezone))
    const { data } = await run('listContactAppointments', { contactId })
    expect(data).toMatchObject({ appointments: [{ startTime: startTime_ }] })
  })

  it('leaves out the past, the cancelled and the deleted ones when asked for those to come', async () => {
    const startTime_ = '2026-07-21 09:00:00'
    const events = [
      { id: 'past', startTime: '2026-07-20 09:59:00' },
      { id: 'now', startTime: '2026-07-20 10:00:00', appointmentStatus: 'confirmed' },
      { id: 'cancelled', startTime: startTime_, appointmentStatus: 'cancelled' },
      { id: 'deleted', startTime: startTime_, deleted: true },
      { id: 'next', startTime: startTime_, appointmentStatus: 'new' },
    ]
    answerBy(listOf(events))
    const { data } = await run('listContactAppointments', { contactId, upcoming: true })
    expect(data).toMatchObject({ appointments: [{ id: 'now' }, { id: 'next' }], total: 2 })
  })

  it('spells the status in one way, as the other actions do', async () => {
    answerBy(listOf([{ id: 'a', startTime: '2026-07-20 10:00:00', appoinmentStatus: 'cancelled' }]))
    const { data } = await run('listContactAppointments', { contactId })
    expect(data).toMatchObject({ appointments: [{ appointmentStatus: 'cancelled' }] })
  })

  it('passes on that there is no such contact', async () => {
    const refused = { status: 400, body: { error: 'Contact with id x not found', status: 400 } }
    answerBy(byRoute({ [LOCATION]: locationIn('UTC'), [LIST]: refused }))
    const outcome = await run('listContactAppointments', { contactId })
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })
})
