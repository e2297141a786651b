import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type BotData, findByTags, mergeTags } from './bot-data'
import { readBody, readPayload, readTags, readWantedTags, readText, type ApiContext, type ApiEnv } from './context'
import { findConversation } from './conversation-routes'
import { createNotFound } from './errors'
import { createPage, matchesQuery, matchesTags } from './listing'
import type { Message } from './records'
import { findUser } from './user-routes'

export function messageRoutes(api: ApiContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/v1/chat/messages', (c) => c.json({ message: createMessage(api, c) }))

  routes.post('/v1/chat/messages/get-or-create', (c) => {
    const body = readBody(c)
    const conversationId = readText(body, 'conversationId')
    const sameConversation = [...c.get('bot').messages.values()].filter(
      (message) => message.conversationId === conversationId
    )
    const found = findByTags(sameConversation, readWantedTags(body))
    return c.json({ message: found ?? createMessage(api, c), meta: { created: !found } })
  })

  routes.get('/v1/chat/messages', (c) => {
    const found = [...c.get('bot').messages.values()].filter(
      (message) => matchesTags(c, message) && matchesQuery(c, ['conversationId'], message)
    )
    const { items, meta } = createPage(c, found)
    return c.json({ messages: items, meta })
  })

  routes.get('/v1/chat/messages/:id', (c) => c.json({ message: findMessage(c.get('bot'), c.req.param('id')) }))

  routes.put('/v1/chat/messages/:id', (c) => {
    const message = findMessage(c.get('bot'), c.req.param('id'))
    message.tags = mergeTags(message.tags, readTags(readBody(c)))
    return c.json({ message })
  })

  routes.delete('/v1/chat/messages/:id', (c) => {
    c.get('bot').messages.delete(findMessage(c.get('bot'), c.req.param('id')).id)
    return c.json({})
  })

  return routes
}

function findMessage(bot: BotData, id: string): Message {
  const message = bot.messages.get(id)
  if (!message) throw createNotFound(`Message "${id}"`)
  return message
}

function createMessage(api: ApiContext, c: Context<ApiEnv>): Message {
  const bot = c.get('bot')
  const body = readBody(c)
  const message: Message = {
    id: `msg_${randomUUID()}`,
    createdAt: new Date().toISOString(),
    type: readText(body, 'type'),
    payload: readPayload(body),
    direction: c.req.header('x-integration-id') ? 'incoming' : 'outgoing',
    userId: findUser(bot, readText(body, 'userId')).id,
    conversationId: findConversation(bot, readText(body, 'conversationId')).id,
    tags: mergeTags({}, readTags(body)),
  }
  bot.messages.set(message.id, message)
  api.announceMessage(c.get('botId'), message)
  return message
}
