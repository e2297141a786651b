import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import type { Appointment } from './calendar-records'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import type { JsonObject } from './records'
import type { Store } from './store'
import { formatNaive } from './time'

export function contactAppointmentsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.get('/contacts/:contactId/appointments', requireAccess(sandbox, 'contacts.readonly'), (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    return sendJson(c, { events: listAppointments(store, id) })
  })

  return routes
}

/** Unlike in the calendar's own routes, times are local ones that do not tell their zone. */
export function listAppointments(store: Store, contactId: string): JsonObject[] {
  return [...store.appointments.values()]
    .filter((item) => item.contactId === contactId && !item.deleted)
    .sort((a, b) => a.startAt - b.startAt)
    .map((item) => showAppointment(item, store.readTimezone(item.locationId)))
}

function showAppointment(appointment: Appointment, timezone: string): JsonObject {
  const { startAt, endAt, deleted: _, ...shown } = appointment
  return {
    ...shown,
    status: 'booked',
    users: [shown.assignedUserId],
    assignedResources: [],
    startTime: formatNaive(startAt, timezone),
    endTime: formatNaive(endAt, timezone),
  }
}
