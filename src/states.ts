/** The states that the integration keeps with Botpress, one set per installation. */
import { z } from '@botpress/sdk'

// Made anew for each use: one instance in two places becomes a $ref in the JSON Schema.
const tokenPair = () => ({
  accessToken: z.string().title('Access Token').describe('Bearer token of the API'),
  refreshToken: z.string().optional().title('Refresh Token').describe('Single use; every refresh brings a new one'),
  expiresAt: z.number().optional().title('Expires At').describe('Epoch milliseconds; absent when not known'),
})

const agency = z.object({
  ...tokenPair(),
  companyId: z.string().title('Company ID').describe('The agency'),
})

const credentials = z.object({
  ...tokenPair(),
  locationId: z.string().title('Location ID').describe('The connected location'),
  companyId: z.string().optional().title('Company ID').describe('The agency of the location'),
  scopes: z.string().optional().title('Scopes').describe('Granted scopes, space separated'),
  seed: z.string().title('Seed').describe('SHA-256 of the configured tokens at the time these were stored'),
  agency: agency.optional().title('Agency').describe('Token of the agency, with which the location token is renewed'),
  lost: z.string().optional().title('Lost').describe('Why the connection no longer works'),
})

const lease = z.object({
  owner: z.string().title('Owner').describe('Who holds it'),
  until: z.number().title('Until').describe('Epoch milliseconds after which anybody may take over'),
})

const oauthFlow = z.object({
  pending: z
    .array(
      z.object({
        state: z.string().title('State').describe('Random value that GoHighLevel passes back'),
        expiresAt: z.number().title('Expires At').describe('Epoch milliseconds'),
      })
    )
    .title('Pending')
    .describe('Consent pages that were opened and have not come back'),
  choice: z
    .object({
      ticket: z.string().title('Ticket').describe('Random value that the choice page sends back'),
      expiresAt: z.number().title('Expires At').describe('Epoch milliseconds'),
      agency: agency.title('Agency').describe('Token of the agency'),
    })
    .optional()
    .title('Choice')
    .describe('An agency has granted access and must still choose the location'),
})

const installation = z.object({
  webhookUrl: z.string().title('Webhook URL').describe('Where Botpress receives requests for this installation'),
  workflowSecret: z.string().optional().title('Workflow Secret').describe('Part of the address for workflow webhooks'),
})

/** Deliveries are remembered in parts, so that not all of them wait for one another. */
export const SHARDS = ['0', '1', '2', '3'] as const
export type Shard = (typeof SHARDS)[number]

const webhooksSeen = z.object({
  seen: z
    .array(
      z.object({
        key: z.string().title('Key').describe('Names the delivery'),
        at: z.number().title('At').describe('Epoch milliseconds'),
      })
    )
    .title('Seen')
    .describe('Webhooks that have created their event, oldest first'),
})

/** Bot messages of one conversation on their way out, newest last. */
const outbox = z.object({
  messages: z
    .array(
      z.object({
        id: z.string().title('ID').describe('Message of the bot'),
        sent: z.array(z.string()).title('Sent').describe('IDs that GoHighLevel gave to the parts sent so far'),
        isSending: z
          .boolean()
          .title('Is Sending')
          .describe('True while the next part is under way, or what became of it is not known'),
      })
    )
    .title('Messages')
    .describe('Messages that were sent lately, or are being sent'),
})

const choices = z.object({
  options: z
    .array(
      z.object({
        label: z.string().title('Label').describe('What the contact read'),
        value: z.string().title('Value').describe('What the bot gets'),
      })
    )
    .title('Options')
    .describe('What the contact was offered last, in the order of the numbers'),
})

const pace = z.object({
  received: z.array(z.number()).title('Received').describe('When messages came, epoch milliseconds, oldest first'),
})

type PerShard<Name extends string, Schema> = Record<`${Name}${Shard}`, { type: 'integration'; schema: Schema }>

const perShard = <Name extends string, Schema>(name: Name, schema: Schema) =>
  Object.fromEntries(SHARDS.map((shard) => [`${name}${shard}`, { type: 'integration', schema }])) as PerShard<
    Name,
    Schema
  > // one entry for each shard

/** As the integration definition wants them: the first ones belong to the installation, the others to a conversation. */
export const states = {
  credentials: { type: 'integration' as const, schema: credentials },
  refreshLease: { type: 'integration' as const, schema: lease },
  oauthFlow: { type: 'integration' as const, schema: oauthFlow },
  installation: { type: 'integration' as const, schema: installation },
  ...perShard('webhookLease', lease),
  ...perShard('webhooksSeen', webhooksSeen),
  outbox: { type: 'conversation' as const, schema: outbox },
  outboxLease: { type: 'conversation' as const, schema: lease },
  choices: { type: 'conversation' as const, schema: choices },
  pace: { type: 'conversation' as const, schema: pace },
}

export type LeaseName = 'refreshLease' | 'outboxLease' | `webhookLease${Shard}`

export type States = { [Name in keyof typeof states]: z.infer<(typeof states)[Name]['schema']> }
export type Credentials = States['credentials']
export type Agency = z.infer<typeof agency>
