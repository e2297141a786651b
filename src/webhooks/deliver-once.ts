/** Each step of a delivery is taken once, also when two copies reach two processes at the same moment. */
import { createHash } from 'node:crypto'
import { installationKey, readState, writeState, type Installation } from '../ghl/installation'
import { withLease } from '../ghl/lease'
import { SHARDS, type Shard } from '../states'

/** How long a step is remembered, in ms: as long as a copy of its delivery is let in. */
const REMEMBERED_MS = 24 * 60 * 60_000
const MAX_REMEMBERED = 1_000
/** How long steps are taken under one lease, in ms: well below its length, as what was begun must end within it. */
const WORK_MS = 5_000
/** How many subjects are worked on at once. Those of one subject always follow each other. */
const MAX_AT_ONCE = 8

/** Part of a delivery. When one fails and the delivery comes again, those before it are not taken again. */
export type Step = { key: string; take: () => Promise<void> }

export type Delivery = {
  /** What it is about: deliveries with the same subject keep their order. Copies must have the same. */
  subject: string
  /** Epoch ms of what it tells of; among those that wait together the earlier one goes first. */
  at: number
  /** In the order in which they are taken. */
  steps: Step[]
}

type Waiting = Delivery & { resolve: () => void; reject: (thrown: unknown) => void }

/** Deliveries of this process that wait for the lease of their shard. */
const waiting = new Map<string, Waiting[]>()

/** The shard in which a subject's deliveries are remembered; those of one subject follow each other. */
const shardOf = (subject: string): Shard =>
  SHARDS[(createHash('sha256').update(subject).digest()[0] ?? 0) % SHARDS.length] ?? SHARDS[0]

/**
 * Takes those steps of a delivery that no copy of it has taken before. Throws what a step throws, and takes none after
 * it; the delivery can then come again.
 */
export function deliverOnce(installation: Installation, delivery: Delivery): Promise<void> {
  const shard = shardOf(delivery.subject)
  const queue = JSON.stringify([installationKey(installation), shard])
  return new Promise((resolve, reject) => {
    const entry = { ...delivery, resolve, reject }
    const others = waiting.get(queue)
    if (others) return void others.push(entry)
    waiting.set(queue, [entry])
    void work(installation, shard, queue)
  })
}

/** Takes the lease for all that wait, again and again until nothing waits: under load one lease serves many. */
async function work(installation: Installation, shard: Shard, queue: string): Promise<void> {
  const takeAll = () => waiting.get(queue)?.splice(0) ?? []
  while ((waiting.get(queue)?.length ?? 0) > 0) {
    let batch: Waiting[] = []
    try {
      const left = await withLease(installation, `webhookLease${shard}`, () => {
        batch = takeAll()
        return takeSteps(installation, shard, batch)
      })
      waiting.get(queue)?.unshift(...left)
    } catch (thrown) {
      // Either the lease was not to be had, or what has been done already could not be read: nothing was done.
      for (const { reject } of batch.length > 0 ? batch : takeAll()) reject(thrown)
    }
  }
  waiting.delete(queue)
}

const bySubject = (batch: Waiting[]): Waiting[][] => {
  const groups = new Map<string, Waiting[]>()
  for (const delivery of [...batch].sort((a, b) => a.at - b.at)) {
    const group = groups.get(delivery.subject)
    if (group) group.push(delivery)
    else groups.set(delivery.subject, [delivery])
  }
  return [...groups.values()]
}

/** Gives back those for which the lease did not last. */
async function takeSteps(installation: Installation, shard: Shard, batch: Waiting[]): Promise<Waiting[]> {
  const until = Date.now() + WORK_MS
  const state = `webhooksSeen${shard}` as const
  const { seen } = (await readState(installation, state)) ?? { seen: [] }
  const fresh = seen.filter(({ at }) => Date.now() - at < REMEMBERED_MS)
  const known = new Set(fresh.map(({ key }) => key))
  const added: { key: string; at: number }[] = []
  const done: Waiting[] = []
  const left: Waiting[] = []

  const take = async (delivery: Waiting): Promise<void> => {
    try {
      for (const { key, take: takeStep } of delivery.steps) {
        if (known.has(key)) continue
        await takeStep()
        known.add(key)
        added.push({ key, at: Date.now() })
      }
      done.push(delivery)
    } catch (thrown) {
      delivery.reject(thrown)
    }
  }
  const groups = bySubject(batch)
  const workThrough = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      for (const delivery of group) {
        if (Date.now() < until) await take(delivery)
        else left.push(delivery)
      }
    }
  }
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, workThrough))

  if (added.length > 0) {
    // The events stand: failing now would only have them sent, and created, again.
    const all = [...fresh, ...added].slice(-MAX_REMEMBERED)
    await writeState(installation, state, { seen: all }).catch(() => undefined)
  }
  for (const { resolve } of done) resolve()
  return left
}
