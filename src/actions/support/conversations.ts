/** GoHighLevel's conversations, as several actions need them. */
import { unwrap } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { GhlError } from '../../ghl/errors'
import type { JsonObject } from '../../ghl/json'
import { path } from '../../ghl/path'
import { normalizeConversation } from '../../schemas/conversation'

/** The conversation that the bot is in, as Studio names it. */
export const example = { conversationId: "{{event.tags.conversation['gohighlevel:conversationId']}}" }

export const readConversation = async (ghl: Ghl, conversationId: string): Promise<JsonObject> =>
  normalizeConversation(unwrap(await ghl.get(path`/conversations/${conversationId}`), 'conversation'))

/** The contact of a conversation. */
export const contactOf = async (ghl: Ghl, conversationId: string): Promise<string> =>
  String((await readConversation(ghl, conversationId)).contactId)

/** The id of the contact's conversation, which mostly is there since the contact is. */
export async function openConversation(ghl: Ghl, contactId: string): Promise<string> {
  try {
    const created = await ghl.post('/conversations/', { locationId: ghl.locationId, contactId })
    return String(unwrap(created, 'conversation').id)
  } catch (thrown) {
    const existing = thrown instanceof GhlError ? thrown.details.existingId : undefined
    if (existing) return existing
    throw thrown
  }
}
