/** Appointments and other events of GoHighLevel's calendars. */
import { z } from '@botpress/sdk'
import { path } from '../ghl/path'
import { appointment, appointmentChanges, appointmentFields } from '../schemas/appointment'
import { answer, id, locationId } from '../schemas/fields'
import { defineAction } from './action'
import { checkTimes, eventsInput, readAppointment, readEvents, readStored } from './support/events'
import { listOutput, wholeList } from './support/list'

const appointmentId = id('Appointment ID', 'ID of the appointment')

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
    const { endTime, ...stored } = await readStored(ghl, booked.id).catch(() => ({ endTime: undefined }))
    return { ...stored, ...booked, endTime }
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
  run: (ghl, input) => readStored(ghl, input.appointmentId),
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
  input: z.object(eventsInput),
  data: answer({
    events: z.array(appointment).title('Events').describe('Events that were not deleted'),
    ...listOutput,
  }),
  done: 'Calendar events listed',
  run: async (ghl, input) => wholeList('events', await readEvents(ghl, '/calendars/events', input)),
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
