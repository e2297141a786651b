import { Hono } from 'hono'
import { FaultQueue } from '../gohighlevel/faults'
import type { BotData } from './bot-data'
import { openBot, type ApiContext, type ApiEnv } from './context'
import { conversationRoutes } from './conversation-routes'
import { ApiAnswerError } from './errors'
import { eventRoutes } from './event-routes'
import { applyFaults } from './fault-middleware'
import { integrationRoutes } from './integration-routes'
import { messageRoutes } from './message-routes'
import { recordRequests } from './recorder'
import type { Event, JsonObject, Message, RecordedRequest } from './records'
import { listen, type ListenOptions } from '../server'
import { stateRoutes } from './state-routes'
import type { StateType } from './state-store'
import { userRoutes } from './user-routes'

export type BotpressApiOptions = ListenOptions

type Listener<Thing> = (botId: string, thing: Thing) => void

export type BotpressApi = {
  readonly url: string
  /** What it was asked, oldest first. */
  readonly requests: RecordedRequest[]
  /** By bot id; a bot is there from its first request on. */
  readonly bots: Map<string, BotData>
  readonly faults: FaultQueue
  /** The bot's data, empty when it is new: to look into it, or to put something there as another process would. */
  bot(botId: string): BotData
  /** A state's payload as it is now. It doesn't count as a read, so it prolongs no expiry. */
  getState(botId: string, type: StateType, id: string, name: string): JsonObject | undefined
  /** Hears of every new message, whoever wrote it (see its direction), after the answer; returns how to stop. */
  onMessage(listener: Listener<Message>): () => void
  /** Hears of every new event after the answer; returns how to stop. */
  onEvent(listener: Listener<Event>): () => void
  /** Forgets requests and faults; the bots' data stays (`bots.clear()` forgets it) and so do the listeners. */
  reset(): void
  close(): Promise<void>
}

/** Starts a stand-in for api.botpress.cloud that keeps everything in memory. */
export async function startBotpressApi(options: BotpressApiOptions = {}): Promise<BotpressApi> {
  const messages = new Listeners<Message>()
  const events = new Listeners<Event>()
  const api: ApiContext = {
    bots: new Map(),
    requests: [],
    faults: new FaultQueue(),
    announceMessage: (botId, message) => messages.announce(botId, message),
    announceEvent: (botId, event) => events.announce(botId, event),
  }
  const { bots, requests, faults } = api
  const server = await listen(createApp(api).fetch, options)
  return {
    url: server.url,
    requests,
    bots,
    faults,
    bot: (botId) => openBot(bots, botId),
    getState: (botId, type, id, name) => bots.get(botId)?.states.peek({ type, id, name }),
    onMessage: (listener) => messages.add(listener),
    onEvent: (listener) => events.add(listener),
    reset: () => {
      requests.length = 0
      faults.reset()
    },
    close: server.close,
  }
}

function createApp(api: ApiContext): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.use(recordRequests(api))
  app.use(applyFaults(api))
  app.use(async (c, next) => {
    const botId = c.req.header('x-bot-id')
    if (!botId) throw new ApiAnswerError(400, 'The header x-bot-id is missing')
    c.set('botId', botId)
    c.set('bot', openBot(api.bots, botId))
    await next()
  })
  const routeFiles = [stateRoutes, userRoutes, conversationRoutes, messageRoutes, eventRoutes, integrationRoutes]
  for (const createRoutes of routeFiles) app.route('/', createRoutes(api))

  app.notFound((c) => new ApiAnswerError(405, `The stand-in has no ${c.req.method} ${c.req.path}`).toResponse())
  app.onError((error) => {
    if (error instanceof ApiAnswerError) return error.toResponse()
    console.error(error)
    return new ApiAnswerError(500, 'The stand-in failed').toResponse()
  })
  return app
}

class Listeners<Thing> {
  private readonly listeners = new Set<Listener<Thing>>()

  add(listener: Listener<Thing>): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Later, as Botpress does: whoever created the thing has its answer first. */
  announce(botId: string, thing: Thing): void {
    for (const listener of this.listeners) setImmediate(listener, botId, thing)
  }
}
