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

const refreshLease = z.object({
  owner: z.string().title('Owner').describe('Who writes the credentials just now'),
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
})

/** As the integration definition wants them: all belong to the installation. */
export const states = {
  credentials: { type: 'integration' as const, schema: credentials },
  refreshLease: { type: 'integration' as const, schema: refreshLease },
  oauthFlow: { type: 'integration' as const, schema: oauthFlow },
  installation: { type: 'integration' as const, schema: installation },
}

export type States = { [Name in keyof typeof states]: z.infer<(typeof states)[Name]['schema']> }
export type Credentials = States['credentials']
export type Agency = z.infer<typeof agency>
