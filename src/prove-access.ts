/** Finding out, with one cheap call, whether the stored credentials work. */
import { openGhl } from './ghl/client'
import { GhlError } from './ghl/errors'
import type { Installation } from './ghl/installation'
import { path } from './ghl/path'

const MISSING_SCOPES =
  'The connection works, but it lacks scopes that some actions need: those will say so. Add the scopes in GoHighLevel, then connect again.'

/**
 * Reads the connected location, which one of the actions does as well, so its scope is asked for. Gives back its name,
 * or its id with a warning when a scope is missing: that too proves the connection, since GoHighLevel knew the token.
 * Throws RuntimeError when not connected, GhlError for any other refusal.
 */
export async function proveAccess(installation: Installation): Promise<{ location: string; warning?: string }> {
  const ghl = await openGhl(installation)
  try {
    const { location } = await ghl.get(path`/locations/${ghl.locationId}`)
    const isNamed = typeof location === 'object' && location !== null && 'name' in location
    return { location: (isNamed && typeof location.name === 'string' && location.name) || ghl.locationId }
  } catch (thrown) {
    if (!(thrown instanceof GhlError) || thrown.kind !== 'MISSING_SCOPE') throw thrown
    return { location: ghl.locationId, warning: MISSING_SCOPES }
  }
}
