import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { appointment } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const span = { startTime: '2026-07-20T00:00:00+02:00', endTime: '2026-07-20T22:00:00Z' }
const sentSpan = { startTime: '1784498400000', endTime: '1784584800000' }
const none = { body: { events: [] } }

/** The moment as a clock at that offset shows it. */
function isoAt(ms: number, offsetMinutes: number): string {
  const clock = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, -1)
  const size = Math.abs(offsetMinutes)
  const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return `${clock}${offsetMinutes < 0 ? '-' : '+'}${digits}`
}

describe('getCalendarEvents', () => {
  it('lists the events between two moments, sent as epoch milliseconds', async () => {
    const body = { events: [appointment(), { id: 'slot-1', title: 'Lunch' }], traceId: 'trace-1' }
    const input = { calendarId: 'fakeCalendar00000001', ...span }
    const { outcome, sent, versions } = await call('getCalendarEvents', input, { body })
    const query = { locationId: 'location-1', calendarId: 'fakeCalendar00000001', ...sentSpan }
    expect(sent).toEqual([{ method: 'GET', path: '/calendars/events', query }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome).toMatchObject({ success: true, message: 'Calendar events listed' })
    expect(outcome.data).toMatchObject({ events: [{ id: 'appointment-1' }, { id: 'slot-1', title: 'Lunch' }] })
  })

  it.each([
    { userId: 'fakeUser000000000001' },
    { groupId: 'fakeGroup00000000001' },
    { userId: 'fakeUser000000000001', calendarId: 'fakeCalendar00000001' },
  ])('takes %j too', async (whose) => {
    const { sent } = await call('getCalendarEvents', { ...whose, ...span, locationId: 'location-2' }, none)
    const query = { locationId: 'location-2', ...whose, ...sentSpan }
    expect(sent).toEqual([{ method: 'GET', path: '/calendars/events', query }])
  })

  it('leaves out what was deleted', async () => {
    const events = [
      { id: 'a', deleted: true },
      { id: 'b', deleted: false },
      { id: 'c', deleted: null },
      { id: 'd' },
      { id: 'e', deleted: true },
    ]
    const { outcome } = await call(
      'getCalendarEvents',
      { userId: 'fakeUser000000000001', ...span },
      { body: { events } }
    )
    expect(outcome.data).toHaveProperty('events', [{ id: 'b', deleted: false }, { id: 'c' }, { id: 'd' }])
  })

  it('spells the status of an event in one way, as the appointment of getAppointment does', async () => {
    const events = [{ id: 'a', appoinmentStatus: 'new' }]
    const { outcome } = await call(
      'getCalendarEvents',
      { userId: 'fakeUser000000000001', ...span },
      { body: { events } }
    )
    expect(outcome.data).toHaveProperty('events', [{ id: 'a', appointmentStatus: 'new' }])
  })

  it('sends the same moment however it is written', async () => {
    const moments = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) })
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 })
    await fc.assert(
      fc.asyncProperty(moments, offsets, offsets, async (from, startOffset, endOffset) => {
        const to = from + 60_000
        const times = { startTime: isoAt(from, startOffset), endTime: isoAt(to, endOffset) }
        const { sent } = await call('getCalendarEvents', { userId: 'fakeUser000000000001', ...times }, none)
        expect(sent).toMatchObject([{ query: { startTime: String(from), endTime: String(to) } }])
      }),
      { numRuns: 50 }
    )
  })

  it.each([
    [span, 'Give calendarId, userId or groupId'],
    [{ calendarId: '', userId: null, ...span }, 'Give calendarId, userId or groupId'],
    [{ userId: 'fakeUser000000000001', startTime: span.startTime }, 'endTime is required.'],
    [
      { userId: 'fakeUser000000000001', ...span, startTime: '1784498400000' },
      'startTime must be a date and time in ISO 8601',
    ],
    [{ userId: 'fakeUser000000000001', ...span, endTime: '2026-07-21' }, 'endTime must be a date and time in ISO 8601'],
    [
      { userId: 'fakeUser000000000001', ...span, endTime: '2026-07-20T24:00:01Z' },
      'endTime must be a date and time in ISO 8601',
    ],
    [
      { userId: 'fakeUser000000000001', ...span, startTime: '2026-07-20T00:00:00' },
      'startTime must be a date and time in ISO 8601',
    ],
    [
      { userId: 'fakeUser000000000001', startTime: span.endTime, endTime: span.startTime },
      'endTime must be after startTime.',
    ],
    [
      { userId: 'fakeUser000000000001', startTime: 1784498400000, endTime: span.endTime },
      'startTime must be of type string',
    ],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('getCalendarEvents', input)).toContain(says)
  })

  it('takes an answer without a list for a failure', async () => {
    const { outcome } = await call('getCalendarEvents', { userId: 'fakeUser000000000001', ...span }, { body: {} })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNEXPECTED_ANSWER' } })
  })
})
