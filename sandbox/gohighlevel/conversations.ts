import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { findConversationOf, openConversation, removeConversation } from './conversation-log'
import { readThread, showConversation, showCreatedConversation, showUpdatedConversation } from './conversation-views'
import { ApiError, createError, createWrongLocation } from './errors'
import type { Conversation } from './message-records'
import type { JsonObject } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, flag, isJsonObject, numeric, requiredText } from './validation'

const createRules: BodyRules = { locationId: requiredText, contactId: requiredText }
const updateRules: BodyRules = {
  locationId: requiredText,
  unreadCount: numeric,
  starred: flag,
  feedback: { type: 'object' },
}

export function conversationsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'conversations.readonly')
  const mayWrite = requireAccess(sandbox, 'conversations.write')

  routes.post('/conversations/', mayWrite, (c) => {
    const fields = readLocationBody(c, createRules)
    const contact = findContact(c, store, String(fields.contactId))
    const known = findConversationOf(store, contact.id)
    if (known) throw createConversationExists(known.id)
    const conversation = openConversation(store, contact)
    return sendJson(c, { success: true, conversation: showCreatedConversation(readThread(store, conversation)) }, 201)
  })

  routes.get('/conversations/:conversationId', mayRead, (c) => {
    const conversation = findConversation(c, store, c.req.param('conversationId'))
    return sendJson(c, showConversation(readThread(store, conversation)))
  })

  routes.put('/conversations/:conversationId', mayWrite, (c) => {
    const changes = readLocationBody(c, updateRules)
    const conversation = findConversation(c, store, c.req.param('conversationId'))
    const updated: Conversation = { ...conversation, ...changes, dateUpdated: store.readTime() }
    store.conversations.set(updated.id, updated)
    return sendJson(c, { success: true, conversation: showUpdatedConversation(readThread(store, updated)) })
  })

  routes.delete('/conversations/:conversationId', mayWrite, (c) => {
    removeConversation(store, findConversation(c, store, c.req.param('conversationId')).id)
    return sendJson(c, { success: true })
  })

  return routes
}

/** A missing one is known to answer 400; the text and its shape are chosen. */
export function findConversation(c: Context<ApiEnv>, store: Store, conversationId: string): Conversation {
  const conversation = store.conversations.get(conversationId)
  if (!conversation) throw createError(400, 'Conversation not found')
  if (conversation.locationId !== c.get('token').locationId) throw createWrongLocation()
  return conversation
}

function readLocationBody(c: Context<ApiEnv>, rules: BodyRules): JsonObject {
  const body = c.get('body')
  checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
  return checkBody(body, rules)
}

/** Creating a contact has created its conversation, so that this is the usual answer. */
function createConversationExists(conversationId: string): ApiError {
  const canonicalCode = 'CONVERSATIONS_CONVERSATION_ALREADY_EXISTS'
  const body = { message: 'Conversation already exists', canonicalCode, conversationId, traceId: randomUUID() }
  return new ApiError(400, body)
}
