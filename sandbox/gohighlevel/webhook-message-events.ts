import { isForContact } from './conversation-log'
import { isInInbox } from './conversation-views'
import type { Conversation, StoredMessage } from './message-records'
import { CHANNELS, readTypeNumber } from './message-types'
import type { JsonObject } from './records'
import type { WebhookEvent } from './webhooks'

/** An outbound message is told again with every new status, under the same id. Removing one tells nothing. */
export function listMessageEvents(before: StoredMessage | undefined, after: StoredMessage | undefined): WebhookEvent[] {
  if (!after || !isForContact(after)) return []
  const isInbound = after.direction === 'inbound'
  if (before && (isInbound || before.status === after.status)) return []
  return [{ type: isInbound ? 'InboundMessage' : 'OutboundMessage', fields: showMessageEvent(after) }]
}

/** That opening and removing a conversation tell nothing is chosen. */
export function listConversationEvents(
  before: Conversation | undefined,
  after: Conversation | undefined
): WebhookEvent[] {
  if (!before || !after) return []
  const { locationId, id, contactId, unreadCount, starred } = after
  if (before.unreadCount === unreadCount && before.starred === starred) return []
  const fields = { locationId, id, contactId, unreadCount, inbox: isInInbox(after), starred, deleted: false }
  return [{ type: 'ConversationUnreadUpdate', fields }]
}

function showMessageEvent(message: StoredMessage): JsonObject {
  const { type, locationId, contactId, conversationId, id, direction, status, attachments, dateAdded } = message
  const { source, userId, conversationProviderId, from } = message
  return {
    locationId,
    contactId,
    conversationId,
    messageId: id,
    messageType: CHANNELS[type].eventName,
    messageTypeId: readTypeNumber(type),
    messageTypeString: CHANNELS[type].typeName,
    direction,
    status,
    attachments,
    dateAdded,
    source,
    userId,
    conversationProviderId,
    from,
    ...showContent(message),
  }
}

/** Mails have lists of receivers and calls no body; a call that nobody took has no call status, only a message status. */
function showContent(message: StoredMessage): JsonObject {
  const { type, body, html, contentType, subject, emailMessageId, threadId, to, cc, bcc, callDuration, status } =
    message
  if (type === 'Email') return { body: html, contentType, subject, emailMessageId, threadId, to, cc, bcc }
  if (type === 'Call') return { to: to?.[0], callDuration, callStatus: status === 'voicemail' ? undefined : status }
  return { body, contentType, to: to?.[0] }
}
