/**
 * The `credentials` state of an installation and this process's cache of it. Nothing outside this folder touches either.
 */
import { RuntimeError } from '@botpress/sdk'
import { createHash } from 'node:crypto'
import type { Agency, Credentials } from '../../states'
import { installationKey, readState, writeState, type Installation } from '../installation'
import type { AppCredentials, Grant } from '../tokens'

const MAX_CACHED = 500

/** What this process knows of one installation. */
export type Entry = {
  /** The configured tokens at the time; a change of configuration starts a new entry. */
  configured: string
  credentials?: Credentials
  /** Epoch ms. */
  readAt: number
  /** Renewed, but not stored yet: the pair it came from is dead, so this is all there is. */
  unsaved?: { credentials: Credentials; inPlaceOf: string }
  /** Epoch ms before which a token that still works is not renewed again. */
  renewNotBefore?: number
  loading?: Promise<Credentials>
  renewing?: Promise<Credentials>
}

const cache = new Map<string, Entry>()

function configuredTokens({ ctx }: Installation): string {
  const { accessToken, refreshToken, locationId } = ctx.configuration
  return JSON.stringify([accessToken ?? '', refreshToken ?? '', locationId ?? ''])
}

/** SHA-256 of the configured tokens: tells whether the builder has changed them since they were last taken over. */
export const configuredSeed = (installation: Installation): string =>
  createHash('sha256').update(configuredTokens(installation)).digest('hex')

/** Client id and secret from the configuration. Throws RuntimeError naming what is missing. */
export function appCredentials({ ctx }: Installation): AppCredentials {
  const { clientId, clientSecret } = ctx.configuration
  const missing = [!clientId && 'Client ID', !clientSecret && 'Client Secret'].filter(Boolean)
  if (!clientId || !clientSecret) {
    throw new RuntimeError(`Fill in ${missing.join(' and ')} in the integration's configuration and save it.`)
  }
  return { clientId: clientId.trim(), clientSecret: clientSecret.trim() }
}

/** Address of the connect page, or undefined before the first registration. */
export async function connectLink(installation: Installation): Promise<string | undefined> {
  const stored = await readState(installation, 'installation')
  return stored && `${stored.webhookUrl}/oauth/start`
}

/** The error that an installation which isn't connected answers with: the reason, and the way to connect. */
export async function disconnected(installation: Installation, reason: string): Promise<RuntimeError> {
  const { clientId, clientSecret } = installation.ctx.configuration
  const link = clientId && clientSecret ? await connectLink(installation).catch(() => undefined) : undefined
  const cure = link
    ? `Open ${link} to connect.`
    : 'Connect it in the configuration: a Client ID and Client Secret to connect by link, or a Private Integration Token with a Location ID.'
  return new RuntimeError(`${reason} ${cure}`)
}

/** True for a Private Integration Token, which is never renewed. */
export const isPrivateToken = (accessToken: string): boolean => accessToken.startsWith('pit-')

/** False when the time of expiry is not known. */
export const expiresWithin = (token: { expiresAt?: number }, ms: number): boolean =>
  token.expiresAt !== undefined && token.expiresAt - Date.now() < ms

/** Credentials for one location from what GoHighLevel granted. */
export function fromGrant(grant: Grant, locationId: string, seed: string, agency?: Agency): Credentials {
  return {
    accessToken: grant.accessToken,
    expiresAt: grant.expiresAt,
    locationId,
    seed,
    ...(grant.refreshToken && { refreshToken: grant.refreshToken }),
    ...(grant.companyId && { companyId: grant.companyId }),
    ...(grant.scopes && { scopes: grant.scopes }),
    ...(agency && { agency }),
  }
}

/** An agency's token from what GoHighLevel granted. */
export const agencyFrom = (grant: Grant, companyId: string): Agency => ({
  accessToken: grant.accessToken,
  expiresAt: grant.expiresAt,
  companyId,
  ...(grant.refreshToken && { refreshToken: grant.refreshToken }),
})

/** The agency that a Company grant stands for. Throws RuntimeError when the grant does not name it. */
export function readAgency(grant: Grant): Agency {
  if (!grant.companyId) {
    throw new RuntimeError('GoHighLevel granted an agency token without naming the agency. Connect again.')
  }
  return agencyFrom(grant, grant.companyId)
}

/** This process's entry for the installation, new when the configured tokens have changed. */
export function entryOf(installation: Installation): Entry {
  const key = installationKey(installation)
  const configured = configuredTokens(installation)
  const known = cache.get(key)
  if (known?.configured === configured) return known
  const entry: Entry = { configured, readAt: 0 }
  cache.delete(key)
  cache.set(key, entry)
  const oldest = cache.keys().next().value
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  return entry
}

/** Puts into the cache what is stored. */
export function remember(entry: Entry, credentials: Credentials): Credentials {
  entry.credentials = credentials
  // Whoever has stored another pair since has the only one that counts.
  if (credentials.accessToken !== entry.unsaved?.inPlaceOf) entry.unsaved = undefined
  entry.readAt = Date.now()
  return credentials
}

/** The credentials unless they are marked as lost. Throws RuntimeError with the way to reconnect. */
export async function alive(installation: Installation, credentials: Credentials): Promise<Credentials> {
  if (credentials.lost) throw await disconnected(installation, credentials.lost)
  return credentials
}

/** Reads the state; undefined when there is none. Throws RuntimeError when the connection is marked as lost. */
export async function readStored(installation: Installation): Promise<Credentials | undefined> {
  const stored = await readState(installation, 'credentials')
  return stored && alive(installation, stored)
}

/** Persists, then caches: a pair that is not stored is not used. */
export async function store(installation: Installation, credentials: Credentials): Promise<Credentials> {
  await writeState(installation, 'credentials', credentials)
  return remember(entryOf(installation), credentials)
}

/** Marks the connection as lost, so that every process says at once how to reconnect. */
export async function markLost(installation: Installation, connection: Credentials, reason: string): Promise<void> {
  await writeState(installation, 'credentials', { ...connection, lost: reason })
  entryOf(installation).credentials = undefined
}
