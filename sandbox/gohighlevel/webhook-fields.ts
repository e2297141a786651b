import type { Appointment } from './calendar-records'
import type { Contact, ContactNote, ContactTask, JsonObject, Opportunity } from './records'
import { seedIds } from './seed-ids'
import type { Store } from './store'
import { formatInZone } from './time'

const CONTACT_FIELDS = [
  'locationId',
  'id',
  'address1',
  'city',
  'state',
  'companyName',
  'country',
  'source',
  'dateAdded',
  'dateOfBirth',
  'dnd',
  'email',
  'name',
  'firstName',
  'lastName',
  'phone',
  'postalCode',
  'tags',
  'website',
  'attachments',
  'assignedTo',
  'customFields',
]

/** Empty fields are left out. */
export function showContactEvent(contact: Contact): JsonObject {
  const { firstName, lastName } = contact
  const name = [firstName, lastName].filter(Boolean).join(' ')
  const all: JsonObject = { dnd: false, attachments: [], ...contact, name }
  const shown = CONTACT_FIELDS.map((field): [string, unknown] => [field, all[field]])
  return Object.fromEntries(shown.filter(([, value]) => value !== null && value !== undefined && value !== ''))
}

/** Only ContactDndUpdate has them. */
export function listDndFields({ dndSettings }: Contact): JsonObject {
  return dndSettings === undefined ? {} : { dndSettings }
}

export function showNoteEvent(locationId: string, { id, body, contactId, dateAdded }: ContactNote): JsonObject {
  return { locationId, id, body, contactId, dateAdded }
}

export function showTaskEvent(locationId: string, task: ContactTask): JsonObject {
  const { id, assignedTo, body, contactId, title, dateAdded, dueDate } = task
  return { locationId, id, assignedTo, body, contactId, title, dateAdded, dueDate }
}

/** Recorded without the contact and the text, whatever the description says. */
export function showTaskCreateEvent(locationId: string, task: ContactTask): JsonObject {
  const { body: _, contactId: __, ...fields } = showTaskEvent(locationId, task)
  return fields
}

export function showOpportunityEvent(opportunity: Opportunity): JsonObject {
  const { locationId, id, assignedTo, contactId, monetaryValue, name, pipelineId, pipelineStageId } = opportunity
  const { source, status, createdAt: dateAdded } = opportunity
  const sale = { pipelineId, pipelineStageId, source, status, dateAdded }
  return { locationId, id, assignedTo, contactId, monetaryValue, name, ...sale }
}

/** All but the location is one level down, unlike in other events. */
export function showAppointmentEvent(store: Store, appointment: Appointment): JsonObject {
  const { locationId, startAt, endAt, id, address, title, calendarId, contactId, groupId } = appointment
  const { appointmentStatus, assignedUserId, notes, dateAdded, dateUpdated } = appointment
  const timezone = store.readTimezone(locationId)
  return {
    locationId,
    appointment: {
      id,
      address,
      title,
      calendarId,
      contactId,
      groupId,
      appointmentStatus,
      assignedUserId,
      users: [assignedUserId],
      notes,
      source: 'third_party',
      startTime: formatInZone(startAt, timezone),
      endTime: formatInZone(endAt, timezone),
      dateAdded,
      dateUpdated,
    },
  }
}

export function showInstallEvent(store: Store, locationId: string): JsonObject {
  return {
    installType: 'Location',
    locationId,
    companyId: store.locations.get(locationId)?.companyId,
    userId: seedIds.user,
    planId: '5a9db0c000000000000000a1',
    trial: { onTrial: true, trialDuration: 14, trialStartDate: store.readTime() },
    isWhitelabelCompany: false,
    whitelabelDetails: {},
    companyName: 'Example Agency',
  }
}
