/** What actions can do about the bot's own conversations, as opposed to GoHighLevel's. */
import type { Installation } from '../ghl/installation'
import type { JsonObject } from '../ghl/json'
import { openConversation, openUser, type At, type Place } from './botpress'
import type { ConversationTags } from './channel'
import { introduceAs } from './people'
import { pause, resume } from './takeover'

export type Bot = {
  /** Opens the bot's conversation at a place, with the contact as its user; an empty tag removes it. Gives back Botpress's ids. */
  openConversation(place: Place, contact: JsonObject & { id: string }, tags: ConversationTags): Promise<At>
  /** Silences the bot with a contact; gives back until when, ISO 8601. Zero minutes last until `resume`. */
  pause(contactId: string, minutes: number | undefined): Promise<string>
  /** Hands a contact back to the bot. */
  resume(contactId: string): Promise<void>
}

export const openBot = (installation: Installation): Bot => ({
  openConversation: async (place, contact, tags) => {
    const user = await introduceAs(installation, await openUser(installation, contact.id), contact)
    const { id } = await openConversation(installation, place, () => tags)
    return { conversationId: id, userId: user.id }
  },
  pause: (contactId, minutes) => pause(installation, contactId, minutes),
  resume: (contactId) => resume(installation, contactId),
})
