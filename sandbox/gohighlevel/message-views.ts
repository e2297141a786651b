import type { StoredMessage } from './message-records'
import { CHANNELS, readTypeNumber } from './message-types'
import type { JsonObject } from './records'

/** The body of a mail is only shown with the mail. That a failed message tells why is chosen. */
export function showMessage(message: StoredMessage): JsonObject {
  const { id, type, locationId, contactId, conversationId, dateAdded, body, direction, status } = message
  const { contentType, attachments, source, userId, conversationProviderId, error } = message
  return {
    id,
    type: readTypeNumber(type),
    messageType: CHANNELS[type].typeName,
    locationId,
    contactId,
    conversationId,
    dateAdded,
    body: type === 'Email' ? undefined : body,
    direction,
    status,
    contentType,
    // Recordings of calls have a route of their own.
    attachments: type === 'Call' ? [] : attachments,
    meta: showMeta(message),
    source,
    userId,
    conversationProviderId,
    error,
  }
}

/** Under the mail's own id, which is not that of its message. */
export function showMail(message: StoredMessage): JsonObject {
  const { emailMessageId: id, threadId, locationId, contactId, conversationId, dateAdded, subject } = message
  const { html, direction, status, contentType, attachments, from, to, cc, bcc } = message
  const { replyToMessageId, source, conversationProviderId, userId } = message
  return {
    id,
    threadId,
    locationId,
    contactId,
    conversationId,
    dateAdded,
    subject,
    body: html,
    direction,
    status,
    contentType,
    attachments,
    from: from ?? '',
    to: to ?? [],
    cc,
    bcc,
    replyToMessageId,
    source,
    userId,
    conversationProviderId,
  }
}

/** Described as a list of the thread's mails; here every mail is a message with its own. */
function showMeta({ type, emailMessageId, subject, callDuration, status }: StoredMessage): JsonObject | undefined {
  if (type === 'Email') return { email: { messageIds: [emailMessageId], subject } }
  if (type !== 'Call') return undefined
  return { callDuration: callDuration === undefined ? undefined : String(callDuration), callStatus: status }
}
