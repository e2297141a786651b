/**
 * An installation's credentials: read, cached, renewed, persisted.
 *
 * Refresh tokens are single use, so one lost write cuts the connection for good. Hence one renewal at a time per
 * process (a shared promise) and per installation (the lease), and a new pair is stored before it is used.
 */
import { RuntimeError } from '@botpress/sdk'
import type { Agency, Credentials } from '../../states'
import { readState, type Installation } from '../installation'
import { withLease } from '../lease'
import type { Grant } from '../tokens'
import { renewCredentials, RENEW_AHEAD_MS } from './renew'
import { seedCredentials } from './seed'
import {
  alive,
  markLost,
  configuredSeed,
  entryOf,
  expiresWithin,
  fromGrant,
  readStored,
  remember,
  store,
  type Entry,
} from './store'

export { renewCredentials } from './renew'
export { seedCredentials } from './seed'
export { appCredentials, connectLink, disconnected, readAgency } from './store'

/** A reconnection made in another process is noticed after this long at the latest, in ms. */
const MAX_CACHE_AGE_MS = 5 * 60_000
/** After a renewal that failed while the token still works, the next one waits this long, in ms. */
const RENEW_PAUSE_MS = 30_000

/**
 * The stored credentials of an installation, read through this process's cache and renewed when they are about to
 * expire. Throws RuntimeError when the installation is not connected, with the way to connect it.
 */
export async function currentCredentials(
  installation: Installation
): Promise<{ credentials: Credentials; renewed: boolean }> {
  const entry = entryOf(installation)
  const isFresh = entry.credentials && Date.now() - entry.readAt < MAX_CACHE_AGE_MS
  const credentials = isFresh && entry.credentials ? entry.credentials : await load(installation, entry)
  const isPaused = Date.now() < (entry.renewNotBefore ?? 0) && !expiresWithin(credentials, 0)
  if (!expiresWithin(credentials, RENEW_AHEAD_MS) || !canRenew(credentials) || isPaused) {
    return { credentials, renewed: false }
  }
  try {
    return { credentials: await renewCredentials(installation, credentials.accessToken), renewed: true }
  } catch (thrown) {
    // The old token still works for a while: not being able to renew it just now is no reason to fail.
    if (thrown instanceof RuntimeError || expiresWithin(credentials, 0)) throw thrown
    entry.renewNotBefore = Date.now() + RENEW_PAUSE_MS
    return { credentials, renewed: true }
  }
}

const canRenew = ({ refreshToken, agency }: Credentials): boolean => Boolean(refreshToken ?? agency)

function load(installation: Installation, entry: Entry): Promise<Credentials> {
  entry.loading ??= readStored(installation)
    .then(async (stored) => stored ?? alive(installation, await seedCredentials(installation)))
    .then((credentials) => remember(entry, credentials))
    .catch((thrown: unknown) => {
      // Botpress is out of reach: what was known a moment ago is better than a failed action.
      if (!(thrown instanceof RuntimeError) && entry.credentials) return entry.credentials
      throw thrown
    })
    .finally(() => {
      entry.loading = undefined
    })
  return entry.loading
}

/** Persists a connection made by consent; it wins over whatever was stored or configured before. */
export const connect = (
  installation: Installation,
  grant: Grant,
  locationId: string,
  agency?: Agency
): Promise<Credentials> =>
  withLease(installation, 'refreshLease', () =>
    store(installation, fromGrant(grant, locationId, configuredSeed(installation), agency))
  )

/**
 * The stored connection, without renewing it; undefined when there is none or it is lost.
 * @param maxAgeMs how old what this process knows of it may be
 */
export async function findConnection(
  installation: Installation,
  maxAgeMs = MAX_CACHE_AGE_MS
): Promise<Credentials | undefined> {
  const entry = entryOf(installation)
  if (entry.credentials && Date.now() - entry.readAt < maxAgeMs) return entry.credentials
  const stored = await readState(installation, 'credentials')
  return stored && !stored.lost ? remember(entry, stored) : undefined
}

/** What is stored, be it lost; undefined when there is nothing. */
export const readConnection = (installation: Installation): Promise<Credentials | undefined> =>
  readState(installation, 'credentials')

/** Takes note that the app was removed from the location: the next action says how to connect again. */
export const markUninstalled = (installation: Installation): Promise<void> =>
  withLease(installation, 'refreshLease', async () => {
    const stored = await readConnection(installation)
    if (!stored || stored.lost) return
    await markLost(installation, stored, 'The GoHighLevel app was uninstalled from the location.')
  })

/** True when working credentials are stored. */
export async function isConnected(installation: Installation): Promise<boolean> {
  const stored = await readConnection(installation)
  return stored !== undefined && !stored.lost
}
