/** Appointments and other events of GoHighLevel's calendars. */
import { RuntimeError, z } from '@botpress/sdk'
import type { JsonObject } from '../ghl/client'
import { path } from '../ghl/path'
import { appointment, appointmentChanges, appointmentFields } from '../schemas/appointment'
import { checkedMoment, epochMs, moment } from '../schemas/dates'
import { answer, id, locationId } from '../schemas/fields'
import { defineAction } from './action'
import { listOf, unwrap } from './answer'

const appointmentId = id('Appointment ID', 'ID of the appointment')

type Times = { startTime?: string | undefined; endTime?: string | undefined }

/** The times, checked; throws RuntimeError naming the one that is no moment, or an end before its start. */
function checkTimes({ startTime, endTime }: Times): Times {
  const times = { startTime: checkedMoment(startTime, 'startTime'), endTime: checkedMoment(endTime, 'endTime') }
  if (startTime && endTime && epochMs(endTime, 'endTime') <= epochMs(startTime, 'startTime')) {
    throw new RuntimeError('endTime must be after startTime. Nothing was sent to GoHighLevel.')
  }
  return times
}

/** Answers to a write leave the times out in practice, and spell the status wrongly beside rightly. */
function readAppointment(answered: JsonObject, sent: Times = {}): JsonObject {
  const { appoinmentStatus, ...read } = unwrap(answered, 'appointment', 'event')
  return {
    ...(sent.startTime && { startTime: sent.startTime }),
    ...(sent.endTime && { endTime: sent.endTime }),
    ...(appoinmentStatus !== undefined && { appointmentStatus: appoinmentStatus }),
    ...read,
  }
}

export const createAppointment = defineAction({
  title: 'Create Appointment',
  description:
    'Book an appointment with a contact in a calendar. The start must be a free slot; a taken one fails with error.code SLOT_TAKEN.',
  scopes: ['calendars/events.write', 'calendars/events.readonly'],
  example: {
    calendarId: '{{workflow.calendarId}}',
    contactId: '{{workflow.contactId}}',
    startTime: '2026-07-20T10:00:00+02:00',
  },
  input: z.object({ ...appointmentFields, locationId }),
  data: appointment,
  done: 'Appointment booked',
  run: async (ghl, input) => {
    const times = checkTimes(input)
    const body = { locationId: ghl.locationId, ...input, ...times }
    const booked = readAppointment(await ghl.post('/calendars/events/appointments', body), times)
    if (booked.endTime || typeof booked.id !== 'string') return booked
    // The calendar decided on the end. Not being able to read it must not make a booking look like a failure.
    const stored = await ghl
      .get(path`/calendars/events/appointments/${booked.id}`)
      .then((answered) => readAppointment(answered))
      .catch(() => ({}))
    return { ...stored, ...booked }
  },
})

export const getAppointment = defineAction({
  title: 'Get Appointment',
  description: 'Read one appointment by its ID. data.deleted is true for one that was deleted.',
  scopes: ['calendars/events.readonly'],
  example: { appointmentId: '{{workflow.appointmentId}}' },
  input: z.object({ appointmentId }),
  data: appointment,
  done: 'Appointment found',
  run: async (ghl, input) =>
    readAppointment(await ghl.get(path`/calendars/events/appointments/${input.appointmentId}`)),
})

export const updateAppointment = defineAction({
  title: 'Update Appointment',
  description:
    'Change an appointment: another time, status, team member or place. Cancel it with status cancelled. Fields left empty stay as they are.',
  scopes: ['calendars/events.write'],
  example: { appointmentId: '{{workflow.appointmentId}}', appointmentStatus: 'cancelled' },
  input: z.object({ appointmentId, ...appointmentChanges }),
  data: appointment,
  done: 'Appointment updated',
  run: async (ghl, { appointmentId: target, ...changes }) => {
    const times = checkTimes(changes)
    const answered = await ghl.put(path`/calendars/events/appointments/${target}`, { ...changes, ...times })
    return readAppointment(answered, times)
  },
})

export const getCalendarEvents = defineAction({
  title: 'Get Calendar Events',
  description:
    'List the appointments and other events of a calendar, a team member or a calendar group between two moments',
  scopes: ['calendars/events.readonly'],
  example: {
    calendarId: '{{workflow.calendarId}}',
    startTime: '2026-07-20T00:00:00+02:00',
    endTime: '2026-07-21T00:00:00+02:00',
  },
  input: z.object({
    calendarId: id('Calendar ID', 'Events of this calendar. Give a calendar, a user or a group.').optional(),
    userId: id('User ID', 'Events of this team member').optional(),
    groupId: id('Group ID', 'Events of this calendar group').optional(),
    startTime: moment('From', 'Beginning of the time span'),
    endTime: moment('To', 'End of the time span'),
    locationId,
  }),
  data: answer({ events: z.array(appointment).title('Events').describe('Events that were not deleted') }),
  done: 'Calendar events listed',
  run: async (ghl, { startTime, endTime, ...input }) => {
    if (!input.calendarId && !input.userId && !input.groupId) {
      throw new RuntimeError('Give calendarId, userId or groupId: one is required. Nothing was sent to GoHighLevel.')
    }
    checkTimes({ startTime, endTime })
    const span = { startTime: epochMs(startTime, 'startTime'), endTime: epochMs(endTime, 'endTime') }
    const answered = await ghl.get('/calendars/events', { locationId: ghl.locationId, ...input, ...span })
    const events = listOf(answered, 'events') as JsonObject[] // fit leaves out whatever is no object
    return { events: events.filter((event) => event?.deleted !== true) }
  },
})

export const deleteEvent = defineAction({
  title: 'Delete Event',
  description:
    'Delete an appointment or a blocked slot from its calendar. To cancel an appointment but keep it, update its status.',
  scopes: ['calendars/events.write'],
  example: { eventId: '{{workflow.appointmentId}}' },
  input: z.object({
    eventId: id('Event ID', 'ID of the appointment or blocked slot; the master event ID deletes a whole series'),
  }),
  done: 'Event deleted',
  run: (ghl, input) => ghl.delete(path`/calendars/events/${input.eventId}`, {}),
})
