/** What is done about a webhook, step by step: most only become an event, messages concern the channel as well. */
import { receiveMessage } from '../channels/inbound'
import { mediumOf } from '../channels/media'
import { isHumanReply, noticeHumanReply } from '../channels/takeover'
import { markUninstalled } from '../ghl/credentials'
import type { Installation } from '../ghl/installation'
import { createEvent } from './create-event'
import type { Step } from './deliver-once'
import type { Webhook } from './webhook'

const FAILED = ['failed', 'undelivered']

/** The bot's own messages are only queued when they are sent: what becomes of them comes later. */
function reportFailure(installation: Installation, webhook: Webhook): void {
  const { source, status, messageId } = webhook
  if (source !== 'api' || !FAILED.some((failed) => failed === status)) return
  const medium = mediumOf(webhook) ?? 'unknown medium'
  installation.logger
    .forBot()
    .error(`A message could not be delivered: ${medium}, status ${String(status)}, messageId ${String(messageId)}`)
}

async function takeOver(installation: Installation, webhook: Webhook, payload: Webhook): Promise<void> {
  const pausedUntil = await noticeHumanReply(installation, webhook)
  const paused = pausedUntil !== undefined
  await createEvent(installation, 'humanAgentReplied', { ...payload, paused, ...(paused && { pausedUntil }) })
}

/**
 * @param name of the event that the webhook becomes
 * @param payload what the event carries
 * @param key the same for every copy of the delivery
 */
export function stepsOf(
  installation: Installation,
  webhook: Webhook,
  { name, payload, key }: { name: string; payload: Webhook; key: string }
): Step[] {
  const event: Step = {
    key,
    take: async () => {
      // Each of these does no harm when it is done again, should creating the event fail.
      if (name === 'appUninstalled') await markUninstalled(installation)
      if (name === 'inboundMessageReceived') await receiveMessage(installation, webhook)
      await createEvent(installation, name, payload)
      if (name === 'outboundMessageSent') reportFailure(installation, webhook)
    },
  }
  if (name !== 'outboundMessageSent' || !isHumanReply(webhook)) return [event]
  return [{ key: `${key}#human`, take: () => takeOver(installation, webhook, payload) }, event]
}
