/** Short lists that many actions look names up in (calendars, pipelines, custom fields …), kept for minutes. */

/** How long a list is good for, in ms: what a builder adds in GoHighLevel is there after that at the latest. */
const MAX_AGE_MS = 5 * 60_000
const MAX_LISTS = 2_000

type Kept = { readAt: number; list: Promise<unknown[]>; settled?: unknown[] }

const kept = new Map<string, Kept>()

export type LookupCache = {
  /** The list, read by `load` unless it was read within `maxAgeMs`. A failed reading is not kept. */
  read(name: string, load: () => Promise<unknown[]>, maxAgeMs?: number): Promise<unknown[]>
  /** The list if it is at hand, without any request. */
  peek(name: string): unknown[] | undefined
}

function findFresh(key: string, maxAgeMs: number): Kept | undefined {
  const found = kept.get(key)
  return found && Date.now() - found.readAt < maxAgeMs ? found : undefined
}

/** The lists of one scope: an installation and its location. No two scopes share anything. */
export function lookupCacheOf(scope: string): LookupCache {
  const keyOf = (name: string): string => JSON.stringify([scope, name])
  return {
    read: (name, load, maxAgeMs = MAX_AGE_MS) => {
      const key = keyOf(name)
      const found = findFresh(key, maxAgeMs)
      if (found) return found.list
      const entry: Kept = { readAt: Date.now(), list: load() }
      kept.delete(key)
      kept.set(key, entry)
      const oldest = kept.keys().next().value
      if (kept.size > MAX_LISTS && oldest !== undefined) kept.delete(oldest)
      entry.list.then(
        (list) => (entry.settled = list),
        () => kept.get(key) === entry && kept.delete(key)
      )
      return entry.list
    },
    peek: (name) => findFresh(keyOf(name), MAX_AGE_MS)?.settled,
  }
}
