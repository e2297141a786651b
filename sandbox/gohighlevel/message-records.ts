/** What the sandbox keeps of conversations. */
import type { JsonObject } from './records'

export type MessageType =
  | 'SMS'
  | 'RCS'
  | 'Email'
  | 'WhatsApp'
  | 'FB'
  | 'IG'
  | 'GMB'
  | 'Live_Chat'
  | 'TIKTOK'
  | 'Custom'
  | 'WebChat'
  | 'Call'
  | 'InternalComment'

export type MessageDirection = 'inbound' | 'outbound'

export type MessageSource = 'api' | 'app' | 'workflow' | 'campaign' | 'bulk_actions'

/** The described ones, then those that only calls have. */
export type MessageStatus =
  | 'connected'
  | 'delivered'
  | 'failed'
  | 'opened'
  | 'pending'
  | 'read'
  | 'scheduled'
  | 'sent'
  | 'undelivered'
  | 'clicked'
  | 'opt_out'
  | 'queued'
  | 'completed'
  | 'answered'
  | 'busy'
  | 'no-answer'
  | 'canceled'
  | 'voicemail'

/** What is said of its last message is read from the messages. */
export type Conversation = {
  id: string
  locationId: string
  contactId: string
  unreadCount: number
  starred: boolean
  feedback?: JsonObject
  dateAdded: string
  dateUpdated: string
}

/** What is told of a message; the rest follows from contact and channel. */
export type MessageInput = {
  type: MessageType
  body?: string
  html?: string
  subject?: string
  attachments?: string[]
  /** Of mails. A new thread has the id of its first mail. */
  threadId?: string
  emailMessageId?: string
  from?: string
  to?: string | string[]
  cc?: string[]
  bcc?: string[]
  /** ISO 8601. */
  dateAdded?: string
  id?: string
  conversationProviderId?: string
  status?: MessageStatus
  /** Of calls, in seconds. */
  callDuration?: number
}

export type MessageDraft = MessageInput & {
  direction: MessageDirection
  /** Inbound messages have none. */
  source?: MessageSource
  userId?: string
  replyToMessageId?: string
  /** Epoch seconds. */
  scheduledTimestamp?: number
}

export type StoredMessage = Omit<MessageDraft, 'to'> & {
  id: string
  conversationId: string
  contactId: string
  locationId: string
  to?: string[]
  attachments: string[]
  contentType: string
  status: MessageStatus
  dateAdded: string
  error?: string
}
