import { openConversation } from './conversation-log'
import { SEEDED_AT, seedIds } from './seed-ids'
import type { Store } from './store'

/** One second apart, so that their order is always the same. */
export function seedConversations(store: Store): void {
  const { contact, secondContact, foreignContact } = seedIds
  addConversation(store, seedIds.conversation, contact, 1)
  addConversation(store, seedIds.secondConversation, secondContact, 2)
  addConversation(store, seedIds.foreignConversation, foreignContact, 3)
}

function addConversation(store: Store, id: string, contactId: string, seconds: number): void {
  const contact = store.contacts.get(contactId)
  const dateAdded = new Date(Date.parse(SEEDED_AT) + seconds * 1000).toISOString()
  if (contact) openConversation(store, contact, { id, dateAdded })
}
