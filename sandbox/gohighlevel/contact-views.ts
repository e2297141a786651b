import type { Contact, JsonObject } from './records'

const FOUND_FIELDS = [
  'id',
  'locationId',
  'firstName',
  'lastName',
  'email',
  'phone',
  'type',
  'source',
  'assignedTo',
  'companyName',
  'businessId',
  'city',
  'state',
  'postalCode',
  'country',
  'website',
  'timezone',
  'dndSettings',
  'validEmail',
  'dateAdded',
  'dateUpdated',
]

/** Empty fields are left out, not sent as null; the full name is not sent at all. */
export function showContact(contact: Contact): JsonObject {
  const shown = Object.entries({ ...contact, ...listLowerCase(contact) })
  return Object.fromEntries(shown.filter(([, value]) => value !== null && value !== undefined && value !== ''))
}

/** The short form of lists. */
export function showListedContact(contact: Contact): JsonObject {
  const { id, locationId, firstName, lastName, email, phone, timezone, country, source, dateAdded } = contact
  const { customFields, tags, businessId, followers } = contact
  return {
    id,
    locationId,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    email: email ?? null,
    phone: phone ?? null,
    timezone: timezone ?? null,
    country: country ?? null,
    source: source ?? null,
    dateAdded,
    customFields,
    tags,
    businessId: businessId ?? null,
    attributions: [],
    followers,
  }
}

/** What a search finds: empty fields are null, some others are named or written differently than elsewhere. */
export function showFoundContact(contact: Contact, searchAfter: unknown[]): JsonObject {
  const { address1, dateOfBirth, customFields, tags, followers, additionalEmails, additionalPhones } = contact
  const { fullNameLowerCase, firstNameLowerCase, lastNameLowerCase } = listLowerCase(contact)
  const born = Date.parse(String(dateOfBirth))
  const plain = Object.fromEntries(FOUND_FIELDS.map((name) => [name, contact[name] ?? null]))
  return {
    ...plain,
    contactName: fullNameLowerCase ?? null,
    firstNameLowerCase: firstNameLowerCase ?? null,
    lastNameLowerCase: lastNameLowerCase ?? null,
    phoneLabel: null,
    address: address1 ?? null,
    dateOfBirth: Number.isNaN(born) ? null : born,
    dnd: contact.dnd ?? false,
    tags,
    customFields,
    followers,
    additionalEmails,
    additionalPhones,
    searchAfter,
  }
}

/** How other objects show the contact they belong to. */
export function showContactSummary(contact: Contact | undefined): JsonObject | undefined {
  if (!contact) return undefined
  const { id, firstName, lastName, companyName, email, phone, tags, followers } = contact
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return { id, name, companyName: companyName ?? null, email: email ?? null, phone: phone ?? null, tags, followers }
}

function listLowerCase({ firstName, lastName, email }: Contact): JsonObject {
  return {
    firstNameLowerCase: firstName?.toLowerCase(),
    lastNameLowerCase: lastName?.toLowerCase(),
    fullNameLowerCase: [firstName, lastName].filter(Boolean).join(' ').toLowerCase(),
    emailLowerCase: email?.toLowerCase(),
  }
}
