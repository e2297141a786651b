import { type Context, Hono } from 'hono'
import { readBody, readPayload, type ApiEnv } from './context'
import { ApiAnswerError, createNotFound } from './errors'
import type { JsonObject } from './records'
import { stateTypes, type State, type StateAddress } from './state-store'

/** 30 days, the longest that Botpress takes. */
const MAX_EXPIRY = 2_592_000_000

export function stateRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/v1/chat/states/:type/:id/:name', (c) => {
    const state = c.get('bot').states.get(readAddress(c))
    if (!state) throw createMissing(c)
    return c.json({ state: describeState(c, state), meta: { cached: false } })
  })

  routes.post('/v1/chat/states/:type/:id/:name', (c) => {
    const { states } = c.get('bot')
    const body = readBody(c)
    const address = readAddress(c)
    const expiry = readExpiry(body)
    if (body.payload !== null)
      return c.json({ state: describeState(c, states.set(address, readPayload(body), expiry)) })
    const removed = states.delete(address) ?? { ...address, ...createUnstored() }
    return c.json({ state: describeState(c, { ...removed, payload: {} }) })
  })

  routes.patch('/v1/chat/states/:type/:id/:name', (c) => {
    const state = c.get('bot').states.patch(readAddress(c), readPayload(readBody(c)))
    if (!state) throw createMissing(c)
    return c.json({ state: describeState(c, state) })
  })

  routes.post('/v1/chat/states/:type/:id/:name/get-or-set', (c) => {
    const body = readBody(c)
    const state = c.get('bot').states.getOrSet(readAddress(c), readPayload(body), readExpiry(body))
    return c.json({ state: describeState(c, state), meta: { cached: false } })
  })

  return routes
}

function readAddress(c: Context<ApiEnv>): StateAddress {
  const { type: given, id = '', name = '' } = c.req.param()
  const type = stateTypes.find((known) => known === given)
  if (!type) throw new ApiAnswerError(400, `type must be one of ${stateTypes.join(', ')}`)
  return { type, id, name }
}

function readExpiry({ expiry }: JsonObject): number | undefined {
  if (expiry === undefined || expiry === null) return undefined
  if (typeof expiry === 'number' && expiry >= 1 && expiry <= MAX_EXPIRY) return expiry
  throw new ApiAnswerError(400, `expiry must be a number from 1 to ${MAX_EXPIRY}`)
}

function createMissing(c: Context<ApiEnv>): ApiAnswerError {
  const { type, id, name } = readAddress(c)
  return createNotFound(`State "${name}" of ${type} "${id}"`)
}

/** Removing what is not there is answered like removing what is. */
function createUnstored(): { stateId: string; createdAt: string; updatedAt: string } {
  const now = new Date().toISOString()
  return { stateId: '', createdAt: now, updatedAt: now }
}

function describeState(c: Context<ApiEnv>, state: State): JsonObject {
  const { stateId, type, id, name, payload, createdAt, updatedAt } = state
  const owner = type === 'conversation' ? { conversationId: id } : type === 'user' ? { userId: id } : {}
  return { id: stateId, createdAt, updatedAt, botId: c.get('botId'), ...owner, name, type, payload }
}
