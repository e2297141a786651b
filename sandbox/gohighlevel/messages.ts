import { type Context, Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { listMessages } from './conversation-log'
import { findConversation } from './conversations'
import { createError, createValidationError, createWrongLocation } from './errors'
import type { StoredMessage } from './message-records'
import { CHANNELS, MESSAGE_TYPES } from './message-types'
import { showMail, showMessage } from './message-views'
import { readCount } from './query'
import type { Store } from './store'

const MAX_LIMIT = 100

export function messagesRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'conversations/message.readonly')
  const mayWrite = requireAccess(sandbox, 'conversations/message.write')

  // Described flat, recorded one level down.
  routes.get('/conversations/:conversationId/messages', mayRead, (c) => {
    const { id } = findConversation(c, store, c.req.param('conversationId'))
    const limit = readCount(c, 'limit', 20, MAX_LIMIT)
    const types = readTypes(c.req.query('type'))
    const older = cutAfter(listNewestFirst(store, id), c.req.query('lastMessageId'))
    const wanted = older.filter(({ type }) => !types || types.includes(CHANNELS[type].typeName))
    const shown = wanted.slice(0, limit)
    const page = { lastMessageId: shown.at(-1)?.id, nextPage: wanted.length > limit }
    return sendJson(c, { messages: { ...page, messages: shown.map(showMessage) } })
  })

  // Described bare, recorded under a name.
  routes.get('/conversations/messages/:messageId', mayRead, (c) => {
    const messageId = c.req.param('messageId')
    return sendJson(c, { message: showMessage(checkMessage(c, messageId, store.messages.get(messageId))) })
  })

  // No scope is stated; the one of other messages is chosen.
  routes.get('/conversations/messages/email/:emailMessageId', mayRead, (c) => {
    const emailMessageId = c.req.param('emailMessageId')
    return sendJson(c, showMail(checkMessage(c, emailMessageId, findMail(store, emailMessageId))))
  })

  routes.delete('/conversations/messages/:messageId/schedule', mayWrite, (c) => {
    return cancelMessage(c, store, store.messages.get(c.req.param('messageId')))
  })

  routes.delete('/conversations/messages/email/:emailMessageId/schedule', mayWrite, (c) => {
    return cancelMessage(c, store, findMail(store, c.req.param('emailMessageId')))
  })

  return routes
}

function listNewestFirst(store: Store, conversationId: string): StoredMessage[] {
  const messages: StoredMessage[] = []
  for (const message of listMessages(store, conversationId)) messages.unshift(message)
  return messages
}

function findMail(store: Store, emailMessageId: string): StoredMessage | undefined {
  return [...store.messages.values()].find((message) => message.emailMessageId === emailMessageId)
}

function checkMessage(c: Context<ApiEnv>, id: string, message: StoredMessage | undefined): StoredMessage {
  if (!message) throw createMessageNotFound(id)
  if (message.locationId !== c.get('token').locationId) throw createWrongLocation()
  return message
}

/** Status and text are reported of another route with messages. */
function createMessageNotFound(id: string): Error {
  return createError(400, `No message found with id: ${id}`)
}

/** The answer is 200 whatever happens: the body's status tells. The text of a success is chosen. */
function cancelMessage(c: Context<ApiEnv>, store: Store, message: StoredMessage | undefined): Response {
  if (message?.status !== 'scheduled' || message.locationId !== c.get('token').locationId) {
    return sendJson(c, { status: 404, message: 'Failed cancel the scheduled message' })
  }
  store.messages.delete(message.id)
  return sendJson(c, { status: 200, message: 'Scheduled message cancelled' })
}

/** What an unknown position gives is not recorded; chosen: what a missing message gives. */
function cutAfter(messages: StoredMessage[], lastMessageId: string | undefined): StoredMessage[] {
  if (!lastMessageId) return messages
  const index = messages.findIndex(({ id }) => id === lastMessageId)
  if (index === -1) throw createMessageNotFound(lastMessageId)
  return messages.slice(index + 1)
}

/** The description asks for comments in the plural and shows them in the singular; both are taken. */
function readTypes(written: string | undefined): string[] | undefined {
  if (!written) return undefined
  const types = written.split(',').map((type) => (type === 'TYPE_INTERNAL_COMMENTS' ? 'TYPE_INTERNAL_COMMENT' : type))
  if (types.some((type) => !MESSAGE_TYPES.some((known) => known === type))) {
    throw createValidationError([`each value in type must be one of the following values: ${MESSAGE_TYPES.join(', ')}`])
  }
  return types
}
