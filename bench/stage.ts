/** What the bundles run against, and the bundles themselves: each in a process of its own. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { startBotpressApi, startIntegration, type BotpressApi, type MemoryUsage } from '../sandbox/botpress'
import type { Certificate } from './certificate'
import type { Cleanup } from './cleanup'
import { startGhlProcess, type GhlProcess } from './ghl-process'
import { mapPair, type Name, type Pair } from './pair'

/** A running bundle, connected to GoHighLevel. */
export type Subject = {
  /** Reads one contact, as a bot would. Throws unless it was read. */
  act(): Promise<void>
  /** Receives a webhook. Throws unless it was taken. */
  receive(webhook: SignedWebhook): Promise<void>
  memory(): Promise<MemoryUsage>
  close(): Promise<void>
}

export type SignedWebhook = { body: string; signature: string }

/** Who is connected how. Processes that share one are the same installation. */
export type Identity = {
  botId: string
  integrationId: string
  webhookId: string
  configuration: Record<string, string>
}

export type Stage = {
  ghl: GhlProcess
  botpress: BotpressApi
  /** Signs with the key that both bundles verify with. */
  sign(body: string): SignedWebhook
  createIdentity(name: Name): Promise<Identity>
  start(name: Name, identity: Identity): Promise<Subject>
  /** Fresh processes of both, each an installation of its own. */
  startBoth(): Promise<Pair<Subject>>
}

export async function openStage(bundles: Pair<string>, certificate: Certificate, cleanup: Cleanup): Promise<Stage> {
  const ghl = await startGhlProcess(certificate)
  cleanup.add(ghl.close)
  const botpress = await startBotpressApi()
  cleanup.add(botpress.close)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const webhookKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const env = {
    NODE_EXTRA_CA_CERTS: certificate.certPath,
    GHL_API_URL: ghl.url,
    BENCH_WEBHOOK_KEY: webhookKey,
  }

  const createIdentity = async (name: Name): Promise<Identity> => {
    const { accessToken, refreshToken } = await ghl.issueTokens()
    const { clientId, clientSecret, locationId } = ghl
    const configuration = {
      accessToken,
      ...(name === 'ours' && { refreshToken, clientId, clientSecret, locationId, webhookPublicKey: webhookKey }),
    }
    return { botId: randomUUID(), integrationId: randomUUID(), webhookId: randomUUID(), configuration }
  }

  const start = async (name: Name, identity: Identity): Promise<Subject> => {
    const integration = await startIntegration({ bundlePath: bundles[name], botpressUrl: botpress.url, env })
    const close = cleanup.add(integration.close)
    const installation = integration.install({ ...identity, webhookUrl: 'https://webhook.example.com/bench' })
    const { status, body } = await installation.register()
    if (status !== 200) throw new Error(`Registering ${name} failed with status ${status}: ${body}`)
    const act = async (): Promise<void> => {
      const { output, error } = await installation.act('getContact', { contactId: ghl.contactId })
      if (!hasContact(output, ghl.contactId)) {
        throw new Error(`An action of ${name} failed: ${error?.message ?? JSON.stringify(output)}`)
      }
    }
    const receive = async ({ body: sent, signature }: SignedWebhook): Promise<void> => {
      const headers = { 'x-ghl-signature': signature }
      const answer = await installation.webhook({ method: 'POST', path: '/', headers, body: sent })
      if (answer.status !== 200) throw new Error(`A webhook of ${name} was answered with status ${answer.status}`)
    }
    return { act, receive, memory: integration.memory, close }
  }

  return {
    ghl,
    botpress,
    sign: (body) => ({ body, signature: sign(null, Buffer.from(body), privateKey).toString('base64') }),
    createIdentity,
    start,
    startBoth: () =>
      mapPair({ bare: 'bare', ours: 'ours' } as const, async (name) => start(name, await createIdentity(name))),
  }
}

function hasContact(output: unknown, id: string): boolean {
  const data = typeof output === 'object' && output !== null && 'data' in output ? output.data : undefined
  return typeof data === 'object' && data !== null && 'id' in data && data.id === id
}

/** Milliseconds that the work takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Runs so many actions, never more than `width` at once, and as soon as one ends the next. */
export const runAtOnce = ({ act }: Subject, total: number, width: number): Promise<void> =>
  doAtOnce(
    Array.from({ length: total }, () => act),
    width
  )

/** Does all of it, never more than `width` at once, and as soon as one ends the next. */
export async function doAtOnce(jobs: (() => Promise<void>)[], width: number): Promise<void> {
  const left = jobs.values()
  const work = async (): Promise<void> => {
    for (const job of left) await job()
  }
  await Promise.all(Array.from({ length: width }, work))
}
