import type { Conversation, Event, Message, Tags, User } from './records'
import { StateStore } from './state-store'

/** Everything that one bot owns; no other bot sees it. Maps keep the order of creation. */
export class BotData {
  readonly states = new StateStore()
  readonly users = new Map<string, User>()
  readonly conversations = new Map<string, Conversation>()
  readonly messages = new Map<string, Message>()
  readonly events = new Map<string, Event>()
  /** What `configureIntegration` set last, by integration id. */
  readonly identifiers = new Map<string, string>()
}

/** True when a record has all of the wanted tags; it may have more. */
export function hasTags(record: { tags: Tags }, wanted: Tags): boolean {
  return Object.entries(wanted).every(([name, value]) => record.tags[name] === value)
}

/** What get-or-create goes by: all of the wanted tags are there. Without any there is nothing to go by. */
export function findByTags<Item extends { tags: Tags }>(records: Iterable<Item>, wanted: Tags): Item | undefined {
  if (Object.keys(wanted).length === 0) return undefined
  return [...records].find((record) => hasTags(record, wanted))
}

/** Changed tags: the named ones are overwritten, an empty value removes one. */
export function mergeTags(tags: Tags, changes: Tags): Tags {
  return Object.fromEntries(Object.entries({ ...tags, ...changes }).filter(([, value]) => value !== ''))
}
