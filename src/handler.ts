/** Every request to the installation's webhook URL. */
import type { Installation } from './ghl/installation'
import { handleOAuth, isOAuthPath, type WebRequest } from './oauth'

export type WebAnswer = { status: number; headers?: Record<string, string>; body?: string }

/** The connection's pages live under /oauth; nothing else is served. */
export async function handleRequest(installation: Installation, request: WebRequest): Promise<WebAnswer> {
  if (isOAuthPath(request.path)) return handleOAuth(installation, request)
  return { status: 404, body: 'Not found' }
}
