/** Events that are no webhook of the app; only the definition needs them. */
import { z } from '@botpress/sdk'
import { flag, text } from '../schemas/fields'
import { outboundMessageSent } from './conversations'
import { deployed } from './event'

export const ownEvents = {
  /** Not described by GoHighLevel: what is sent is up to whoever builds the workflow. */
  workflowWebhookReceived: {
    title: 'Workflow Webhook Received',
    description: "A Webhook action in one of the location's workflows has called the bot",
    schema: z.object({
      payload: z.record(z.unknown()).title('Payload').describe('What the workflow sent'),
    }),
  },
  /** Comes beside outboundMessageSent, with the same fields. */
  humanAgentReplied: {
    title: 'Human Agent Replied',
    description:
      "A colleague has answered a contact in GoHighLevel's inbox; unless configured otherwise the bot is silent now",
    schema: deployed(outboundMessageSent).extend({
      paused: flag('Paused', 'True when the bot is silent with this contact now'),
      pausedUntil: text('Paused Until', 'Until when, ISO 8601').optional(),
    }),
  },
}
