import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { findConversation } from './conversations'
import { createError, createValidationError } from './errors'
import { type BodyRules, checkBody, isJsonObject, requiredText } from './validation'

const typingRules: BodyRules = {
  locationId: requiredText,
  // A text by its description, though its example is none.
  isTyping: requiredText,
  visitorId: requiredText,
  conversationId: requiredText,
}

export function liveChatRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.post(
    '/conversations/providers/live-chat/typing',
    requireAccess(sandbox, 'conversations/livechat.write'),
    (c) => {
      const body = c.get('body')
      checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
      const { isTyping, visitorId, conversationId } = checkBody(body, typingRules)
      if (isTyping !== 'true' && isTyping !== 'false') {
        throw createValidationError(['isTyping must be a boolean string'])
      }
      const { id, contactId } = findConversation(c, store, String(conversationId))
      // What a wrong visitor gives is not recorded; chosen.
      if (store.contacts.get(contactId)?.visitorId !== visitorId) throw createError(400, 'Visitor not found')
      store.typing.set(id, isTyping === 'true')
      return sendJson(c, { success: true }, 201)
    }
  )

  return routes
}
