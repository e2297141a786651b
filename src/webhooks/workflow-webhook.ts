/** Webhooks that a workflow in the location sends: unsigned, so the address itself is the secret. */
import { randomBytes } from 'node:crypto'
import { readState, writeState, type Installation } from '../ghl/installation'
import { isSameSecret } from '../same-secret'
import type { WebAnswer } from '../handler'
import { comeAgain, malformed, notFound, received } from './answers'
import { createEvent } from './create-event'
import { readJsonObject } from '../ghl/json'

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

/** Creates the event workflowWebhookReceived. A wrong secret looks like an address that does not exist. */
export async function receiveWorkflowWebhook(
  installation: Installation,
  secret: string,
  body: string
): Promise<WebAnswer> {
  try {
    const stored = await readState(installation, 'installation')
    if (!stored?.workflowSecret || !isSameSecret(stored.workflowSecret, secret)) return notFound
    const payload = readJsonObject(body)
    if (!payload) return malformed
    await createEvent(installation, 'workflowWebhookReceived', { payload })
    return received
  } catch {
    installation.logger.forBot().warn('A workflow webhook could not be delivered')
    return comeAgain
  }
}
