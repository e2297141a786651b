import type { Appointment } from './calendar-records'
import type { Contact, ContactNote, ContactTask, JsonObject, Opportunity } from './records'
import type { Store } from './store'
import {
  listDndFields,
  showAppointmentEvent,
  showContactEvent,
  showNoteEvent,
  showOpportunityEvent,
  showTaskCreateEvent,
  showTaskEvent,
} from './webhook-fields'
import { listConversationEvents, listMessageEvents } from './webhook-message-events'
import type { WebhookEvent, Webhooks } from './webhooks'

/** Fields that change with every write and say nothing by themselves. */
const BOOKKEEPING = ['dateUpdated', 'updatedAt', 'lastStatusChangeAt', 'lastStageChangeAt']

/** More than one of them can come beside an OpportunityUpdate. */
const OPPORTUNITY_UPDATES = [
  ['pipelineStageId', 'OpportunityStageUpdate'],
  ['status', 'OpportunityStatusUpdate'],
  ['monetaryValue', 'OpportunityMonetaryValueUpdate'],
  ['assignedTo', 'OpportunityAssignedToUpdate'],
] as const

/** Turns every change of the store into the webhooks that GoHighLevel sends for it. */
export function watchStore(store: Store, webhooks: Webhooks): void {
  const publish = (locationId: string | undefined, listEvents: () => WebhookEvent[]): void => {
    if (webhooks.url === undefined || locationId === undefined) return
    if (store.locations.get(locationId)?.isInstalled) webhooks.publish(locationId, listEvents())
  }
  const readContactLocation = (item: { contactId: string } | undefined): string | undefined =>
    store.contacts.get(item?.contactId ?? '')?.locationId

  store.contacts.watch((before, after) => {
    publish((after ?? before)?.locationId, () => listContactEvents(before, after))
  })
  store.contactNotes.watch((before, after) => {
    const locationId = readContactLocation(after ?? before)
    publish(locationId, () => listNoteEvents(String(locationId), before, after))
  })
  store.contactTasks.watch((before, after) => {
    const locationId = readContactLocation(after ?? before)
    publish(locationId, () => listTaskEvents(String(locationId), before, after))
  })
  store.opportunities.watch((before, after) => {
    publish((after ?? before)?.locationId, () => listOpportunityEvents(before, after))
  })
  store.appointments.watch((before, after) => {
    publish((after ?? before)?.locationId, () => listAppointmentEvents(store, before, after))
  })
  store.messages.watch((before, after) => {
    publish(after?.locationId, () => listMessageEvents(before, after))
  })
  store.conversations.watch((before, after) => {
    publish(after?.locationId, () => listConversationEvents(before, after))
  })
  store.locations.watch((before, after) => {
    if (!before?.isInstalled || after?.isInstalled) return
    webhooks.publish(before.id, [{ type: 'UNINSTALL', fields: { locationId: before.id } }])
  })
}

/** Creating a contact with tags sends one event. An update of its tags alone is no ContactUpdate. */
function listContactEvents(before: Contact | undefined, after: Contact | undefined): WebhookEvent[] {
  const shown = after ?? before
  if (!shown) return []
  const fields = showContactEvent(shown)
  if (!before) return [{ type: 'ContactCreate', fields }]
  if (!after) return [{ type: 'ContactDelete', fields }]
  const events: WebhookEvent[] = []
  const old = showContactEvent(before)
  const { tags, dnd, ...others } = fields
  const { tags: oldTags, dnd: oldDnd, ...oldOthers } = old
  if (isChanged(oldOthers, others)) events.push({ type: 'ContactUpdate', fields })
  if (isChanged(oldTags, tags)) events.push({ type: 'ContactTagUpdate', fields })
  const settings = listDndFields(after)
  if (isChanged([oldDnd, listDndFields(before)], [dnd, settings])) {
    events.push({ type: 'ContactDndUpdate', fields: { ...fields, ...settings } })
  }
  return events
}

function listNoteEvents(
  locationId: string,
  before: ContactNote | undefined,
  after: ContactNote | undefined
): WebhookEvent[] {
  const shown = after ?? before
  if (!shown || !isChanged(before, after)) return []
  return [{ type: `Note${nameChange(before, after)}`, fields: showNoteEvent(locationId, shown) }]
}

/** No event tells of other changes of a task. */
function listTaskEvents(
  locationId: string,
  before: ContactTask | undefined,
  after: ContactTask | undefined
): WebhookEvent[] {
  if (after && !before) return [{ type: 'TaskCreate', fields: showTaskCreateEvent(locationId, after) }]
  if (before && !after) return [{ type: 'TaskDelete', fields: showTaskEvent(locationId, before) }]
  if (!after?.completed || before?.completed) return []
  return [{ type: 'TaskComplete', fields: showTaskEvent(locationId, after) }]
}

function listOpportunityEvents(before: Opportunity | undefined, after: Opportunity | undefined): WebhookEvent[] {
  const shown = after ?? before
  if (!shown || !isChanged(before, after)) return []
  const fields = showOpportunityEvent(shown)
  const events = [{ type: `Opportunity${nameChange(before, after)}`, fields }]
  if (!before || !after) return events
  for (const [name, type] of OPPORTUNITY_UPDATES) {
    if (before[name] !== after[name]) events.push({ type, fields })
  }
  return events
}

/** Deleted appointments stay in the store, marked as such. */
function listAppointmentEvents(
  store: Store,
  before: Appointment | undefined,
  after: Appointment | undefined
): WebhookEvent[] {
  const old = before?.deleted ? undefined : before
  const kept = after?.deleted ? undefined : after
  const shown = after ?? before
  if (!shown || !isChanged(old, kept)) return []
  return [{ type: `Appointment${nameChange(old, kept)}`, fields: showAppointmentEvent(store, shown) }]
}

function nameChange(before: JsonObject | undefined, after: JsonObject | undefined): 'Create' | 'Update' | 'Delete' {
  if (!before) return 'Create'
  return after ? 'Update' : 'Delete'
}

function isChanged(before: unknown, after: unknown): boolean {
  return toComparable(before) !== toComparable(after)
}

function toComparable(value: unknown): string | undefined {
  return JSON.stringify(value, (key, item: unknown) => (BOOKKEEPING.includes(key) ? undefined : item))
}
