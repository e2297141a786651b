/** The sandbox in a process of its own: `ghl-server.ts <key file> <certificate file>`, told what to do by IPC. */
import { readFileSync } from 'node:fs'
import { seedIds, startGoHighLevel, type GoHighLevelSandbox } from '../sandbox/gohighlevel'
import type { Command, Counts, Hello, Tokens } from './ghl-protocol'

/** What is measured must never run into the limit. */
const UNLIMITED = { max: Number.MAX_SAFE_INTEGER, intervalMs: 10_000, daily: Number.MAX_SAFE_INTEGER }

let lastConnection = 0

function takeCounts(ghl: GoHighLevelSandbox): Counts {
  const connections = new Set(ghl.requests.map(({ connectionId }) => connectionId))
  const known = lastConnection
  const counts = {
    requests: ghl.requests.length,
    newConnections: [...connections].filter((id) => id > known).length,
    refreshes: ghl.refreshRequests,
  }
  // Connections are numbered in the order of their first requests, so the highest tells all that are known.
  for (const id of connections) lastConnection = Math.max(lastConnection, id)
  ghl.reset()
  return counts
}

function issueTokens(ghl: GoHighLevelSandbox): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = ghl.issueTokens()
  return { accessToken, refreshToken }
}

async function main(): Promise<void> {
  const [key, cert] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'))
  if (!key || !cert) throw new Error('A key file and a certificate file are needed')
  const ghl = await startGoHighLevel({ tls: { key, cert }, rateLimit: UNLIMITED })
  const run: Record<Command, () => object> = {
    issue: () => issueTokens(ghl),
    expire: () => {
      ghl.expireAccessTokens()
      return {}
    },
    take: () => takeCounts(ghl),
  }
  process.on('message', (command: Command) => process.send?.(run[command]()))
  // Never outlive whoever started it.
  process.on('disconnect', () => process.exit())
  const { apiUrl: url, clientId, clientSecret } = ghl
  const greeting: Hello = { url, clientId, clientSecret, locationId: seedIds.location, contactId: seedIds.contact }
  process.send?.(greeting)
}

main().catch((thrown: unknown) => {
  console.error(thrown)
  process.exit(1)
})
