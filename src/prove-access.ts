/** Finding out, with one cheap call, whether the stored credentials work. */
import { openGhl } from './ghl/client'
import { GhlError } from './ghl/errors'
import type { Installation } from './ghl/installation'
import { path } from './ghl/path'

const MISSING_SCOPES =
  'The connection works, but it lacks scopes that some actions need: those will say so. Add the scopes in GoHighLevel, then connect again.'

/**
 * Lists the pipelines, which the actions' own scopes allow and which holds no personal data. Gives back a warning when
 * a scope is missing: that too proves the connection, since GoHighLevel knew the token.
 * Throws RuntimeError when not connected, GhlError for any other refusal.
 */
export async function proveAccess(installation: Installation): Promise<{ warning?: string }> {
  const ghl = await openGhl(installation)
  try {
    await ghl.get('/opportunities/pipelines', { locationId: ghl.locationId })
    return {}
  } catch (thrown) {
    if (thrown instanceof GhlError && thrown.kind === 'MISSING_SCOPE') return { warning: MISSING_SCOPES }
    throw thrown
  }
}

/** Name of the connected location, or its id where the granted scopes don't allow reading it. */
export async function describeLocation(installation: Installation): Promise<string> {
  const ghl = await openGhl(installation)
  try {
    const { location } = await ghl.get(path`/locations/${ghl.locationId}`)
    const isNamed = typeof location === 'object' && location !== null && 'name' in location
    return isNamed && typeof location.name === 'string' ? location.name : ghl.locationId
  } catch {
    return ghl.locationId
  }
}
