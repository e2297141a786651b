/** At most one at a time does a thing for an installation, across processes that share only the state API. */
import { randomUUID } from 'node:crypto'
import type { LeaseName } from '../states'
import { GhlError } from './errors'
import {
  getOrSetState,
  readState,
  sleep,
  STATE_LIFETIME_MS,
  writeState,
  type Installation,
  type StateRef,
} from './installation'

/**
 * How long a holder may take, in ms. Below GoHighLevel's 30-second window for repeated refreshes, so that whoever
 * takes over from a holder that died between refresh and write is given the very pair that got lost.
 */
const LEASE_MS = 15_000
const POLL_MS = 250
/** How often the lease is asked for again by who has nothing else to go by. */
const RETRY_MS = 500
const GIVE_UP_MS = 25_000
/** Long enough for two takers of an abandoned lease to have both written before either reads back. */
const CONFIRM_MS = 300

const busy = (): GhlError =>
  new GhlError('Another process is still busy with the connection to GoHighLevel. Try again.', 'UNREACHABLE', {
    code: 'UNREACHABLE',
    retryable: true,
  })

type Lease = { owner: string; until: number }

/** The lease that stands afterwards: this owner's, or another's that has not run out. */
async function tryToTake(installation: Installation, ref: StateRef<LeaseName>, owner: string): Promise<Lease> {
  const wanted = (): Lease => ({ owner, until: Date.now() + LEASE_MS })
  const standing = await getOrSetState(installation, ref, wanted(), STATE_LIFETIME_MS)
  if (standing.owner === owner || standing.until > Date.now()) return standing
  // The holder died. The last taker to write wins, and each finds out by reading back.
  await writeState(installation, ref, wanted(), STATE_LIFETIME_MS)
  await sleep(CONFIRM_MS)
  return (await readState(installation, ref)) ?? { owner: '', until: Date.now() }
}

/**
 * Runs `work` while holding the lease. While another process holds it, `meanwhile` is asked again and again whether
 * waiting has become pointless: a value it gives back is the result, and `work` never runs. The lease itself is then
 * not looked at before it runs out, because every look prolongs its life at Botpress. Without `meanwhile` nothing else
 * tells when the holder is done.
 */
export async function withLease<T>(
  installation: Installation,
  ref: StateRef<LeaseName>,
  work: () => Promise<T>,
  meanwhile?: () => Promise<T | undefined>
): Promise<T> {
  const owner = randomUUID()
  const giveUpAt = Date.now() + GIVE_UP_MS
  for (;;) {
    const lease = await tryToTake(installation, ref, owner)
    if (lease.owner === owner) {
      try {
        return await work()
      } finally {
        // A lease past its time may be another's by now. A failed release costs the next taker a wait, no more.
        if (Date.now() < lease.until) await writeState(installation, ref, null).catch(() => undefined)
      }
    }
    const retryAt = Math.min(meanwhile ? lease.until : Date.now() + RETRY_MS, giveUpAt)
    while (Date.now() < retryAt) {
      await sleep(POLL_MS * (0.5 + Math.random()))
      const settled = await meanwhile?.()
      if (settled !== undefined) return settled
    }
    if (Date.now() >= giveUpAt) throw busy()
  }
}
