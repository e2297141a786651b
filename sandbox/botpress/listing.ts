import type { Context } from 'hono'
import { hasTags } from './bot-data'
import type { ApiEnv } from './context'
import type { Tags } from './records'

const PAGE_SIZE = 20

/** `tags.<name>=value` parameters, as the client writes them. */
export function readTagsFilter(c: Context<ApiEnv>): Tags {
  const prefix = 'tags.'
  const entries = Object.entries(c.req.query()).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]))
}

/** True when the record has the value of every named parameter that the request has. */
export function matchesQuery<Name extends string>(
  c: Context<ApiEnv>,
  names: readonly Name[],
  record: { [name in Name]?: string }
): boolean {
  return names.every((name) => (c.req.query(name) ?? record[name]) === record[name])
}

export function matchesTags(c: Context<ApiEnv>, record: { tags: Tags }): boolean {
  return hasTags(record, readTagsFilter(c))
}

/** One page, newest first as Botpress lists, and the token of the next. */
export function createPage<Item>(
  c: Context<ApiEnv>,
  inOrderOfCreation: Item[]
): { items: Item[]; meta: { nextToken?: string } } {
  const start = Number(c.req.query('nextToken') ?? 0)
  const end = start + PAGE_SIZE
  const newestFirst = [...inOrderOfCreation]
  newestFirst.reverse()
  return {
    items: newestFirst.slice(start, end),
    meta: end < inOrderOfCreation.length ? { nextToken: String(end) } : {},
  }
}
