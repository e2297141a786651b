import type { Campaign, Workflow } from './lookup-records'
import { SEEDED_AT, seedIds } from './seed-ids'
import type { Store } from './store'

const DAY_MS = 86_400_000

export function seedLookups(store: Store): void {
  addWorkflow(store, seedIds.workflow, 'Follow-up after chat', 'published')
  addWorkflow(store, seedIds.draftWorkflow, 'Win back lost customers', 'draft')
  addCampaign(store, seedIds.campaign, 'Spring offer', 'published')
  addCampaign(store, seedIds.draftCampaign, 'Autumn offer', 'draft')
  const [openingHours, bookingLink] = seedIds.customValues
  addCustomValue(store, openingHours, 'Opening hours', 'opening_hours', 'Monday to Friday, 8:00 to 18:00')
  addCustomValue(store, bookingLink, 'Booking link', 'booking_link', 'https://example.com/book')
  const [sandboxTag, vipTag] = seedIds.tags
  // The first is on every seeded contact.
  for (const [id, name] of [[sandboxTag, 'sandbox'] as const, [vipTag, 'vip'] as const]) {
    store.tags.set(id, { id, locationId: seedIds.location, name })
  }
  seedForms(store)
}

function addWorkflow(store: Store, id: string, name: string, status: Workflow['status']): void {
  store.workflows.set(id, {
    id,
    locationId: seedIds.location,
    name,
    status,
    version: 1,
    createdAt: SEEDED_AT,
    updatedAt: SEEDED_AT,
    contactIds: [],
  })
}

function addCampaign(store: Store, id: string, name: string, status: Campaign['status']): void {
  store.campaigns.set(id, { id, locationId: seedIds.location, name, status, contactIds: [] })
}

function addCustomValue(store: Store, id: string, name: string, key: string, value: string): void {
  const fieldKey = `{{ custom_values.${key} }}`
  store.customValues.set(id, { id, locationId: seedIds.location, name, fieldKey, value })
}

/** Three submissions within the month that lists show unless asked for more, one before it. */
function seedForms(store: Store): void {
  const { location: locationId, form, secondForm, contact, secondContact, submissions, oldSubmission } = seedIds
  store.forms.set(form, { id: form, locationId, name: 'Contact us' })
  store.forms.set(secondForm, { id: secondForm, locationId, name: 'Request a quote' })
  addSubmission(store, submissions[0], form, contact, 1)
  addSubmission(store, submissions[1], secondForm, secondContact, 3)
  addSubmission(store, submissions[2], form, secondContact, 5)
  addSubmission(store, oldSubmission, form, contact, 90)
}

function addSubmission(store: Store, id: string, formId: string, contactId: string, daysAgo: number): void {
  const contact = store.contacts.get(contactId)
  const name = `${contact?.firstName} ${contact?.lastName}`
  const email = contact?.email ?? ''
  const sentAt = store.now() - daysAgo * DAY_MS
  store.formSubmissions.set(id, {
    id,
    locationId: seedIds.location,
    formId,
    contactId,
    name,
    email,
    createdAt: new Date(sentAt).toISOString(),
    others: {
      full_name: name,
      email,
      phone: contact?.phone,
      [seedIds.contactField]: 'Green',
      eventData: { type: 'page-visit', source: 'Direct traffic', medium: 'form', timestamp: sentAt },
      fieldsOriSequance: ['full_name', 'email', 'phone', seedIds.contactField],
    },
  })
}
