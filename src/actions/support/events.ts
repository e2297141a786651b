/** What appointments, blocked slots and other calendar events have in common. */
import { RuntimeError, type z } from '@botpress/sdk'
import { listOf, unwrap } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { isObject, type JsonObject } from '../../ghl/json'
import { path } from '../../ghl/path'
import { checkedMoment, epochMs, moment } from '../../schemas/dates'
import { id, locationId } from '../../schemas/fields'

type Times = { startTime?: string | undefined; endTime?: string | undefined }

/** The times, checked; throws RuntimeError naming the one that is no moment, or an end before its start. */
export function checkTimes({ startTime, endTime }: Times): Times {
  const times = { startTime: checkedMoment(startTime, 'startTime'), endTime: checkedMoment(endTime, 'endTime') }
  if (startTime && endTime && epochMs(endTime, 'endTime') <= epochMs(startTime, 'startTime')) {
    throw new RuntimeError('endTime must be after startTime. Nothing was changed in GoHighLevel.')
  }
  return times
}

/** The event with its status under the right name only; GoHighLevel sends it misspelt beside or instead. */
export function withStatus({ appoinmentStatus, ...event }: JsonObject): JsonObject {
  return { ...event, appointmentStatus: event.appointmentStatus ?? appoinmentStatus }
}

/** The appointment; answers to a write leave the times out in practice, so those sent stand in. */
export function readAppointment(answered: JsonObject, sent: Times = {}): JsonObject {
  const event = withStatus(unwrap(answered, 'appointment', 'event'))
  return { ...event, startTime: event.startTime ?? sent.startTime, endTime: event.endTime ?? sent.endTime }
}

/** The appointment as it stands in the calendar. */
export const readStored = async (ghl: Ghl, appointmentId: string): Promise<JsonObject> =>
  readAppointment(await ghl.get(path`/calendars/events/appointments/${appointmentId}`))

/** Inputs of a list of calendar events. */
export const eventsInput = {
  calendarId: id('Calendar', 'Those of this calendar, by ID or name. Give a calendar, a user or a group.').optional(),
  userId: id('User', 'Those of this team member, by ID or name').optional(),
  groupId: id('Group ID', 'Those of this calendar group').optional(),
  startTime: moment('From', 'Beginning of the time span'),
  endTime: moment('To', 'End of the time span'),
  locationId,
}

type EventsInput = z.infer<z.ZodObject<typeof eventsInput>>

/** The events between two moments, without those that were deleted. */
export async function readEvents(ghl: Ghl, route: string, input: EventsInput): Promise<JsonObject[]> {
  const { startTime, endTime, ...asked } = input
  if (!asked.calendarId && !asked.userId && !asked.groupId) {
    throw new RuntimeError('Give calendarId, userId or groupId: one is required. Nothing was changed in GoHighLevel.')
  }
  checkTimes({ startTime, endTime })
  const span = { startTime: epochMs(startTime, 'startTime'), endTime: epochMs(endTime, 'endTime') }
  const answered = await ghl.get(route, { locationId: ghl.locationId, ...asked, ...span })
  return listOf(answered, 'events')
    .filter(isObject)
    .filter(({ deleted }) => deleted !== true)
    .map(withStatus)
}
