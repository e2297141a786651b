import { findConversationOf, listMessages } from './conversation-log'
import { addMessage } from './message-log'
import type { MessageInput, MessageSource, MessageStatus, StoredMessage } from './message-records'
import type { Contact } from './records'
import type { Store } from './store'

/** What people and machines other than the app do with conversations. */
export type ConversationControls = {
  /** The contact writes or calls. */
  receive(contactId: string, message: MessageInput): StoredMessage
  /** A colleague answers in GoHighLevel's inbox. */
  reply(contactId: string, userId: string, message: MessageInput): StoredMessage
  /** A workflow, a campaign or another app sends. */
  send(contactId: string, source: MessageSource, message: MessageInput): StoredMessage
  /** What becomes of a message: delivered, failed (why), and sent for a scheduled one, which nothing else sends. */
  setStatus(messageId: string, status: MessageStatus, error?: string): void
  /** Everything of the contact's conversation, oldest first. */
  inboxOf(contactId: string): StoredMessage[]
}

export function createConversationControls(store: Store): ConversationControls {
  return {
    receive: (contactId, message) => {
      const contact = readContact(store, contactId)
      // Whoever writes in the live chat is a visitor of it from then on.
      const isNewVisitor = message.type === 'Live_Chat' && !contact.visitorId
      if (isNewVisitor) store.contacts.set(contactId, { ...contact, visitorId: store.createId() })
      return addMessage(store, readContact(store, contactId), { ...message, direction: 'inbound' })
    },
    reply: (contactId, userId, message) => {
      const answer = { ...message, direction: 'outbound', source: 'app', userId } as const
      return addMessage(store, readContact(store, contactId), answer)
    },
    send: (contactId, source, message) =>
      addMessage(store, readContact(store, contactId), { ...message, direction: 'outbound', source }),
    setStatus: (messageId, status, error) => {
      const message = store.messages.get(messageId)
      if (!message) throw new Error(`No message ${messageId} in the sandbox`)
      store.messages.set(messageId, { ...message, status, error })
    },
    inboxOf: (contactId) => {
      const conversation = findConversationOf(store, readContact(store, contactId).id)
      return conversation ? listMessages(store, conversation.id) : []
    },
  }
}

function readContact(store: Store, contactId: string): Contact {
  const contact = store.contacts.get(contactId)
  if (!contact) throw new Error(`No contact ${contactId} in the sandbox`)
  return contact
}
