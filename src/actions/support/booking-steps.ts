/** What booking an appointment takes, step by step. */
import { RuntimeError } from '@botpress/sdk'
import { formatISO } from 'date-fns'
import { unwrap } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { isObject, type JsonObject } from '../../ghl/json'
import { GhlError, refusal } from '../../ghl/errors'
import { path } from '../../ghl/path'
import { TZDate } from '@date-fns/tz'
import { findMatches } from './contact-search'
import { readSlots, type SlotQuery } from './free-slots'

const MINUTE_MS = 60_000
/** Whose calendars are asked for one booking. */
const MAX_HOSTS = 10

export const readCalendar = async (ghl: Ghl, calendarId: string): Promise<JsonObject> =>
  unwrap(await ghl.get(path`/calendars/${calendarId}`), 'calendar')

/** Length of the calendar's appointments in ms, where it says. */
export function lengthOf({ slotDuration, slotDurationUnit }: JsonObject): number | undefined {
  if (typeof slotDuration !== 'number' || slotDuration <= 0) return undefined
  return slotDuration * MINUTE_MS * (slotDurationUnit === 'hours' ? 60 : 1)
}

/** The moment `length` ms after `startTime`, with the offset of `startTime`. */
export function endAfter(startTime: string, length: number | undefined): string | undefined {
  if (length === undefined) return undefined
  const offset = /(?:Z|[+-]\d{2}:?\d{2})$/i.exec(startTime)?.[0] ?? 'Z'
  return formatISO(new TZDate(Date.parse(startTime) + length, /^z$/i.test(offset) ? 'UTC' : offset))
}

const hostsOf = ({ teamMembers }: JsonObject): JsonObject[] =>
  Array.isArray(teamMembers) ? teamMembers.filter(isObject) : []

/**
 * The team member to book where a calendar has several and GoHighLevel wants one named: the first who is free then,
 * the primary one before the others. undefined where none need be named.
 */
export async function hostToBook(
  ghl: Ghl,
  calendar: JsonObject,
  slots: SlotQuery,
  wanted: number
): Promise<string | undefined> {
  const hosts = hostsOf(calendar)
  if (hosts.length < 2 || calendar.calendarType === 'collective') return undefined
  const ids = [...hosts]
    .sort((a, b) => Number(b.isPrimary === true) - Number(a.isPrimary === true))
    .flatMap(({ userId }) => (typeof userId === 'string' ? [userId] : []))
    .slice(0, MAX_HOSTS)
  for (const userId of ids) {
    const free = await readSlots(ghl, { ...slots, userId }, wanted, wanted + MINUTE_MS)
    if (free.length > 0) return userId
  }
  return undefined
}

type Person = {
  contactId?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  name?: string | undefined
}

/**
 * The contact of the person, created when there is none. Throws RuntimeError when nobody is named,
 * GhlError when e-mail and phone belong to two contacts: which one is meant only the person can tell.
 */
export async function contactToBook(
  ghl: Ghl,
  { contactId, email, phone, name }: Person
): Promise<{ id: string; isNew: boolean }> {
  if (contactId) return { id: contactId, isNew: false }
  if (!email && !phone) throw new RuntimeError('Give contactId, email or phone. Nothing was booked.')
  const { byEmail, byPhone } = await findMatches(ghl, email, phone)
  if (byEmail && byPhone && byEmail.id !== byPhone.id) {
    throw refusal(
      'DIFFERENT_CONTACTS',
      `email and phone belong to different contacts (${byEmail.id} and ${byPhone.id}). Give the contactId of the right one.`
    )
  }
  const known = (byEmail ?? byPhone)?.id
  if (typeof known === 'string') return { id: known, isNew: false }
  return createPerson(ghl, { email, phone, name })
}

async function createPerson(ghl: Ghl, fields: Person): Promise<{ id: string; isNew: boolean }> {
  try {
    const created = unwrap(await ghl.post('/contacts/', { locationId: ghl.locationId, ...fields }), 'contact')
    return { id: String(created.id), isNew: true }
  } catch (thrown) {
    // Somebody else has created it in between, or it matched by another field.
    const existing = thrown instanceof GhlError ? thrown.details.existingId : undefined
    if (existing) return { id: existing, isNew: false }
    throw thrown
  }
}
