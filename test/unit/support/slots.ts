/** Calendars with free slots, and people to book them. */
import type { Reply } from './actions'
import { ids } from './lookups'
import { byRoute, type Answerer, type Asked } from './routes'

export const CALENDAR = `GET /calendars/${ids.consultation}`
export const SLOTS = `${CALENDAR}/free-slots`
export const LOCATION = 'GET /locations/location-1'
export const DUPLICATE = 'GET /contacts/search/duplicate'
export const CREATE_CONTACT = 'POST /contacts/'
export const BOOK = 'POST /calendars/events/appointments'

/** The map from day to slots that GoHighLevel answers with, with the key that is no day. */
export const slotsAnswer = (slots: string[]): Reply => {
  const days = [...new Set(slots.map((slot) => slot.slice(0, 10)))]
  const map = days.map((day) => [day, { slots: slots.filter((slot) => slot.startsWith(day)) }])
  return { body: { ...Object.fromEntries(map), traceId: 'trace-1' } }
}

/** Those of the slots that lie within the window asked for. */
export const slotsWithin =
  (slots: string[]) =>
  ({ query }: Pick<Asked, 'query'>): Reply =>
    slotsAnswer(
      slots.filter((slot) => {
        const at = Date.parse(slot)
        return at >= Number(query.startDate) && at < Number(query.endDate)
      })
    )

export const locationIn = (timezone: string): Reply => ({ body: { location: { id: 'location-1', timezone } } })

/** What GoHighLevel answers to a booking: without the times. */
export const bookedAs = (id: string): Reply => ({
  status: 201,
  body: { id, calendarId: ids.consultation, appoinmentStatus: 'confirmed', traceId: 'trace-1' },
})

export const TAKEN: Reply = {
  status: 400,
  body: { statusCode: 400, message: 'The slot you have selected is no longer available.', traceId: 'trace-2' },
}

type World = {
  slots?: string[]
  calendar?: object
  byEmail?: object | null
  byPhone?: object | null
  timezone?: string
  others?: Record<string, Reply | Reply[] | Answerer>
}

/** A location with one calendar of half-hour slots. */
export const bookable = ({
  slots = [],
  calendar = {},
  byEmail = null,
  byPhone = null,
  timezone = 'Europe/Berlin',
  others,
}: World): Answerer =>
  byRoute({
    [LOCATION]: locationIn(timezone),
    [CALENDAR]: {
      body: { calendar: { id: ids.consultation, slotDuration: 30, slotDurationUnit: 'mins', ...calendar } },
    },
    [SLOTS]: slotsWithin(slots),
    [DUPLICATE]: ({ query }) => ({ body: { contact: query.email === undefined ? byPhone : byEmail } }),
    [CREATE_CONTACT]: { status: 201, body: { contact: { id: 'contact0000000000009' } } },
    [BOOK]: bookedAs('appointment000000001'),
    ...others,
  })
