/** Every request to the installation's webhook URL. */
import type { Installation } from './ghl/installation'
import { handleOAuth, isOAuthPath } from './oauth'
import { handleWebhook } from './webhooks'

export type WebRequest = {
  method: string
  /** What follows the webhook URL, with a leading slash. */
  path: string
  query: string
  /** Names in lower case. */
  headers?: Record<string, string | undefined>
  /** The exact text that was sent. */
  body?: string | undefined
}

export type WebAnswer = { status: number; headers?: Record<string, string>; body?: string }

/** The connection's pages live under /oauth; everything else is a webhook. */
export const handleRequest = (installation: Installation, request: WebRequest): Promise<WebAnswer> =>
  isOAuthPath(request.path) ? handleOAuth(installation, request) : handleWebhook(installation, request)
