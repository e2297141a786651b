/** What the Botpress API stores and answers, in its own shapes. */

export type JsonObject = Record<string, unknown>

export type Tags = Record<string, string>

export type User = {
  id: string
  createdAt: string
  updatedAt: string
  tags: Tags
  name?: string
  pictureUrl?: string
}

export type Conversation = {
  id: string
  createdAt: string
  updatedAt: string
  channel: string
  /** The id of the integration that created it: the stand-in knows no names. Empty when a bot did. */
  integration: string
  tags: Tags
  currentTaskId?: string
}

export type Message = {
  id: string
  createdAt: string
  type: string
  payload: JsonObject
  /** `incoming` when an integration created it, `outgoing` when the bot did. */
  direction: 'incoming' | 'outgoing'
  userId: string
  conversationId: string
  tags: Tags
}

export type Event = {
  id: string
  createdAt: string
  type: string
  payload: JsonObject
  conversationId?: string
  userId?: string
  messageId?: string
  status: 'pending' | 'processed' | 'ignored' | 'failed'
  failureReason: string | null
}

export type RecordedRequest = {
  method: string
  /** As it was on the wire, still encoded, without the query string. */
  path: string
  /** A repeated parameter is a list. */
  query: Record<string, string | string[]>
  headers: Record<string, string>
  /** Parsed; undefined when there was none or it is no JSON. */
  body: unknown
  /** 0 while no answer has been sent, and for good when none ever is. */
  status: number
  /** The same number for all requests of one TCP connection. */
  connectionId: number
  /** Milliseconds since the epoch. */
  at: number
}
