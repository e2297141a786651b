/** Each delivery creates its event once, also when two copies reach two processes at the same moment. */
import { createHash } from 'node:crypto'
import { installationKey, readState, writeState, type Installation } from '../ghl/installation'
import { withLease } from '../ghl/lease'
import { SHARDS, type Shard } from '../states'

/** How long a delivery is remembered, in ms: as long as a copy of it is let in. */
const REMEMBERED_MS = 24 * 60 * 60_000
const MAX_REMEMBERED = 1_000
/** How long events are created under one lease, in ms: well below its length, as what was begun must end within it. */
const WORK_MS = 5_000

type Delivery = { key: string; create: () => Promise<void>; resolve: () => void; reject: (thrown: unknown) => void }

/** Deliveries of this process that wait for the lease of their shard. */
const waiting = new Map<string, Delivery[]>()

/** The shard in which a subject's deliveries are remembered; those of one subject follow each other. */
const shardOf = (subject: string): Shard =>
  SHARDS[(createHash('sha256').update(subject).digest()[0] ?? 0) % SHARDS.length] ?? SHARDS[0]

/**
 * Runs `create` unless a delivery with the same key has been created before. Copies must have the same subject.
 * Throws what `create` throws; the delivery is then forgotten, so that it can come again.
 */
export function deliverOnce(
  installation: Installation,
  subject: string,
  key: string,
  create: () => Promise<void>
): Promise<void> {
  const shard = shardOf(subject)
  const queue = JSON.stringify([installationKey(installation), shard])
  return new Promise((resolve, reject) => {
    const delivery = { key, create, resolve, reject }
    const others = waiting.get(queue)
    if (others) return void others.push(delivery)
    waiting.set(queue, [delivery])
    void work(installation, shard, queue)
  })
}

/** Takes the lease for all that wait, again and again until nothing waits: under load one lease serves many. */
async function work(installation: Installation, shard: Shard, queue: string): Promise<void> {
  for (;;) {
    const batch = waiting.get(queue)?.splice(0) ?? []
    if (batch.length === 0) return void waiting.delete(queue)
    try {
      const left = await withLease(installation, `webhookLease${shard}`, () => createAll(installation, shard, batch))
      waiting.get(queue)?.unshift(...left)
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown)
    }
  }
}

/** Gives back those for which the lease did not last. */
async function createAll(installation: Installation, shard: Shard, batch: Delivery[]): Promise<Delivery[]> {
  const startedAt = Date.now()
  const state = `webhooksSeen${shard}` as const
  const { seen } = (await readState(installation, state)) ?? { seen: [] }
  const fresh = seen.filter(({ at }) => Date.now() - at < REMEMBERED_MS)
  const known = new Set(fresh.map(({ key }) => key))
  const added: { key: string; at: number }[] = []
  const done: Delivery[] = []
  let next = 0
  for (; next < batch.length && Date.now() - startedAt < WORK_MS; next++) {
    const delivery = batch[next]
    if (!delivery) break
    try {
      if (!known.has(delivery.key)) {
        await delivery.create()
        known.add(delivery.key)
        added.push({ key: delivery.key, at: Date.now() })
      }
      done.push(delivery)
    } catch (thrown) {
      delivery.reject(thrown)
    }
  }
  if (added.length > 0) {
    // The events stand: failing now would only have them sent, and created, again.
    const all = [...fresh, ...added].slice(-MAX_REMEMBERED)
    await writeState(installation, state, { seen: all }).catch(() => undefined)
  }
  for (const { resolve } of done) resolve()
  return batch.slice(next)
}
