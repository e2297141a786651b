/** Taking over the tokens that the bot builder pasted into the configuration. */
import { RuntimeError } from '@botpress/sdk'
import type { Credentials } from '../../states'
import { readState, type Installation } from '../installation'
import { withLease } from '../lease'
import { GrantRefused, refreshGrant } from '../tokens'
import { appCredentials, configuredSeed, disconnected, fromGrant, isPrivateToken, store } from './store'

/** `exp` of a JWT as epoch ms; undefined for anything else. Read for planning only, never trusted. */
function jwtExpiry(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined
    return typeof exp === 'number' ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}

/**
 * Takes over the configured tokens where they are not the ones taken over last. Rotated tokens are never
 * overwritten: the configured refresh token is dead after its first use.
 * Gives back what is stored then, even a connection that is marked as lost.
 * Throws RuntimeError when nothing is configured, or something is missing or refused.
 */
export async function seedCredentials(installation: Installation): Promise<Credentials> {
  const { accessToken } = installation.ctx.configuration
  if (!accessToken) throw await disconnected(installation, 'GoHighLevel is not connected yet.')
  return withLease(installation, 'refreshLease', async () => {
    const stored = await readState(installation, 'credentials')
    const seed = configuredSeed(installation)
    if (stored?.seed === seed) return stored
    return store(installation, await fromConfiguration(installation, accessToken.trim(), seed))
  })
}

async function fromConfiguration(installation: Installation, accessToken: string, seed: string): Promise<Credentials> {
  const { refreshToken, locationId } = installation.ctx.configuration
  const expiresAt = jwtExpiry(accessToken)
  if (locationId) {
    return {
      accessToken,
      locationId: locationId.trim(),
      seed,
      ...(refreshToken && { refreshToken: refreshToken.trim() }),
      ...(expiresAt && { expiresAt }),
    }
  }
  if (isPrivateToken(accessToken) || !refreshToken) {
    throw new RuntimeError(
      'Fill in Location ID: GoHighLevel does not tell which location this Access Token belongs to. You find it in GoHighLevel under Settings → Business Profile.'
    )
  }
  // A refresh names the location, and proves client id, secret and refresh token at once.
  return fromPastedRefreshToken(installation, refreshToken.trim(), seed)
}

async function fromPastedRefreshToken(installation: Installation, refreshToken: string, seed: string) {
  const app = appCredentials(installation)
  const grant = await refreshGrant(app, refreshToken, 'Location').catch((thrown: unknown) => {
    if (!(thrown instanceof GrantRefused)) throw thrown
    throw new RuntimeError(
      'GoHighLevel did not accept the Refresh Token: it has been used already, revoked, or belongs to another Client ID. Paste a new pair of tokens, or empty both token fields and connect by link.'
    )
  })
  if (!grant.isAgency && grant.locationId) return fromGrant(grant, grant.locationId, seed)
  throw new RuntimeError(
    'These tokens belong to an agency, not to one location. Empty both token fields and connect by link: the page lets you choose the location.'
  )
}
