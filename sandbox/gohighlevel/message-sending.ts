import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { type SendRequest, readSendRequest } from './message-fields'
import { addMessage, nameSender } from './message-log'
import type { MessageDraft } from './message-records'
import { checkSending } from './message-refusals'
import type { Contact } from './records'
import type { Store } from './store'

export function messageSendingRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.post('/conversations/messages', requireAccess(sandbox, 'conversations/message.write'), (c) => {
    const request = readSendRequest(c.get('body'))
    const contact = findContact(c, store, request.contactId)
    checkSending(request, contact, store)
    const message = addMessage(store, contact, createDraft(store, contact, request))
    const { conversationId, id: messageId, emailMessageId } = message
    // When the answer has a status is not recorded; chosen: the one of the request, when it has one.
    const { status } = request
    return sendJson(c, { conversationId, messageId, emailMessageId, msg: 'Message queued successfully.', status })
  })

  return routes
}

function createDraft(store: Store, contact: Contact, request: SendRequest): MessageDraft {
  const { type, message, html, attachments, conversationProviderId, scheduledTimestamp, userId } = request
  const draft: MessageDraft = {
    type,
    direction: 'outbound',
    source: 'api',
    body: message,
    attachments,
    conversationProviderId,
    userId,
    scheduledTimestamp,
    status: scheduledTimestamp === undefined ? 'sent' : 'scheduled',
  }
  if (type !== 'Email') return { ...draft, body: message ?? html, from: request.fromNumber, to: request.toNumber }
  const locationName = store.locations.get(contact.locationId)?.name ?? ''
  return {
    ...draft,
    html,
    subject: request.subject,
    threadId: request.threadId,
    replyToMessageId: request.replyMessageId,
    from: request.emailFrom && nameSender(locationName, request.emailFrom),
    to: request.emailTo,
    cc: request.emailCc,
    bcc: request.emailBcc,
  }
}
