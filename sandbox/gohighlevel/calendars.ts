import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { Calendar } from './calendar-records'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createValidationError, createWrongLocation } from './errors'
import type { JsonObject } from './records'
import { listFreeSlots } from './slots'
import type { Store } from './store'
import { formatInZone, isTimeZone } from './time'

const LONGEST_SPAN_MS = 31 * 86_400_000

export function calendarsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'calendars.readonly')

  routes.get('/calendars/', mayRead, (c) => {
    const { groupId } = c.req.query()
    const locationId = checkLocation(c, c.req.query('locationId'))
    const calendars = [...store.calendars.values()].filter(
      (calendar) => calendar.locationId === locationId && (!groupId || calendar.groupId === groupId)
    )
    return sendJson(c, { calendars: calendars.map(showCalendar) })
  })

  routes.get('/calendars/:calendarId', mayRead, (c) => {
    return sendJson(c, { calendar: showCalendar(findCalendar(c, store, c.req.param('calendarId'))) })
  })

  routes.get('/calendars/:calendarId/free-slots', mayRead, (c) => {
    const calendar = findCalendar(c, store, c.req.param('calendarId'))
    const { timezone = store.readTimezone(calendar.locationId), userId } = c.req.query()
    if (!isTimeZone(timezone)) throw createError(400, 'timezone must be a valid IANA time zone')
    const { from, to } = readSpan(c)
    const first = Math.max(from, store.now())
    const slots = [...listFreeSlots(store, calendar, first, to, userId)].map((time) => formatInZone(time, timezone))
    return sendJson(c, groupByDay(slots))
  })

  return routes
}

/** How a missing calendar is answered is not documented; 400 is what missing contacts and orders have. */
export function findCalendar(c: Context<ApiEnv>, store: Store, calendarId: string): Calendar {
  const calendar = store.calendars.get(calendarId)
  if (!calendar) throw createError(400, `Calendar with id ${calendarId} not found`)
  if (calendar.locationId !== c.get('token').locationId) throw createWrongLocation()
  return calendar
}

/** Epoch milliseconds, unlike the ISO times that bookings want. */
function readSpan(c: Context<ApiEnv>): { from: number; to: number } {
  const { startDate = '', endDate = '' } = c.req.query()
  const complaints = Object.entries({ startDate, endDate })
    .filter(([, value]) => !/^\d+$/.test(value))
    .map(([name]) => `${name} must be a number conforming to the specified constraints`)
  if (complaints.length > 0) throw createValidationError(complaints)
  const [from, to] = [Number(startDate), Number(endDate)]
  if (to - from > LONGEST_SPAN_MS) throw createError(400, 'Date range cannot be more than 31 days')
  return { from, to }
}

/** A map without a wrapper, in which days that have no free slot are missing. */
function groupByDay(slots: string[]): JsonObject {
  const days: Record<string, { slots: string[] }> = {}
  for (const slot of slots) {
    const day = (days[slot.slice(0, 10)] ??= { slots: [] })
    day.slots.push(slot)
  }
  return days
}

function showCalendar(calendar: Calendar): JsonObject {
  const { id, locationId, groupId, name, calendarType, slotMinutes, openDays, opensAt, closesAt } = calendar
  const slug = name.toLowerCase()
  const hours = {
    openHour: Math.floor(opensAt / 60),
    openMinute: opensAt % 60,
    closeHour: Math.floor(closesAt / 60),
    closeMinute: closesAt % 60,
  }
  return {
    id,
    locationId,
    groupId,
    name,
    description: '',
    slug,
    widgetSlug: slug,
    widgetType: 'classic',
    calendarType,
    isActive: true,
    slotDuration: slotMinutes,
    slotDurationUnit: 'mins',
    slotInterval: slotMinutes,
    slotIntervalUnit: 'mins',
    appoinmentPerSlot: 1,
    teamMembers: calendar.teamMembers.map((userId, index) => ({ userId, priority: 0.5, isPrimary: index === 0 })),
    openHours: openDays.map((day) => ({ daysOfTheWeek: [day], hours: [hours] })),
  }
}
