import { findConversationOf, isForContact, openConversation } from './conversation-log'
import type { Conversation, MessageDraft, StoredMessage } from './message-records'
import type { Contact } from './records'
import type { Store } from './store'

const PHONE_TYPES = ['SMS', 'RCS', 'WhatsApp', 'Call']

/** Puts a message into the contact's conversation, which is opened again when it had been removed. */
export function addMessage(store: Store, contact: Contact, draft: MessageDraft): StoredMessage {
  const conversation = findConversationOf(store, contact.id) ?? openConversation(store, contact)
  const message = createMessage(store, contact, conversation.id, draft)
  store.messages.set(message.id, message)
  const unreadCount = countUnread(conversation, message)
  store.conversations.set(conversation.id, { ...conversation, unreadCount, dateUpdated: store.readTime() })
  return message
}

/** 'Name <address>', the way a mail's sender is shown. */
export function nameSender(name: string, address: string): string {
  return name === '' || address.includes('<') ? address : `${name} <${address}>`
}

function createMessage(store: Store, contact: Contact, conversationId: string, draft: MessageDraft): StoredMessage {
  const isMail = draft.type === 'Email'
  const usual = readAddresses(store, contact, draft)
  return {
    ...draft,
    ...(isMail ? readMail(store, draft) : {}),
    id: draft.id ?? store.createId(),
    conversationId,
    contactId: contact.id,
    locationId: contact.locationId,
    attachments: draft.attachments ?? [],
    contentType: isMail ? 'text/html' : 'text/plain',
    status: draft.status ?? (draft.direction === 'inbound' ? 'delivered' : 'sent'),
    dateAdded: draft.dateAdded ?? store.readNextTime(),
    from: draft.from ?? usual.from,
    to: draft.to === undefined ? usual.to : [draft.to].flat(),
  }
}

/** The text of a mail without one is its HTML without tags. */
function readMail(store: Store, { body, html, ...draft }: MessageDraft): Partial<StoredMessage> {
  const emailMessageId = draft.emailMessageId ?? store.createId()
  return {
    emailMessageId,
    threadId: draft.threadId ?? emailMessageId,
    html: html ?? body ?? '',
    body: body ?? html?.replaceAll(/<[^>]*>/g, '').trim() ?? '',
  }
}

/** Between the contact and the location, or the user who answers. */
function readAddresses(store: Store, contact: Contact, draft: MessageDraft): { from?: string; to?: string[] } {
  const { name: locationName = '', email = '', phone } = store.locations.get(contact.locationId) ?? {}
  const isInbound = draft.direction === 'inbound'
  if (PHONE_TYPES.includes(draft.type)) {
    const [from, to] = isInbound ? [contact.phone, phone] : [phone, contact.phone]
    return { from: from ?? undefined, to: to ? [to] : undefined }
  }
  if (draft.type !== 'Email') return {}
  const user = store.users.get(draft.userId ?? '')
  const own = user ? nameSender(`${user.firstName} ${user.lastName}`, user.email) : nameSender(locationName, email)
  if (!isInbound) return { from: own, to: contact.email ? [contact.email] : undefined }
  const contactName = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  return { from: contact.email ? nameSender(contactName, contact.email) : undefined, to: [email] }
}

/** What sets the count back is not recorded; chosen: an answer, by a user or by an app. */
function countUnread({ unreadCount }: Conversation, message: StoredMessage): number {
  if (message.direction === 'inbound') return unreadCount + 1
  const isAnswer = message.source === 'app' || message.source === 'api'
  return isAnswer && isForContact(message) ? 0 : unreadCount
}
