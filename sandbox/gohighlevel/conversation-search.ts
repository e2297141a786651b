import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { type Thread, readThread, showFoundConversation } from './conversation-views'
import { CHANNELS, MESSAGE_TYPES } from './message-types'
import { readCount } from './query'
import { type BodyRules, checkBody, text } from './validation'

const MAX_LIMIT = 100

/** All that may be asked. The sandbox has no mentions, scores and deadlines: their parameters change nothing. */
const searchRules: BodyRules = {
  locationId: text,
  contactId: text,
  assignedTo: text,
  followers: text,
  mentions: text,
  query: text,
  id: text,
  status: { type: 'string', values: ['all', 'read', 'unread', 'starred', 'recents'] },
  lastMessageType: { type: 'string', values: MESSAGE_TYPES },
  lastMessageAction: { type: 'string', values: ['automated', 'manual'] },
  lastMessageDirection: { type: 'string', values: ['inbound', 'outbound'] },
  startDate: text,
  endDate: text,
  startAfterDate: text,
  limit: text,
  sort: { type: 'string', values: ['asc', 'desc'] },
  sortBy: {
    type: 'string',
    values: ['last_manual_message_date', 'last_message_date', 'score_profile', 'overdue_at', 'due_at'],
  },
  sortScoreProfile: text,
  scoreProfile: text,
  scoreProfileMin: text,
  scoreProfileMax: text,
}

type Query = Record<string, string>

export function conversationSearchRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.get('/conversations/search', requireAccess(sandbox, 'conversations.readonly'), (c) => {
    const query = c.req.query()
    checkBody(query, searchRules)
    const locationId = checkLocation(c, query.locationId)
    const limit = readCount(c, 'limit', 20, MAX_LIMIT)
    const earliest = readCount(c, 'startDate', 0)
    const latest = readCount(c, 'endDate', Number.POSITIVE_INFINITY)
    const found = [...store.conversations.values()]
      .filter((item) => item.locationId === locationId && store.isIndexed(item.dateAdded))
      .map((item) => readThread(store, item))
      .filter((thread) => thread.lastAt >= earliest && thread.lastAt <= latest && matches(thread, query))
    const readPlace = query.sortBy === 'last_manual_message_date' ? readManualTime : readLastTime
    const sign = query.sort === 'asc' ? 1 : -1
    found.sort((a, b) => sign * (readPlace(a) - readPlace(b)))
    const after = readCount(c, 'startAfterDate', sign * Number.NEGATIVE_INFINITY)
    const left = found.filter((thread) => sign * (readPlace(thread) - after) > 0)
    const conversations = left.slice(0, limit).map((thread) => showFoundConversation(thread, [readPlace(thread)]))
    return sendJson(c, { conversations, total: found.length })
  })

  return routes
}

function matches(thread: Thread, query: Query): boolean {
  const { conversation, contact, name, assignedTo, last } = thread
  const { unreadCount, starred } = conversation
  if (query.id && conversation.id !== query.id) return false
  if (query.contactId && conversation.contactId !== query.contactId) return false
  if (query.assignedTo && !query.assignedTo.split(',').includes(assignedTo ?? 'unassigned')) return false
  if (query.followers && !query.followers.split(',').some((id) => contact?.followers.includes(id))) return false
  if (query.status === 'read' && unreadCount > 0) return false
  if (query.status === 'unread' && unreadCount === 0) return false
  if (query.status === 'starred' && !starred) return false
  if (query.lastMessageType && query.lastMessageType !== (last && CHANNELS[last.type].typeName)) return false
  if (query.lastMessageDirection && query.lastMessageDirection !== last?.direction) return false
  if (query.lastMessageAction && query.lastMessageAction !== readLastAction(thread)) return false
  const searched = [name, contact?.email, contact?.phone, last?.body].filter(Boolean).join(' ').toLowerCase()
  return searched.includes((query.query ?? '').toLowerCase())
}

/** Of outbound messages; by hand is what a user sent. */
function readLastAction({ messages }: Thread): string | undefined {
  const sent = messages.filter(({ direction }) => direction === 'outbound').at(-1)
  return sent && (sent.source === 'app' ? 'manual' : 'automated')
}

function readLastTime({ lastAt }: Thread): number {
  return lastAt
}

/** Which messages count as manual is not recorded; chosen: those of contacts and users. */
function readManualTime({ conversation, messages }: Thread): number {
  const last = messages.filter(({ direction, source }) => direction === 'inbound' || source === 'app').at(-1)
  return Date.parse(last?.dateAdded ?? conversation.dateAdded)
}
