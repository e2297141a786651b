import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { readBody, readOptionalText, readPayload, readText, type ApiContext, type ApiEnv } from './context'
import { createNotFound } from './errors'
import { createPage, matchesQuery } from './listing'
import type { Event } from './records'

export function eventRoutes(api: ApiContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/v1/chat/events', (c) => {
    const body = readBody(c)
    const conversationId = readOptionalText(body, 'conversationId')
    const userId = readOptionalText(body, 'userId')
    const messageId = readOptionalText(body, 'messageId')
    const event: Event = {
      id: `evt_${randomUUID()}`,
      createdAt: new Date().toISOString(),
      type: readText(body, 'type'),
      payload: readPayload(body),
      ...(conversationId && { conversationId }),
      ...(userId && { userId }),
      ...(messageId && { messageId }),
      status: 'pending',
      failureReason: null,
    }
    c.get('bot').events.set(event.id, event)
    api.announceEvent(c.get('botId'), event)
    return c.json({ event })
  })

  routes.get('/v1/chat/events', (c) => {
    const found = [...c.get('bot').events.values()].filter((event) =>
      matchesQuery(c, ['type', 'conversationId', 'userId', 'messageId', 'status'], event)
    )
    const { items, meta } = createPage(c, found)
    return c.json({ events: items, meta })
  })

  routes.get('/v1/chat/events/:id', (c) => {
    const event = c.get('bot').events.get(c.req.param('id'))
    if (!event) throw createNotFound(`Event "${c.req.param('id')}"`)
    return c.json({ event })
  })

  return routes
}
