import { contactCustomFields, mergeCustomFields } from './custom-fields'
import { createError, createValidationError } from './errors'
import type { Contact, JsonObject } from './records'
import type { Store } from './store'
import { type BodyRules, flag, isJsonObject, nullableText, readText, requiredText, text, texts } from './validation'

/** What can be written at any time. */
export const contactUpdateRules: BodyRules = {
  firstName: nullableText,
  lastName: nullableText,
  name: nullableText,
  email: nullableText,
  phone: nullableText,
  address1: nullableText,
  city: nullableText,
  state: nullableText,
  postalCode: text,
  website: nullableText,
  timezone: nullableText,
  dnd: flag,
  dndSettings: { type: 'object' },
  inboundDndSettings: { type: 'object' },
  tags: texts,
  customFields: contactCustomFields,
  source: nullableText,
  dateOfBirth: nullableText,
  country: text,
  assignedTo: nullableText,
  // Absent from the description of the update, reported as an oversight of that description.
  companyName: nullableText,
}

export const contactCreateRules: BodyRules = {
  ...contactUpdateRules,
  locationId: requiredText,
  gender: text,
  source: text,
  assignedTo: text,
}

export const contactUpsertRules: BodyRules = { ...contactCreateRules, createNewIfDuplicateAllowed: flag }

const PLAIN_FIELDS = [
  'address1',
  'city',
  'state',
  'postalCode',
  'website',
  'timezone',
  'source',
  'country',
  'assignedTo',
  'companyName',
  'gender',
  'firstName',
  'lastName',
  'dnd',
  'inboundDndSettings',
]

const DND_CHANNELS = ['Call', 'Email', 'SMS', 'WhatsApp', 'GMB', 'FB']
const DND_STATUSES = ['active', 'inactive', 'permanent']

/** Digits with a leading plus, the way GoHighLevel shows a number that it recognised. */
export function normalizePhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '')
  return digits === '' ? phone : `+${digits}`
}

/** Tags are kept in lower case, each once. */
export function lowerTags(tags: unknown[]): string[] {
  return [...new Set(tags.map((tag) => String(tag).toLowerCase()))]
}

/** A location alone makes no contact. The HTTP status and the status in the body differ. */
export function checkIdentity(fields: JsonObject, names: readonly string[]): void {
  if (names.some((name) => Boolean(fields[name]))) return
  const error = createError(400, `At least one of ${names.join(', ')} is required`)
  if (isJsonObject(error.body)) Object.assign(error.body, { statusCode: 422, error: 'Unprocessable Entity' })
  throw error
}

/** The changes that a written body makes, in stored form. */
export function readContactFields(store: Store, current: Contact, fields: JsonObject): Partial<Contact> {
  const changes: Partial<Contact> = {}
  const name = readText(fields.name)
  if (name !== undefined) Object.assign(changes, splitName(name))
  for (const field of PLAIN_FIELDS) if (fields[field] !== undefined) changes[field] = fields[field]
  if (fields.email !== undefined) changes.email = readText(fields.email)?.toLowerCase() ?? null
  if (fields.phone !== undefined) {
    const phone = readText(fields.phone)
    changes.phone = phone ? normalizePhone(phone) : null
  }
  if (fields.dndSettings !== undefined) {
    changes.dndSettings = { ...readObject(current.dndSettings), ...readDndSettings(fields.dndSettings) }
  }
  if (fields.dateOfBirth !== undefined) changes.dateOfBirth = readBirthday(fields.dateOfBirth)
  if (Array.isArray(fields.tags)) changes.tags = lowerTags(fields.tags)
  const { locationId, customFields } = current
  changes.customFields = mergeCustomFields(store, 'contact', locationId, customFields, fields.customFields)
  return changes
}

function splitName(name: string): Partial<Contact> {
  const [firstName = '', ...rest] = name.trim().split(/\s+/)
  return { firstName, lastName: rest.length > 0 ? rest.join(' ') : null }
}

function readObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

function readDndSettings(value: unknown): JsonObject {
  const settings = readObject(value)
  const complaints: string[] = []
  for (const [channel, setting] of Object.entries(settings)) {
    if (!DND_CHANNELS.includes(channel)) complaints.push(`dndSettings.property ${channel} should not exist`)
    else if (!DND_STATUSES.includes(String(readObject(setting).status))) {
      complaints.push(`dndSettings.${channel}.status must be one of the following values: ${DND_STATUSES.join(', ')}`)
    }
  }
  if (complaints.length > 0) throw createValidationError(complaints)
  return settings
}

/** Year first or last, with four kinds of separator; months always come before days. */
function readBirthday(value: unknown): string | null {
  if (value === null) return null
  const written = String(value)
  const yearFirst = /^(\d{4})[-/._](\d{2})[-/._](\d{2})/.exec(written)
  const yearLast = /^(\d{2})[-/._](\d{2})[-/._](\d{4})$/.exec(written)
  const [year, month, day] = yearFirst ? yearFirst.slice(1) : [yearLast?.[3], yearLast?.[1], yearLast?.[2]]
  const birthday = new Date(`${year}-${month}-${day}T00:00:00.000Z`)
  if (Number.isNaN(birthday.getTime())) throw createValidationError(['dateOfBirth must be a valid date'])
  return birthday.toISOString()
}
