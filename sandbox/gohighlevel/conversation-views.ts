import { listMessages } from './conversation-log'
import type { Conversation, MessageType, StoredMessage } from './message-records'
import { CHANNELS } from './message-types'
import type { Contact, JsonObject } from './records'
import type { Store } from './store'
import { readText } from './validation'

/** A conversation with all that is shown of it. */
export type Thread = {
  conversation: Conversation
  contact: Contact | undefined
  name: string
  assignedTo: string | undefined
  /** Without those that are only scheduled, oldest first. */
  messages: StoredMessage[]
  last: StoredMessage | undefined
  /** Epoch milliseconds. Without messages, when the conversation was opened. */
  lastAt: number
}

const KIND_NUMBERS = { TYPE_PHONE: 1, TYPE_EMAIL: 2, TYPE_FB_MESSENGER: 3, TYPE_REVIEW: 4 }

/** What decides the kind is not recorded; chosen: the last message, and phone for all that have no kind of their own. */
const KINDS: Partial<Record<MessageType, keyof typeof KIND_NUMBERS>> = {
  Email: 'TYPE_EMAIL',
  FB: 'TYPE_FB_MESSENGER',
  GMB: 'TYPE_REVIEW',
}

export function readThread(store: Store, conversation: Conversation): Thread {
  const contact = store.contacts.get(conversation.contactId)
  const messages = listMessages(store, conversation.id).filter(({ status }) => status !== 'scheduled')
  const last = messages.at(-1)
  return {
    conversation,
    contact,
    name: [contact?.firstName, contact?.lastName].filter(Boolean).join(' '),
    assignedTo: readText(contact?.assignedTo),
    messages,
    last,
    lastAt: Date.parse(last?.dateAdded ?? conversation.dateAdded),
  }
}

/** Dates are epoch milliseconds, the kind is a name, and what a contact lacks is null as in other searches. */
export function showFoundConversation(thread: Thread, sort: number[]): JsonObject {
  const { conversation, contact, name, assignedTo, last, lastAt } = thread
  const { id, contactId, locationId, unreadCount, starred, dateAdded, dateUpdated } = conversation
  return {
    id,
    contactId,
    locationId,
    ...showLast(last),
    lastMessageDate: lastAt,
    lastMessageDirection: last?.direction,
    type: readKind(thread),
    unreadCount,
    fullName: name || null,
    // Described as standing in for a missing name; by what is chosen.
    contactName: name || contact?.email || contact?.phone || null,
    email: contact?.email ?? null,
    phone: contact?.phone ?? null,
    assignedTo,
    starred,
    dateAdded: Date.parse(dateAdded),
    dateUpdated: Date.parse(dateUpdated),
    sort,
  }
}

/** Here the kind is a number and the date is a pair. */
export function showConversation(thread: Thread): JsonObject {
  const { conversation, assignedTo, last, lastAt } = thread
  const { id, contactId, locationId, unreadCount, starred } = conversation
  const state = { deleted: false, inbox: isInInbox(conversation), unreadCount, assignedTo, starred }
  const lastMessageDate = { seconds: Math.floor(lastAt / 1000), nanoseconds: (lastAt % 1000) * 1_000_000 }
  const type = KIND_NUMBERS[readKind(thread)]
  return { id, contactId, locationId, ...state, type, ...showLast(last), lastMessageDate }
}

export function showCreatedConversation({ conversation, assignedTo, lastAt }: Thread): JsonObject {
  const { id, contactId, locationId, dateAdded, dateUpdated } = conversation
  const lastMessageDate = new Date(lastAt).toISOString()
  return { id, dateUpdated, dateAdded, deleted: false, contactId, locationId, lastMessageDate, assignedTo }
}

/** The date is described as epoch milliseconds in a text. */
export function showUpdatedConversation({ conversation, assignedTo, last, lastAt }: Thread): JsonObject {
  const { id, contactId, locationId, unreadCount, starred } = conversation
  const state = { unreadCount, inbox: isInInbox(conversation), starred, deleted: false }
  return { id, locationId, contactId, assignedTo, ...showLast(last), lastMessageDate: String(lastAt), ...state }
}

/** When it is in the inbox is not recorded; chosen: while something is unread, which fits the described event. */
export function isInInbox({ unreadCount }: Conversation): boolean {
  return unreadCount > 0
}

/** What a conversation shows before its first message is recorded. */
function showLast(last: StoredMessage | undefined): JsonObject {
  return {
    lastMessageBody: last?.body ?? '',
    lastMessageType: last ? CHANNELS[last.type].typeName : 'TYPE_NO_SHOW',
  }
}

function readKind({ last }: Thread): keyof typeof KIND_NUMBERS {
  return (last && KINDS[last.type]) ?? 'TYPE_PHONE'
}
