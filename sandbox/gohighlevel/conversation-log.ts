import type { Conversation, StoredMessage } from './message-records'
import type { Contact } from './records'
import type { Store } from './store'

type Opening = { id?: string; dateAdded?: string }

/** Every contact has one conversation, which comes and goes with it. */
export function keepConversations(store: Store): void {
  store.contacts.watch((before, after) => {
    if (after && !before) openConversation(store, after)
    if (before && !after) {
      const conversation = findConversationOf(store, before.id)
      if (conversation) removeConversation(store, conversation.id)
    }
  })
}

export function openConversation(store: Store, contact: Contact, opening: Opening = {}): Conversation {
  const dateAdded = opening.dateAdded ?? store.readNextTime()
  const conversation: Conversation = {
    id: opening.id ?? store.createId(),
    locationId: contact.locationId,
    contactId: contact.id,
    unreadCount: 0,
    starred: false,
    dateAdded,
    dateUpdated: dateAdded,
  }
  store.conversations.set(conversation.id, conversation)
  return conversation
}

/** What becomes of the messages of a removed conversation is not recorded; chosen: they are gone with it. */
export function removeConversation(store: Store, conversationId: string): void {
  store.conversations.delete(conversationId)
  store.typing.delete(conversationId)
  for (const { id } of listMessages(store, conversationId)) store.messages.delete(id)
}

export function findConversationOf(store: Store, contactId: string): Conversation | undefined {
  return [...store.conversations.values()].find((conversation) => conversation.contactId === contactId)
}

/** Oldest first. */
export function listMessages(store: Store, conversationId: string): StoredMessage[] {
  return [...store.messages.values()]
    .filter((message) => message.conversationId === conversationId)
    .sort((a, b) => Date.parse(a.dateAdded) - Date.parse(b.dateAdded))
}

/** What is scheduled, and what users write for each other, does not get to the contact. */
export function isForContact({ type, status }: StoredMessage): boolean {
  return type !== 'InternalComment' && status !== 'scheduled'
}
