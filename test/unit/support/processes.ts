/** Several processes of the integration in one: copies of the module graph that share nothing but the state API. */
import { vi } from 'vitest'
import { watchRequests } from './network'

/** A new process: caches and promises are its own. */
export async function startProcess() {
  vi.resetModules()
  const [client, credentials, { http }] = await Promise.all([
    import('../../../src/ghl/client'),
    import('../../../src/ghl/credentials'),
    import('../../../src/ghl/http'),
  ])
  watchRequests(http)
  return { openGhl: client.openGhl, ...credentials }
}
