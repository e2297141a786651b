import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { BlockedSlot } from './calendar-records'
import { findCalendar } from './calendars'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createValidationError, createWrongLocation } from './errors'
import { type EventQuery, readEventQuery } from './event-query'
import type { JsonObject } from './records'
import type { Store } from './store'
import { formatInZone, parseIsoTime } from './time'
import { type BodyRules, checkBody, isJsonObject, readText, requiredText, text } from './validation'

const createRules: BodyRules = {
  title: text,
  calendarId: text,
  assignedUserId: text,
  locationId: requiredText,
  startTime: text,
  endTime: text,
}

export function blockSlotsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.post('/calendars/events/block-slots', requireAccess(sandbox, 'calendars/events.write'), (c) => {
    const body = c.get('body')
    const locationId = checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
    const slot = createSlot(c, store, locationId, checkBody(body, createRules))
    store.blockedSlots.set(slot.id, slot)
    const { id, title, calendarId, assignedUserId } = slot
    return sendJson(c, { id, locationId, title, calendarId, assignedUserId, ...showTimes(store, slot) }, 201)
  })

  routes.get('/calendars/blocked-slots', requireAccess(sandbox, 'calendars/events.readonly'), (c) => {
    return sendJson(c, { events: listSlots(store, readEventQuery(c)).map((slot) => showEvent(store, slot)) })
  })

  return routes
}

/** False when there is no such blocked slot. */
export function removeBlockedSlot(c: Context<ApiEnv>, store: Store, eventId: string): boolean {
  const slot = store.blockedSlots.get(eventId)
  if (!slot) return false
  if (slot.locationId !== c.get('token').locationId) throw createWrongLocation()
  return store.blockedSlots.delete(eventId)
}

/** The description marks the calendar as required and yet forbids it beside a user. */
function createSlot(c: Context<ApiEnv>, store: Store, locationId: string, fields: JsonObject): BlockedSlot {
  const calendarId = readText(fields.calendarId)
  const assignedUserId = readText(fields.assignedUserId)
  if (Boolean(calendarId) === Boolean(assignedUserId)) {
    throw createError(400, 'Either calendarId or assignedUserId can be set, not both.')
  }
  if (calendarId) findCalendar(c, store, calendarId)
  const startAt = readTime(fields, 'startTime')
  const endAt = readTime(fields, 'endTime')
  if (endAt <= startAt) throw createError(400, 'endTime must be after startTime')
  const title = readText(fields.title) ?? ''
  const dateAdded = store.readTime()
  return { id: store.createId(), locationId, title, calendarId, assignedUserId, startAt, endAt, dateAdded }
}

function readTime(fields: JsonObject, name: string): number {
  const time = parseIsoTime(fields[name])
  if (time === undefined) throw createValidationError([`${name} must be a valid ISO 8601 date string`])
  return time
}

/** Listed under what was blocked: a calendar does not list what is blocked for its team members. */
function listSlots(store: Store, { locationId, calendarId, userId, groupId, from, to }: EventQuery): BlockedSlot[] {
  return [...store.blockedSlots.values()]
    .filter(
      (slot) =>
        slot.locationId === locationId &&
        (!calendarId || slot.calendarId === calendarId) &&
        (!userId || slot.assignedUserId === userId) &&
        (!groupId || store.calendars.get(slot.calendarId ?? '')?.groupId === groupId) &&
        slot.startAt >= from &&
        slot.startAt <= to
    )
    .sort((a, b) => a.startAt - b.startAt)
}

function showTimes(store: Store, { locationId, startAt, endAt }: BlockedSlot): JsonObject {
  const timezone = store.readTimezone(locationId)
  return { startTime: formatInZone(startAt, timezone), endTime: formatInZone(endAt, timezone) }
}

function showEvent(store: Store, slot: BlockedSlot): JsonObject {
  const { id, title, locationId, calendarId, assignedUserId, dateAdded } = slot
  return {
    id,
    title,
    locationId,
    calendarId,
    assignedUserId,
    groupId: store.calendars.get(calendarId ?? '')?.groupId,
    users: assignedUserId ? [assignedUserId] : [],
    isRecurring: false,
    ...showTimes(store, slot),
    dateAdded,
    dateUpdated: dateAdded,
    createdBy: { source: 'third_party' },
  }
}
