import type { Contact, CustomField, Location } from './records'
import { seedCalendars } from './seed-calendars'
import { seedConversations } from './seed-conversations'
import { SEEDED_AT, seedIds } from './seed-ids'
import { seedLookups } from './seed-lookups'
import { seedOrders } from './seed-orders'
import { seedSales } from './seed-sales'
import type { Store } from './store'

export { seedIds } from './seed-ids'

export function seedStore(store: Store): void {
  addLocation(store, seedIds.location, 'Alpine Dental', 'CH', 'Zurich', 'Europe/Zurich', true)
  addLocation(store, seedIds.secondLocation, 'Hudson Fitness', 'US', 'New York', 'America/New_York', false)
  seedPeople(store)
  seedConversations(store)
  seedCustomFields(store)
  seedSales(store)
  seedCalendars(store)
  seedLookups(store)
  seedOrders(store)
}

function addLocation(
  store: Store,
  id: string,
  name: string,
  country: string,
  city: string,
  timezone: string,
  isInstalled: boolean
): void {
  const location: Location = {
    id,
    companyId: seedIds.company,
    name,
    address: '1 Example Street',
    city,
    state: '',
    country,
    postalCode: '10001',
    website: 'https://example.com',
    timezone,
    email: 'office@example.com',
    phone: '+15550100000',
    settings: {
      allowDuplicateContact: false,
      allowDuplicateOpportunity: false,
      allowFacebookNameMerge: false,
      disableContactTimezone: false,
      contactUniqueIdentifiers: ['email', 'phone'],
    },
    isActive: true,
    isInstalled,
    installedAt: SEEDED_AT,
  }
  store.locations.set(id, location)
}

function seedPeople(store: Store): void {
  const { location, secondLocation, user, secondUser, business } = seedIds
  addUser(store, user, [location], 'Uma', 'User')
  addUser(store, secondUser, [location, secondLocation], 'Vito', 'User')
  store.businesses.set(business, { id: business, locationId: location, name: 'Example Industries' })
  addContact(store, seedIds.contact, location, 'Ada', 'Example', '+15550100001', business)
  addContact(store, seedIds.secondContact, location, 'Ben', 'Sample', '+15550100002', business)
  addContact(store, seedIds.foreignContact, secondLocation, 'Zoe', 'Elsewhere', '+15550100099')
}

function addUser(store: Store, id: string, locationIds: string[], firstName: string, lastName: string): void {
  const email = `${firstName}@example.com`.toLowerCase()
  store.users.set(id, { id, companyId: seedIds.company, locationIds, firstName, lastName, email, phone: '' })
}

function addContact(
  store: Store,
  id: string,
  locationId: string,
  firstName: string,
  lastName: string,
  phone: string,
  businessId?: string
): void {
  const contact: Contact = {
    id,
    locationId,
    firstName,
    lastName,
    email: `${firstName}.${lastName}@example.com`.toLowerCase(),
    phone,
    type: 'lead',
    source: 'sandbox',
    country: 'US',
    businessId: businessId ?? null,
    tags: ['sandbox'],
    customFields: [],
    followers: [],
    additionalEmails: [],
    additionalPhones: [],
    dateAdded: SEEDED_AT,
    dateUpdated: SEEDED_AT,
  }
  store.contacts.set(id, contact)
}

function seedCustomFields(store: Store): void {
  const add = (id: string, model: CustomField['model'], name: string, key: string, options?: string[]): void => {
    const dataType = options ? 'MULTIPLE_OPTIONS' : 'TEXT'
    const fieldKey = `${model}.${key}`
    const field: CustomField = { id, locationId: seedIds.location, model, name, fieldKey, dataType }
    store.customFields.set(id, options ? { ...field, picklistOptions: options } : field)
  }
  add(seedIds.contactField, 'contact', 'Favourite colour', 'favourite_colour')
  add(seedIds.contactChoiceField, 'contact', 'Interests', 'interests', ['Sports', 'Music', 'Travel'])
  add(seedIds.opportunityField, 'opportunity', 'Project code', 'project_code')
  add(seedIds.opportunityChoiceField, 'opportunity', 'Services', 'services', ['Design', 'Build', 'Support'])
}
