import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { type BotData, findByTags, mergeTags } from './bot-data'
import { readBody, readOptionalText, readTags, readWantedTags, type ApiEnv } from './context'
import { createNotFound } from './errors'
import { createPage, matchesTags } from './listing'
import type { JsonObject, User } from './records'

export function userRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/v1/chat/users', (c) => c.json({ user: createUser(c.get('bot'), readBody(c)) }))

  routes.post('/v1/chat/users/get-or-create', (c) => {
    const bot = c.get('bot')
    const body = readBody(c)
    const found = findByTags(bot.users.values(), readWantedTags(body))
    return c.json({ user: found ?? createUser(bot, body), meta: { created: !found } })
  })

  routes.get('/v1/chat/users', (c) => {
    const { users, messages } = c.get('bot')
    const conversationId = c.req.query('conversationId')
    const writers = new Set(
      [...messages.values()].filter((message) => message.conversationId === conversationId).map(({ userId }) => userId)
    )
    const found = [...users.values()].filter(
      (user) => matchesTags(c, user) && (conversationId === undefined || writers.has(user.id))
    )
    const { items, meta } = createPage(c, found)
    return c.json({ users: items, meta })
  })

  routes.get('/v1/chat/users/:id', (c) => c.json({ user: findUser(c.get('bot'), c.req.param('id')) }))

  routes.put('/v1/chat/users/:id', (c) => {
    const body = readBody(c)
    const user = findUser(c.get('bot'), c.req.param('id'))
    const name = readOptionalText(body, 'name')
    const pictureUrl = readOptionalText(body, 'pictureUrl')
    user.tags = mergeTags(user.tags, readTags(body))
    if (name) user.name = name
    if (pictureUrl) user.pictureUrl = pictureUrl
    if (body.pictureUrl === null) delete user.pictureUrl
    user.updatedAt = new Date().toISOString()
    return c.json({ user })
  })

  routes.delete('/v1/chat/users/:id', (c) => {
    c.get('bot').users.delete(findUser(c.get('bot'), c.req.param('id')).id)
    return c.json({})
  })

  return routes
}

export function findUser(bot: BotData, id: string): User {
  const user = bot.users.get(id)
  if (!user) throw createNotFound(`User "${id}"`)
  return user
}

function createUser(bot: BotData, body: JsonObject): User {
  const now = new Date().toISOString()
  const name = readOptionalText(body, 'name')
  const pictureUrl = readOptionalText(body, 'pictureUrl')
  const user: User = {
    id: `user_${randomUUID()}`,
    createdAt: now,
    updatedAt: now,
    tags: mergeTags({}, readTags(body)),
    ...(name && { name }),
    ...(pictureUrl && { pictureUrl }),
  }
  bot.users.set(user.id, user)
  return user
}
