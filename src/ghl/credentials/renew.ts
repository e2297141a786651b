/** Renewing an access token: once per process, once per installation, the new pair stored before it is used. */
import type { Agency, Credentials } from '../../states'
import { GhlError, isAboutExpiry } from '../errors'
import type { Installation } from '../installation'
import { withLease } from '../lease'
import { GrantRefused, refreshGrant, requestLocationGrant } from '../tokens'
import {
  agencyFrom,
  appCredentials,
  disconnected,
  entryOf,
  expiresWithin,
  fromGrant,
  isPrivateToken,
  markLost,
  readAgency,
  readStored,
  remember,
  store,
} from './store'

/** Renew this long before the token expires, in ms. */
export const RENEW_AHEAD_MS = 5 * 60_000

/**
 * New credentials in place of `used`, the access token that GoHighLevel no longer takes. Whoever else has renewed
 * them meanwhile, in this process or another, has done the work already.
 * Throws RuntimeError when only a new consent helps, GhlError when GoHighLevel can't be reached.
 */
export async function renewCredentials(installation: Installation, used: string): Promise<Credentials> {
  const entry = entryOf(installation)
  const known = entry.credentials
  if (known && known.accessToken !== used && !expiresWithin(known, 0)) return known
  entry.renewing ??= renewAcrossProcesses(installation, used)
    .then((credentials) => remember(entry, credentials))
    .finally(() => {
      entry.renewing = undefined
    })
  return entry.renewing
}

function renewAcrossProcesses(installation: Installation, used: string): Promise<Credentials> {
  const renewedByOther = async () => {
    const stored = await readStored(installation)
    return stored && stored.accessToken !== used && !expiresWithin(stored, 0) ? stored : undefined
  }
  return withLease(
    installation,
    'refreshLease',
    async () => (await renewedByOther()) ?? renewNow(installation, used),
    renewedByOther
  )
}

/** Stores a renewed pair; kept in memory until that has worked, because it can't be had a second time. */
async function persist(installation: Installation, renewed: Credentials, used: string): Promise<Credentials> {
  const entry = entryOf(installation)
  entry.unsaved = { credentials: renewed, inPlaceOf: used }
  const stored = await store(installation, renewed)
  entry.unsaved = undefined
  return stored
}

async function renewNow(installation: Installation, used: string): Promise<Credentials> {
  const { unsaved } = entryOf(installation)
  const stored = unsaved
    ? await persist(installation, unsaved.credentials, unsaved.inPlaceOf)
    : await readStored(installation)
  if (stored && stored.accessToken !== used && !expiresWithin(stored, 0)) return stored
  if (!stored) throw await disconnected(installation, 'GoHighLevel is not connected.')
  try {
    const renewed = stored.agency
      ? await renewByAgency(installation, stored, stored.agency)
      : await renewByRefreshToken(installation, stored)
    return await persist(installation, renewed, used)
  } catch (thrown) {
    if (!(thrown instanceof GrantRefused)) throw thrown
    const other = await readStored(installation)
    if (other && other.accessToken !== used && other.refreshToken !== stored.refreshToken) return other
    const reason = 'The connection to GoHighLevel was revoked or has expired.'
    await markLost(installation, other ?? stored, reason)
    throw await disconnected(installation, reason)
  }
}

async function renewByRefreshToken(installation: Installation, stored: Credentials): Promise<Credentials> {
  if (!stored.refreshToken) {
    throw await disconnected(
      installation,
      isPrivateToken(stored.accessToken)
        ? 'GoHighLevel no longer accepts the Private Integration Token: paste the current one into Access Token.'
        : 'The Access Token has expired and there is no Refresh Token to renew it.'
    )
  }
  const grant = await refreshGrant(appCredentials(installation), stored.refreshToken, 'Location')
  // An agency's pair pasted together with a location id gives itself away only here.
  if (grant.isAgency) {
    const agency = readAgency(grant)
    await persist(installation, { ...stored, agency }, stored.accessToken)
    return exchangeForLocation(stored, agency)
  }
  return {
    ...fromGrant(grant, grant.locationId ?? stored.locationId, stored.seed),
    refreshToken: grant.refreshToken ?? stored.refreshToken,
  }
}

async function renewByAgency(installation: Installation, stored: Credentials, agency: Agency): Promise<Credentials> {
  if (!expiresWithin(agency, RENEW_AHEAD_MS) || !agency.refreshToken) {
    try {
      return await exchangeForLocation(stored, agency)
    } catch (thrown) {
      // The agency's token may have been revoked before its time.
      if (!(thrown instanceof GhlError) || !isAboutExpiry(thrown) || !agency.refreshToken) throw thrown
    }
  }
  return exchangeForLocation(stored, await renewAgency(installation, stored, agency, agency.refreshToken))
}

async function renewAgency(
  installation: Installation,
  stored: Credentials,
  agency: Agency,
  refreshToken: string
): Promise<Agency> {
  const grant = await refreshGrant(appCredentials(installation), refreshToken, 'Company')
  const renewed = { refreshToken, ...agencyFrom(grant, agency.companyId) }
  // The agency's refresh token has rotated: it is stored before anything that can still fail.
  await persist(installation, { ...stored, agency: renewed }, stored.accessToken)
  return renewed
}

async function exchangeForLocation(stored: Credentials, agency: Agency): Promise<Credentials> {
  const grant = await requestLocationGrant(agency, stored.locationId)
  return fromGrant(grant, stored.locationId, stored.seed, agency)
}
