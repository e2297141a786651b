/** Everything that GoHighLevel sends to the webhook URL. */
import type { Installation } from '../ghl/installation'
import type { WebAnswer, WebRequest } from '../handler'
import { notAllowed, notFound, tooLarge } from './answers'
import { receiveAppWebhook } from './app-webhook'
import { receiveWorkflowWebhook } from './workflow-webhook'

const MAX_BODY_BYTES = 1024 * 1024

/** App webhooks come to the URL itself, those of workflows to /workflow/{secret}. */
export async function handleWebhook(installation: Installation, request: WebRequest): Promise<WebAnswer> {
  const path = request.path.replace(/\/+$/, '')
  const [, secret] = /^\/workflow\/([^/]+)$/.exec(path) ?? []
  if (path !== '' && secret === undefined) return notFound
  if (request.method.toUpperCase() !== 'POST') return notAllowed
  if (Buffer.byteLength(request.body ?? '') > MAX_BODY_BYTES) return tooLarge
  return secret === undefined
    ? receiveAppWebhook(installation, request)
    : receiveWorkflowWebhook(installation, secret, request.body ?? '')
}
