/** Searching contacts: plain inputs into GoHighLevel's filter grammar, and the exact match by e-mail or phone. */
import { isValid } from 'date-fns'
import type { Ghl } from '../../ghl/client'
import { isObject, type JsonObject } from '../../ghl/json'
import { checkedMoment } from '../../schemas/dates'

export type Filter = { field: string; operator: string; value?: unknown }

/** What searchContacts takes, beside paging. */
export type Search = {
  email?: string | undefined
  phone?: string | undefined
  tags?: string[] | undefined
  assignedTo?: string | undefined
  addedAfter?: string | undefined
  addedBefore?: string | undefined
  updatedAfter?: string | undefined
  updatedBefore?: string | undefined
  filters?: Filter[] | undefined
}

/** E.164 as GoHighLevel compares it: without the spaces, dashes and brackets that people write. */
export const toE164 = (phone: string): string => phone.replace(/[\s().-]/g, '')

function range(field: string, after: string | undefined, before: string | undefined): Filter[] {
  const value = { ...(after && { gt: after }), ...(before && { lt: before }) }
  return Object.keys(value).length > 0 ? [{ field, operator: 'range', value }] : []
}

const equal = (field: string, value: string | undefined): Filter[] =>
  value === undefined ? [] : [{ field, operator: 'eq', value }]

/** All of them must hold. Throws RuntimeError for a date that is none. */
export const filtersOf = (search: Search): Filter[] => [
  ...equal('email', search.email),
  ...equal('phone', search.phone && toE164(search.phone)),
  ...equal('assignedTo', search.assignedTo),
  // Tags are kept in lower case.
  ...(search.tags ?? []).flatMap((tag) => equal('tags', tag.toLowerCase())),
  ...range(
    'dateAdded',
    checkedMoment(search.addedAfter, 'addedAfter'),
    checkedMoment(search.addedBefore, 'addedBefore')
  ),
  ...range(
    'dateUpdated',
    checkedMoment(search.updatedAfter, 'updatedAfter'),
    checkedMoment(search.updatedBefore, 'updatedBefore')
  ),
  ...(search.filters ?? []),
]

const isDate = (value: unknown): value is number => typeof value === 'number' && isValid(new Date(value))

/** Search results name some fields otherwise than the contact itself does. */
export function normalizeFound(found: JsonObject): JsonObject {
  const { address, dateOfBirth, searchAfter: _, ...contact } = found
  return {
    ...contact,
    ...(address !== undefined && { address1: address }),
    ...(dateOfBirth !== undefined && {
      dateOfBirth: isDate(dateOfBirth) ? new Date(dateOfBirth).toISOString().slice(0, 10) : dateOfBirth,
    }),
  }
}

/** The contact with exactly this e-mail or phone, or undefined. Never reads the search index, which lags behind. */
async function match(ghl: Ghl, query: { email: string } | { number: string }): Promise<JsonObject | undefined> {
  const { contact } = await ghl.get('/contacts/search/duplicate', { locationId: ghl.locationId, ...query })
  return isObject(contact) ? contact : undefined
}

/** The contacts that an e-mail and a phone number belong to, looked for separately: they may be two. */
export async function findMatches(
  ghl: Ghl,
  email: string | undefined,
  phone: string | undefined
): Promise<{ byEmail?: JsonObject | undefined; byPhone?: JsonObject | undefined }> {
  const [byEmail, byPhone] = await Promise.all([
    email ? match(ghl, { email }) : undefined,
    phone ? match(ghl, { number: toE164(phone) }) : undefined,
  ])
  return { byEmail, byPhone }
}
