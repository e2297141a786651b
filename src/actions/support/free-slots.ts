/** A calendar's free slots, read in windows as long as the route allows. */
import { secondsToMilliseconds } from 'date-fns'
import { unwrap } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { isObject, type JsonObject } from '../../ghl/json'
import { GhlError } from '../../ghl/errors'
import { path } from '../../ghl/path'
import { checkedTimeZone } from '../../schemas/time-zones'

/** Longest span the route takes, in ms. */
export const WINDOW_MS = secondsToMilliseconds(31 * 24 * 60 * 60)
const ALTERNATIVES = 5
/** How far before and after a taken slot others are looked for, in ms. */
const NEARBY_MS = secondsToMilliseconds(7 * 24 * 60 * 60)

export type SlotQuery = { calendarId: string; timezone?: string | undefined; userId?: string | undefined }

/** The location's IANA time zone, kept for minutes; UTC where GoHighLevel does not tell. */
async function locationTimeZone(ghl: Ghl): Promise<string> {
  const read = async () => [unwrap(await ghl.get(path`/locations/${ghl.locationId}`), 'location')]
  const [location] = await ghl.lookups.read('location', read)
  return isObject(location) && typeof location.timezone === 'string' ? location.timezone : 'UTC'
}

/** The time zone asked for, else the location's. Throws RuntimeError for one that does not exist. */
export const timeZoneOf = async (ghl: Ghl, timezone?: string): Promise<string> =>
  timezone ? checkedTimeZone(timezone) : locationTimeZone(ghl)

/** The answer is a map from day to slots, with other keys in between. */
const slotsIn = (answered: JsonObject): string[] =>
  Object.values(answered)
    .flatMap((day) => (isObject(day) && Array.isArray(day.slots) ? day.slots : []))
    .filter((slot): slot is string => typeof slot === 'string')

/** Free slots from one moment (epoch ms) until before another, ISO 8601 with the offset of the time zone, in order. */
export async function readSlots(ghl: Ghl, query: SlotQuery, from: number, to: number): Promise<string[]> {
  const { calendarId, ...asked } = query
  const found = new Map<number, string>()
  for (let start = from; start < to; start += WINDOW_MS) {
    const span = { startDate: start, endDate: Math.min(start + WINDOW_MS, to) }
    const answered = await ghl.get(path`/calendars/${calendarId}/free-slots`, { ...span, ...asked })
    for (const slot of slotsIn(answered)) found.set(Date.parse(slot), slot)
  }
  return [...found]
    .filter(([at]) => at >= from && at < to)
    .sort(([a], [b]) => a - b)
    .map(([, slot]) => slot)
}

const nearest = (slots: string[], wanted: number): string[] =>
  [...slots]
    .sort((a, b) => Math.abs(Date.parse(a) - wanted) - Math.abs(Date.parse(b) - wanted))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => Date.parse(a) - Date.parse(b))

/** The refusal of a slot that is taken, with the nearest free ones. */
const slotTaken = (freeSlots: string[]): GhlError =>
  new GhlError(
    freeSlots.length > 0
      ? `This time is not free. The nearest free times are ${freeSlots.join(', ')}.`
      : 'This time is not free, and there is no free time within a week of it.',
    'SLOT_TAKEN',
    { code: 'SLOT_TAKEN', retryable: false, freeSlots }
  )

/** Throws GhlError with the nearest free slots unless one begins at `wanted` (epoch ms). */
export async function requireFreeSlot(ghl: Ghl, query: SlotQuery, wanted: number): Promise<void> {
  const from = Math.max(wanted - NEARBY_MS, Math.min(Date.now(), wanted))
  const slots = await readSlots(ghl, query, from, wanted + NEARBY_MS)
  if (!slots.some((slot) => Date.parse(slot) === wanted)) throw slotTaken(nearest(slots, wanted))
}

/** Does the booking; when the slot is gone by now, tells the nearest free ones instead. */
export async function bookOrSuggest<T>(ghl: Ghl, query: SlotQuery, wanted: number, book: () => Promise<T>): Promise<T> {
  await requireFreeSlot(ghl, query, wanted)
  try {
    return await book()
  } catch (thrown) {
    if (!(thrown instanceof GhlError) || thrown.kind !== 'SLOT_TAKEN') throw thrown
    // The calendar may go on listing for a moment the time that it has just refused.
    const slots = await readSlots(ghl, query, Math.min(Date.now(), wanted), wanted + NEARBY_MS)
    throw slotTaken(
      nearest(
        slots.filter((slot) => Date.parse(slot) !== wanted),
        wanted
      )
    )
  }
}
