/** What happens when a bot builder saves the configuration. */
import { RuntimeError } from '@botpress/sdk'
import { connectLink, disconnected, isConnected, seedCredentials } from './ghl/credentials'
import { GhlError } from './ghl/errors'
import type { Installation } from './ghl/installation'
import { proveAccess } from './prove-access'
import { rememberWebhookUrl } from './webhooks/workflow-webhook'

/**
 * Takes over configured tokens, proves that they work, and says how to connect where nothing is connected yet.
 * Throws RuntimeError that names the field to check.
 */
export async function register(installation: Installation, webhookUrl: string): Promise<void> {
  const workflowUrl = await rememberWebhookUrl(installation, webhookUrl.replace(/\/+$/, ''))
  const { clientId, clientSecret, accessToken, refreshToken } = installation.ctx.configuration
  const log = installation.logger.forBot()
  if (refreshToken && !accessToken) {
    throw new RuntimeError('Fill in Access Token too, or empty Refresh Token and connect by link.')
  }
  if (Boolean(clientId) !== Boolean(clientSecret)) {
    throw new RuntimeError(`Fill in ${clientId ? 'Client Secret' : 'Client ID'} too: both belong to one app.`)
  }
  const canConnectByLink = Boolean(clientId && clientSecret)
  if (refreshToken && !canConnectByLink) {
    throw new RuntimeError(
      'Fill in Client ID and Client Secret too: the Refresh Token works only together with the app it belongs to.'
    )
  }
  if (!accessToken && !canConnectByLink) {
    throw new RuntimeError(
      'Fill in Client ID and Client Secret to connect by link, or a Private Integration Token (pit-…) as Access Token together with Location ID.'
    )
  }
  log.info(`To let GoHighLevel workflows call the bot, send their webhooks to ${workflowUrl}`)
  if (accessToken) await seedCredentials(installation).catch(explainRefusal)
  if (!(await isConnected(installation))) {
    if (!canConnectByLink) throw await disconnected(installation, 'GoHighLevel no longer accepts the Access Token.')
    log.info(`To connect GoHighLevel, open ${await connectLink(installation)}`)
    return
  }
  const { warning } = await proveAccess(installation).catch(explainRefusal)
  if (warning) log.warn(warning)
}

function explainRefusal(thrown: unknown): never {
  if (!(thrown instanceof GhlError)) throw thrown
  const cure: Partial<Record<GhlError['kind'], string>> = {
    UNAUTHORIZED: 'Check Access Token (and Refresh Token, Client ID and Client Secret).',
    WRONG_LOCATION: 'Check Location ID: the Access Token belongs to another location.',
    NOT_FOUND: 'Check Location ID.',
    INVALID: 'Check Location ID.',
  }
  throw new RuntimeError(
    ['GoHighLevel refused the first call.', cure[thrown.kind], thrown.message].filter(Boolean).join(' ')
  )
}
