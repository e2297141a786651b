import type { Contact } from './records'
import type { Store } from './store'
import { isJsonObject } from './validation'

/** What can be asked of a field depends on its kind. */
export type FieldKind = 'text' | 'exact' | 'list' | 'flag' | 'date' | 'moment' | 'number'

export type IndexField = { kind: FieldKind; read: (contact: Contact) => unknown }

type Reader = (contact: Contact, store: Store) => unknown

const readPlain =
  (name: string): Reader =>
  (contact) =>
    contact[name]

const plain = (...names: string[]): [string, Reader][] => names.map((name) => [name, readPlain(name)])

/** Names are searched in lower case, and the street under another name than it is written with. */
const READERS: Record<Exclude<FieldKind, 'number'>, Record<string, Reader>> = {
  text: Object.fromEntries([
    ...plain('phone', 'city', 'state', 'country', 'postalCode', 'companyName', 'source', 'assignedTo', 'type'),
    ...plain('timezone'),
    ['address', readPlain('address1')],
    ['contactName', readContactName],
    ['firstNameLowerCase', ({ firstName }) => firstName?.toLowerCase()],
    ['lastNameLowerCase', ({ lastName }) => lastName?.toLowerCase()],
    ['businessName', ({ businessId }, store) => store.businesses.get(businessId ?? '')?.name],
  ]),
  exact: Object.fromEntries(plain('id', 'email', 'website')),
  list: Object.fromEntries([
    ...plain('tags', 'followers', 'finishedWorkflows'),
    ['activeWorkflows', ({ id }, store) => listWorkflows(store, id)],
  ]),
  flag: Object.fromEntries(plain('dnd', 'validEmail', 'isValidWhatsapp')),
  date: Object.fromEntries(
    plain('dateAdded', 'dateUpdated', 'dateOfBirth', 'lastEmailClickedDate', 'lastEmailOpenedDate')
  ),
  moment: { lastAppointment: ({ id }, store) => readLastAppointment(store, id) },
}

const CUSTOM_KINDS: Record<string, FieldKind> = {
  NUMERICAL: 'number',
  MONETORY: 'number',
  DATE: 'date',
  CHECKBOX: 'list',
  MULTIPLE_OPTIONS: 'list',
}

export function readContactName({ firstName, lastName }: Contact): string {
  return [firstName, lastName].filter(Boolean).join(' ').toLowerCase()
}

/** How the index holds a field; undefined for one that it does not have. */
export function findIndexField(store: Store, locationId: string, name: string): IndexField | undefined {
  const [root, id, rest] = name.split('.')
  if (root === 'customFields') return findCustomField(store, locationId, id ?? '')
  if (root === 'dndSettings' && rest === 'status') return { kind: 'exact', read: (contact) => readDnd(contact, id) }
  for (const kind of ['text', 'exact', 'list', 'flag', 'date', 'moment'] as const) {
    const read = Object.hasOwn(READERS[kind], name) ? READERS[kind][name] : undefined
    if (read) return { kind, read: (contact) => read(contact, store) }
  }
  return undefined
}

function findCustomField(store: Store, locationId: string, id: string): IndexField | undefined {
  const field = store.customFields.get(id)
  if (field?.model !== 'contact' || field.locationId !== locationId) return undefined
  return {
    kind: CUSTOM_KINDS[field.dataType] ?? 'text',
    read: ({ customFields }) => customFields.find((item) => item.id === id)?.value,
  }
}

function readDnd({ dndSettings }: Contact, channel = ''): unknown {
  const setting = isJsonObject(dndSettings) ? dndSettings[channel] : undefined
  return isJsonObject(setting) ? setting.status : undefined
}

function listWorkflows(store: Store, contactId: string): string[] {
  return [...store.workflows.values()].filter((item) => item.contactIds.includes(contactId)).map(({ id }) => id)
}

function readLastAppointment(store: Store, contactId: string): number | undefined {
  const starts = [...store.appointments.values()]
    .filter((item) => item.contactId === contactId && !item.deleted)
    .map(({ startAt }) => startAt)
  return starts.length > 0 ? Math.max(...starts) : undefined
}
