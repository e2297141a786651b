import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { FaultQueue } from '../gohighlevel/faults'
import { BotData } from './bot-data'
import { ApiAnswerError } from './errors'
import type { Event, JsonObject, Message, RecordedRequest, Tags } from './records'

export type ApiEnv = {
  Bindings: HttpBindings
  Variables: { body: unknown; botId: string; bot: BotData }
}

/** What every route file gets. */
export type ApiContext = {
  readonly bots: Map<string, BotData>
  readonly requests: RecordedRequest[]
  readonly faults: FaultQueue
  announceMessage(botId: string, message: Message): void
  announceEvent(botId: string, event: Event): void
}

/** The bot's data, made empty when it is new: bots need no creating. */
export function openBot(bots: Map<string, BotData>, botId: string): BotData {
  const bot = bots.get(botId) ?? new BotData()
  bots.set(botId, bot)
  return bot
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readBody(c: Context<ApiEnv>): JsonObject {
  const body = c.get('body')
  if (!isObject(body)) throw new ApiAnswerError(400, 'The body must be a JSON object')
  return body
}

export function readText(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw new ApiAnswerError(400, `${name} must be a non-empty string`)
  return value
}

export function readOptionalText(body: JsonObject, name: string): string | undefined {
  return body[name] === undefined || body[name] === null ? undefined : readText(body, name)
}

export function readPayload(body: JsonObject): JsonObject {
  if (!isObject(body.payload)) throw new ApiAnswerError(400, 'payload must be an object')
  return body.payload
}

/** The tags that get-or-create goes by: those named in discriminateByTags or, as in older clients, all. */
export function readWantedTags(body: JsonObject): Tags {
  const tags = readTags(body)
  const { discriminateByTags } = body
  if (!Array.isArray(discriminateByTags)) return tags
  return Object.fromEntries(
    discriminateByTags.map((name) => {
      const value = tags[String(name)]
      if (value === undefined) throw new ApiAnswerError(400, `discriminateByTags names "${name}", which is not in tags`)
      return [String(name), value]
    })
  )
}

/** Tags as sent: Botpress's prefixing with the integration's name is left out. */
export function readTags(body: JsonObject): Tags {
  const tags = body.tags ?? {}
  if (!isObject(tags)) throw new ApiAnswerError(400, 'tags must be an object')
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => {
      if (typeof value !== 'string') throw new ApiAnswerError(400, `tags.${name} must be a string`)
      return [name, value]
    })
  )
}
