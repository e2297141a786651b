/** Webhooks that a workflow in the location sends: unsigned, so the address itself is the secret. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readState, writeState, type Installation } from '../ghl/installation'
import type { WebAnswer } from '../handler'
import { comeAgain, malformed, notFound, received } from './answers'
import { createEvent } from './create-event'
import { readJsonObject } from './json'

/** Keeps where the installation is reached, and makes its workflow secret when there is none; gives back that address. */
export async function rememberWebhookUrl(installation: Installation, webhookUrl: string): Promise<string> {
  const stored = await readState(installation, 'installation')
  const workflowSecret = stored?.workflowSecret ?? randomBytes(24).toString('base64url')
  await writeState(installation, 'installation', { webhookUrl, workflowSecret })
  return `${webhookUrl}/workflow/${workflowSecret}`
}

/** The address for workflow webhooks; undefined before the first registration. */
export async function workflowUrlOf(installation: Installation): Promise<string | undefined> {
  const stored = await readState(installation, 'installation')
  return stored?.workflowSecret && `${stored.webhookUrl}/workflow/${stored.workflowSecret}`
}

function isSame(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Creates the event workflowWebhookReceived. A wrong secret looks like an address that does not exist. */
export async function receiveWorkflowWebhook(
  installation: Installation,
  secret: string,
  body: string
): Promise<WebAnswer> {
  try {
    const stored = await readState(installation, 'installation')
    if (!stored?.workflowSecret || !isSame(stored.workflowSecret, secret)) return notFound
    const payload = readJsonObject(body)
    if (!payload) return malformed
    await createEvent(installation, 'workflowWebhookReceived', { payload })
    return received
  } catch {
    installation.logger.forBot().warn('A workflow webhook could not be delivered')
    return comeAgain
  }
}
