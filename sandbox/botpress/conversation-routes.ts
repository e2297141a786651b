import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type BotData, findByTags, mergeTags } from './bot-data'
import { readBody, readOptionalText, readTags, readWantedTags, readText, type ApiEnv } from './context'
import { createNotFound } from './errors'
import { createPage, matchesTags } from './listing'
import type { Conversation } from './records'

export function conversationRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/v1/chat/conversations', (c) => c.json({ conversation: createConversation(c) }))

  routes.post('/v1/chat/conversations/get-or-create', (c) => {
    const body = readBody(c)
    const channel = readText(body, 'channel')
    const sameChannel = [...c.get('bot').conversations.values()].filter(
      (conversation) => conversation.channel === channel
    )
    const found = findByTags(sameChannel, readWantedTags(body))
    return c.json({ conversation: found ?? createConversation(c), meta: { created: !found } })
  })

  routes.get('/v1/chat/conversations', (c) => {
    const bot = c.get('bot')
    const participants = c.req.queries('participantIds') ?? []
    const found = [...bot.conversations.values()].filter(
      (conversation) =>
        matchesTags(c, conversation) && participants.every((userId) => hasWriter(bot, conversation, userId))
    )
    const key = c.req.query('sortField') === 'updatedAt' ? 'updatedAt' : 'createdAt'
    found.sort((a, b) => a[key].localeCompare(b[key]))
    if (c.req.query('sortDirection') === 'asc') found.reverse()
    const { items, meta } = createPage(c, found)
    return c.json({ conversations: items, meta })
  })

  routes.get('/v1/chat/conversations/:id', (c) =>
    c.json({ conversation: findConversation(c.get('bot'), c.req.param('id')) })
  )

  routes.put('/v1/chat/conversations/:id', (c) => {
    const body = readBody(c)
    const conversation = findConversation(c.get('bot'), c.req.param('id'))
    const currentTaskId = readOptionalText(body, 'currentTaskId')
    conversation.tags = mergeTags(conversation.tags, readTags(body))
    if (currentTaskId) conversation.currentTaskId = currentTaskId
    conversation.updatedAt = new Date().toISOString()
    return c.json({ conversation })
  })

  routes.delete('/v1/chat/conversations/:id', (c) => {
    const bot = c.get('bot')
    bot.conversations.delete(findConversation(bot, c.req.param('id')).id)
    return c.json({})
  })

  return routes
}

export function findConversation(bot: BotData, id: string): Conversation {
  const conversation = bot.conversations.get(id)
  if (!conversation) throw createNotFound(`Conversation "${id}"`)
  return conversation
}

function createConversation(c: Context<ApiEnv>): Conversation {
  const body = readBody(c)
  const now = new Date().toISOString()
  const conversation: Conversation = {
    id: `conv_${randomUUID()}`,
    createdAt: now,
    updatedAt: now,
    channel: readText(body, 'channel'),
    integration: c.req.header('x-integration-id') ?? '',
    tags: mergeTags({}, readTags(body)),
  }
  c.get('bot').conversations.set(conversation.id, conversation)
  return conversation
}

/** Who has written in a conversation is taken for its participants. */
function hasWriter(bot: BotData, conversation: Conversation, userId: string): boolean {
  return [...bot.messages.values()].some(
    (message) => message.conversationId === conversation.id && message.userId === userId
  )
}
