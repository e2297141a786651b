import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import { appointmentCreateRules, appointmentUpdateRules, writeAppointment } from './appointment-fields'
import { removeBlockedSlot } from './block-slots'
import type { Appointment, Calendar } from './calendar-records'
import { findCalendar } from './calendars'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createWrongLocation } from './errors'
import { type EventQuery, readEventQuery } from './event-query'
import type { JsonObject } from './records'
import type { Store } from './store'
import { formatInZone } from './time'
import { checkBody, isJsonObject, readText } from './validation'

export function appointmentsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'calendars/events.readonly')
  const mayWrite = requireAccess(sandbox, 'calendars/events.write')

  routes.get('/calendars/events', mayRead, (c) => {
    return sendJson(c, { events: listEvents(store, readEventQuery(c)).map((item) => showAppointment(store, item)) })
  })

  routes.post('/calendars/events/appointments', mayWrite, (c) => {
    const body = c.get('body')
    checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
    const fields = checkBody(body, appointmentCreateRules)
    const calendar = findCalendar(c, store, String(fields.calendarId))
    const contact = findContact(c, store, String(fields.contactId))
    const title = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
    const draft = createDraft(store, calendar, contact.id, title)
    const appointment = writeAppointment(store, draft, calendar, fields)
    store.appointments.set(appointment.id, appointment)
    return sendJson(c, showWritten(appointment))
  })

  routes.get('/calendars/events/appointments/:eventId', mayRead, (c) => {
    // A deleted appointment can still be read.
    const appointment = findAppointment(c, store, c.req.param('eventId'))
    return sendJson(c, { appointment: showAppointment(store, appointment) })
  })

  routes.put('/calendars/events/appointments/:eventId', mayWrite, (c) => {
    const current = findKept(c, store, c.req.param('eventId'))
    const fields = checkBody(c.get('body'), appointmentUpdateRules)
    const calendar = findCalendar(c, store, readText(fields.calendarId) ?? current.calendarId)
    const appointment = writeAppointment(store, current, calendar, fields)
    store.appointments.set(appointment.id, appointment)
    return sendJson(c, showWritten(appointment))
  })

  routes.delete('/calendars/events/:eventId', mayWrite, (c) => {
    if (!isJsonObject(c.get('body'))) throw createError(400, 'A JSON body is required')
    const eventId = c.req.param('eventId')
    if (removeBlockedSlot(c, store, eventId)) return sendJson(c, { succeeded: true })
    const appointment = findKept(c, store, eventId)
    store.appointments.set(appointment.id, { ...appointment, deleted: true, dateUpdated: store.readTime() })
    return sendJson(c, { succeeded: true })
  })

  return routes
}

/** How a missing appointment is answered is not documented; 404 keeps callers from relying on 400 alone. */
export function findAppointment(c: Context<ApiEnv>, store: Store, eventId: string): Appointment {
  const appointment = store.appointments.get(eventId)
  if (!appointment) throw createError(404, `Event with id ${eventId} not found`)
  if (appointment.locationId !== c.get('token').locationId) throw createWrongLocation()
  return appointment
}

function findKept(c: Context<ApiEnv>, store: Store, eventId: string): Appointment {
  const appointment = findAppointment(c, store, eventId)
  if (appointment.deleted) throw createError(404, `Event with id ${eventId} not found`)
  return appointment
}

/** Times that are not epoch milliseconds match nothing. Deleted events are listed, marked as such. */
function listEvents(store: Store, { locationId, calendarId, userId, groupId, from, to }: EventQuery): Appointment[] {
  return [...store.appointments.values()]
    .filter(
      (item) =>
        item.locationId === locationId &&
        (!calendarId || item.calendarId === calendarId) &&
        (!userId || item.assignedUserId === userId) &&
        (!groupId || item.groupId === groupId) &&
        item.startAt >= from &&
        item.startAt <= to
    )
    .sort((a, b) => a.startAt - b.startAt)
}

function createDraft(store: Store, calendar: Calendar, contactId: string, title: string): Appointment {
  const now = store.readTime()
  const { id: calendarId, locationId, groupId } = calendar
  return {
    id: store.createId(),
    calendarId,
    groupId,
    locationId,
    contactId,
    assignedUserId: '',
    title,
    address: '',
    notes: '',
    description: '',
    appointmentStatus: 'confirmed',
    startAt: 0,
    endAt: 0,
    isRecurring: false,
    dateAdded: now,
    dateUpdated: now,
    deleted: false,
  }
}

/** The answer to a write has no times, whatever the description says. */
function showWritten(appointment: Appointment): JsonObject {
  const { id, calendarId, locationId, contactId, title, appointmentStatus, address, isRecurring } = appointment
  const { dateAdded, dateUpdated } = appointment
  const common = { id, calendarId, locationId, contactId, title, status: 'booked', appointmentStatus }
  return { ...common, appoinmentStatus: appointmentStatus, address, isRecurring, dateAdded, dateUpdated }
}

/** Times come in the location's zone, whatever offset they were written with. */
function showAppointment(store: Store, { startAt, endAt, ...fields }: Appointment): JsonObject {
  const timezone = store.readTimezone(fields.locationId)
  return {
    ...fields,
    appoinmentStatus: fields.appointmentStatus,
    users: [fields.assignedUserId],
    startTime: formatInZone(startAt, timezone),
    endTime: formatInZone(endAt, timezone),
    assignedResources: [],
    createdBy: { source: 'third_party', userId: fields.assignedUserId },
  }
}
