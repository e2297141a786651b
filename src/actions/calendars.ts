/** Calendars, their free slots and their blocked ones. */
import { RuntimeError, z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import { path } from '../ghl/path'
import { blockedSlot, calendar } from '../schemas/calendar'
import { epochMs, moment } from '../schemas/dates'
import { answer, count, id, locationId, text, texts } from '../schemas/fields'
import { spanOf } from '../schemas/time-zones'
import { defineAction } from './action'
import { checkTimes, eventsInput, readEvents } from './support/events'
import { readSlots, timeZoneOf, WINDOW_MS } from './support/free-slots'
import { listOutput, wholeList } from './support/list'

const calendarId = id('Calendar', 'ID or name of the calendar')
const timezone = text('Time Zone', "IANA time zone of the answer, e.g. America/Chicago; the location's when empty")
const userId = id('User', 'Only slots of this team member, by ID or name')
const slotOutput = {
  slots: texts('Slots', 'Free start times, ISO 8601 with offset; use one as startTime unchanged'),
  timezone: text('Time Zone', 'IANA time zone of the slots'),
}

export const listCalendars = defineAction({
  title: 'List Calendars',
  description: 'List the calendars of the location, with length of appointments and team members',
  scopes: ['calendars.readonly'],
  example: {},
  input: z.object({ groupId: id('Group ID', 'Only calendars of this group').optional(), locationId }),
  data: answer({ calendars: z.array(calendar).title('Calendars').describe('The calendars'), ...listOutput }),
  done: 'Calendars listed',
  run: async (ghl, input) =>
    wholeList('calendars', listOf(await ghl.get('/calendars/', { locationId: ghl.locationId, ...input }), 'calendars')),
})

export const getCalendar = defineAction({
  title: 'Get Calendar',
  description: 'Read one calendar: length of appointments, team members, whether it is active',
  scopes: ['calendars.readonly'],
  example: { calendarId: 'Consultation' },
  input: z.object({ calendarId }),
  data: calendar,
  done: 'Calendar found',
  run: async (ghl, input) => unwrap(await ghl.get(path`/calendars/${input.calendarId}`), 'calendar'),
})

export const getFreeSlots = defineAction({
  title: 'Get Free Slots',
  description: 'List all free appointment times of a calendar between two days or moments',
  scopes: ['calendars.readonly', 'locations.readonly'],
  example: { calendarId: 'Consultation', startDate: '2026-07-20', endDate: '2026-07-24' },
  input: z.object({
    calendarId,
    startDate: text('From', 'First day as YYYY-MM-DD, or a moment as ISO 8601 with offset'),
    endDate: text('To', 'Last day as YYYY-MM-DD, or a moment as ISO 8601 with offset'),
    timezone: timezone.optional(),
    userId: userId.optional(),
    limit: count(1, 10_000, 'Limit', 'At most so many; all when empty').optional(),
  }),
  data: answer({ ...slotOutput, total: listOutput.total }),
  done: 'Free slots listed',
  run: async (ghl, { startDate, endDate, limit, ...query }) => {
    const zone = await timeZoneOf(ghl, query.timezone)
    const { from, to } = spanOf(startDate, endDate, zone)
    const slots = await readSlots(ghl, { ...query, timezone: zone }, from, to)
    return { slots: slots.slice(0, limit), timezone: zone, total: slots.length }
  },
})

const LONGEST_LOOK = 6

export const findNextFreeSlots = defineAction({
  title: 'Find Next Free Slots',
  description:
    'Find the next few free appointment times of a calendar, from now or a given moment on. The best start for booking.',
  scopes: ['calendars.readonly', 'locations.readonly'],
  example: { calendarId: 'Consultation', count: 3 },
  input: z.object({
    calendarId,
    count: count(1, 100, 'Count', 'How many; 3 when empty').optional(),
    from: moment('From', 'Look from this moment on; now when empty').optional(),
    timezone: timezone.optional(),
    userId: userId.optional(),
  }),
  data: answer(slotOutput),
  done: 'Next free slots found',
  run: async (ghl, { count: wanted = 3, from, ...query }) => {
    const zone = await timeZoneOf(ghl, query.timezone)
    const slots: string[] = []
    let start = from ? epochMs(from, 'from') : Date.now()
    for (let window = 0; window < LONGEST_LOOK && slots.length < wanted; window++, start += WINDOW_MS) {
      slots.push(...(await readSlots(ghl, { ...query, timezone: zone }, start, start + WINDOW_MS)))
    }
    return { slots: slots.slice(0, wanted), timezone: zone }
  },
})

export const createBlockSlot = defineAction({
  title: 'Create Block Slot',
  description:
    'Block a time in a calendar, or of a team member, so that nothing can be booked then. Delete Event frees it again.',
  scopes: ['calendars/events.write'],
  example: {
    calendarId: 'Consultation',
    title: 'Team meeting',
    startTime: '2026-07-20T09:00:00+02:00',
    endTime: '2026-07-20T10:00:00+02:00',
  },
  input: z.object({
    calendarId: calendarId.optional(),
    assignedUserId: id('User', 'ID or name of the team member; instead of a calendar').optional(),
    title: text('Title', 'Why the time is blocked').optional(),
    startTime: moment('Start Time', 'When it begins'),
    endTime: moment('End Time', 'When it ends'),
    locationId,
  }),
  data: blockedSlot,
  done: 'Time blocked',
  run: async (ghl, input) => {
    if (Boolean(input.calendarId) === Boolean(input.assignedUserId)) {
      throw new RuntimeError('Give either calendarId or assignedUserId, not both. Nothing was changed in GoHighLevel.')
    }
    const body = { locationId: ghl.locationId, ...input, ...checkTimes(input) }
    return unwrap(await ghl.post('/calendars/events/block-slots', body), 'event')
  },
})

export const listBlockedSlots = defineAction({
  title: 'List Blocked Slots',
  description: 'List the blocked times of a calendar, a team member or a calendar group between two moments',
  scopes: ['calendars/events.readonly'],
  example: {
    calendarId: 'Consultation',
    startTime: '2026-07-20T00:00:00+02:00',
    endTime: '2026-07-27T00:00:00+02:00',
  },
  input: z.object(eventsInput),
  data: answer({ events: z.array(blockedSlot).title('Blocked Slots').describe('The blocked times'), ...listOutput }),
  done: 'Blocked slots listed',
  run: async (ghl, input) => wholeList('events', await readEvents(ghl, '/calendars/blocked-slots', input)),
})
