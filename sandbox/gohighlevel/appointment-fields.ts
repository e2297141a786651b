import type { Appointment, Calendar } from './calendar-records'
import { createError, createValidationError } from './errors'
import type { JsonObject } from './records'
import { isSlotFree } from './slots'
import type { Store } from './store'
import { parseIsoTime } from './time'
import { type BodyRules, flag, readText, requiredText, text } from './validation'

const STATUSES = ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid']
const MEETING_TYPES = ['custom', 'zoom', 'gmeet', 'phone', 'address', 'ms_teams', 'google']

export const appointmentUpdateRules: BodyRules = {
  title: text,
  meetingLocationType: { type: 'string', values: MEETING_TYPES },
  meetingLocationId: text,
  overrideLocationConfig: flag,
  appointmentStatus: { type: 'string', values: STATUSES },
  assignedUserId: text,
  description: text,
  address: text,
  ignoreDateRange: flag,
  toNotify: flag,
  ignoreFreeSlotValidation: flag,
  rrule: text,
  calendarId: text,
  startTime: text,
  endTime: text,
}

export const appointmentCreateRules: BodyRules = {
  ...appointmentUpdateRules,
  calendarId: requiredText,
  locationId: requiredText,
  contactId: requiredText,
  startTime: requiredText,
}

/** Writes what a body says, after making sure that the slot can be had. */
export function writeAppointment(
  store: Store,
  appointment: Appointment,
  calendar: Calendar,
  fields: JsonObject
): Appointment {
  const changed: Appointment = {
    ...appointment,
    ...readTimes(appointment, calendar, fields),
    calendarId: calendar.id,
    groupId: calendar.groupId,
    dateUpdated: store.readTime(),
  }
  for (const name of ['title', 'address', 'description', 'appointmentStatus', 'meetingLocationType'] as const) {
    const value = readText(fields[name])
    if (value !== undefined) changed[name] = value
  }
  changed.assignedUserId = readText(fields.assignedUserId) ?? (appointment.assignedUserId || readMember(calendar))
  const isMoved =
    changed.startAt !== appointment.startAt ||
    changed.endAt !== appointment.endAt ||
    changed.calendarId !== appointment.calendarId ||
    changed.assignedUserId !== appointment.assignedUserId
  if (fields.ignoreFreeSlotValidation === true) {
    // Recurrence is honoured only together with this flag.
    const rrule = readText(fields.rrule)
    if (rrule) Object.assign(changed, { rrule, isRecurring: true })
  } else if (isMoved) checkSlot(store, calendar, changed, fields.ignoreDateRange === true)
  return changed
}

/** A new start without an end lasts one slot. */
function readTimes(
  { startAt, endAt }: Appointment,
  calendar: Calendar,
  fields: JsonObject
): { startAt: number; endAt: number } {
  const start = fields.startTime === undefined ? startAt : parseIsoTime(fields.startTime)
  const isStartWritten = fields.startTime !== undefined
  const slotEnd = isStartWritten ? (start ?? 0) + calendar.slotMinutes * 60_000 : endAt
  const end = fields.endTime === undefined ? slotEnd : parseIsoTime(fields.endTime)
  const complaints: string[] = []
  if (start === undefined) complaints.push('startTime must be a valid ISO 8601 date string')
  if (end === undefined) complaints.push('endTime must be a valid ISO 8601 date string')
  if (start === undefined || end === undefined) throw createValidationError(complaints)
  return { startAt: start, endAt: end }
}

/** With several team members the caller has to name one. */
function readMember(calendar: Calendar): string {
  const [only, ...others] = calendar.teamMembers
  if (only === undefined || others.length > 0) throw createError(400, 'assignedUserId is required')
  return only
}

function checkSlot(store: Store, calendar: Calendar, changed: Appointment, ignoreDateRange: boolean): void {
  const { startAt, endAt, assignedUserId, id } = changed
  if (isSlotFree(store, calendar, { startAt, endAt, userId: assignedUserId, exceptId: id, ignoreDateRange })) return
  throw createError(400, 'The slot you have selected is no longer available.')
}
