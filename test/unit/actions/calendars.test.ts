import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { describeWire, type Wire } from '../support/wire'

useFakeNetwork()
watchForLeaks()

const version = '2021-04-15'
const calendarId = ids.consultation
const locationId = 'location-1'
const traceId = 'trace-1'
const calendar = {
  id: calendarId,
  name: 'Consultation',
  calendarType: 'round_robin',
  isActive: true,
  slotDuration: 30,
  slotDurationUnit: 'mins',
  teamMembers: [{ userId: ids.uma, isPrimary: true, priority: 0.5 }],
  openHours: [],
}
const groupId = 'group000000000000001'
const [startTime, endTime] = ['2026-07-20T09:00:00+02:00', '2026-07-20T08:00:00Z']
const slot = { id: 'block000000000000001', locationId, title: 'Meeting', startTime, endTime, calendarId }
const span = { startTime: '1784530800000', endTime: '1784534400000' }
const appointmentId = 'appointment000000001'
const noteId = 'note0000000000000001'
const note = { id: noteId, body: 'Two colleagues', userId: ids.uma }
const notes = `/calendars/appointments/${appointmentId}/notes`

const blockable: Record<string, string>[] = [{ calendarId }, { assignedUserId: ids.uma }]
const blocked: Record<string, string>[] = [{ calendarId }, { userId: ids.uma }, { groupId }]

const cases: Wire[] = [
  {
    action: 'listCalendars',
    input: {},
    sent: { method: 'GET', path: '/calendars/', query: { locationId } },
    reply: { calendars: [calendar], traceId },
    data: { calendars: [calendar], total: 1 },
  },
  {
    action: 'listCalendars',
    title: 'of a group in another location',
    input: { groupId, locationId: 'location-2' },
    sent: { method: 'GET', path: '/calendars/', query: { locationId: 'location-2', groupId } },
    reply: { calendars: [] },
    data: { calendars: [], total: 0 },
  },
  {
    action: 'getCalendar',
    input: { calendarId },
    sent: { method: 'GET', path: `/calendars/${calendarId}` },
    reply: { calendar, traceId },
    data: calendar,
  },
  ...blockable.map((whose): Wire => ({
    action: 'createBlockSlot',
    title: JSON.stringify(whose),
    input: { ...whose, title: 'Meeting', startTime, endTime },
    sent: {
      method: 'POST',
      path: '/calendars/events/block-slots',
      body: { locationId, ...whose, title: 'Meeting', startTime, endTime },
    },
    reply: { ...slot, traceId },
    data: slot,
  })),
  ...blocked.map((whose): Wire => ({
    action: 'listBlockedSlots',
    title: JSON.stringify(whose),
    input: { ...whose, startTime, endTime },
    sent: { method: 'GET', path: '/calendars/blocked-slots', query: { locationId, ...whose, ...span } },
    reply: { events: [slot, { ...slot, deleted: true }], traceId },
    data: { events: [slot], total: 1 },
  })),
  {
    action: 'listAppointmentNotes',
    input: { appointmentId },
    sent: { method: 'GET', path: notes, query: { limit: '20', offset: '0' } },
    reply: { notes: [note], hasMore: false, traceId },
    data: { notes: [note] },
  },
  {
    action: 'createAppointmentNote',
    input: { appointmentId, body: 'Two colleagues', userId: ids.uma },
    sent: { method: 'POST', path: notes, body: { body: 'Two colleagues', userId: ids.uma } },
    reply: { note, traceId },
    data: note,
  },
  {
    action: 'updateAppointmentNote',
    input: { appointmentId, noteId, body: 'Three colleagues' },
    sent: { method: 'PUT', path: `${notes}/${noteId}`, body: { body: 'Three colleagues' } },
    reply: { note, traceId },
    data: note,
  },
  {
    action: 'deleteAppointmentNote',
    input: { appointmentId, noteId },
    sent: { method: 'DELETE', path: `${notes}/${noteId}` },
    reply: { success: true },
  },
]

describeWire(cases.map((wire) => ({ ...wire, version })))

describe('calendars', () => {
  const times = { startTime, endTime }

  it.each([
    ['getCalendar', { calendarId: '' }, 'calendarId is required.'],
    ['createBlockSlot', times, 'Give either calendarId or assignedUserId'],
    ['createBlockSlot', { ...times, calendarId, assignedUserId: ids.uma }, 'Give either calendarId or assignedUserId'],
    ['createBlockSlot', { calendarId, startTime, endTime: startTime }, 'endTime must be after startTime'],
    ['createBlockSlot', { calendarId, startTime: '09:00', endTime }, 'startTime must be a date and time'],
    ['listBlockedSlots', times, 'Give calendarId, userId or groupId'],
    ['listBlockedSlots', { calendarId, startTime }, 'endTime is required.'],
    ['createAppointmentNote', { appointmentId, body: 'x'.repeat(5001) }, 'body'],
    ['deleteAppointmentNote', { appointmentId, noteId: '..' }, "can't be a GoHighLevel ID"],
  ])('as %s refuse %j before anything is sent', async (name, input, says) => {
    expect(await refusalOf(name, input)).toContain(says)
  })

  it('whose deletion of a note GoHighLevel denies inside a 200 report a failure', async () => {
    const { outcome } = await call('deleteAppointmentNote', { appointmentId, noteId }, { body: { success: false } })
    expect(outcome).toMatchObject({ success: false })
  })
})
