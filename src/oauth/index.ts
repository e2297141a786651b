/** Connecting by consent: start → GoHighLevel's consent page → callback → (choice of a location →) connected. */
import { RuntimeError } from '@botpress/sdk'
import { scopes } from '../scopes'
import { appCredentials, connect, connectLink, isConnected, readAgency } from '../ghl/credentials'
import { consentUrl } from '../ghl/environment'
import { GhlError } from '../ghl/errors'
import { readState, type Installation } from '../ghl/installation'
import {
  appIdOf,
  exchangeCode,
  GrantRefused,
  listInstalledLocations,
  requestLocationGrant,
  type Grant,
} from '../ghl/tokens'
import type { WebRequest } from '../handler'
import { proveAccess } from '../prove-access'
import type { Agency } from '../states'
import { workflowUrlOf } from '../webhooks/workflow-webhook'
import { beginChoice, beginConsent, endChoice, finishConsent, readChoice } from './flow'
import { choicePage, connectedPage, failedPage, redirect, type Page } from './pages'

type Route = (installation: Installation, fields: URLSearchParams) => Promise<Page>

async function webhookUrlOf(installation: Installation): Promise<string> {
  const stored = await readState(installation, 'installation')
  if (stored) return stored.webhookUrl
  throw new RuntimeError("Save the integration's configuration in Botpress first, then open this page again.")
}

const start: Route = async (installation) => {
  const { clientId } = appCredentials(installation)
  const redirectUri = `${await webhookUrlOf(installation)}/oauth`
  const target = new URL('/v2/oauth/chooselocation', consentUrl(installation.ctx.configuration.whiteLabel ?? false))
  target.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: await beginConsent(installation),
    // Without it GoHighLevel's consent page shows an error instead.
    version_id: appIdOf(clientId),
  }).toString()
  return redirect(target.toString())
}

const callback: Route = async (installation, fields) => {
  const startUrl = await connectLink(installation)
  const failed = (title: string, ...texts: string[]) => failedPage(400, title, texts, startUrl)
  const refusal = fields.get('error')
  if (refusal) {
    return failed('GoHighLevel was not connected', `GoHighLevel said: ${fields.get('error_description') ?? refusal}`)
  }
  const state = fields.get('state')
  const code = fields.get('code')
  if (!code) return failed('This link is incomplete', 'GoHighLevel sent no authorization code along.')
  if (state !== null && !(await finishConsent(installation, state))) {
    return failed('This link is no longer valid', 'It was used already, or more than 10 minutes have passed.')
  }
  // A link built by hand carries no state. It is good for a first connection only, never to replace one.
  if (state === null && (await isConnected(installation))) {
    return failed('GoHighLevel is connected already', 'To connect another location, start from the button below.')
  }
  const redirectUri = `${await webhookUrlOf(installation)}/oauth`
  const grant = await exchangeCode(appCredentials(installation), code, redirectUri)
  return grant.isAgency ? connectAgency(installation, readAgency(grant)) : connectLocation(installation, grant)
}

async function connectLocation(installation: Installation, grant: Grant, agency?: Agency): Promise<Page> {
  if (!grant.locationId) throw new RuntimeError('GoHighLevel granted access without naming the location. Try again.')
  await connect(installation, grant, grant.locationId, agency)
  await installation.client.configureIntegration({ identifier: installation.ctx.webhookId })
  installation.logger.forBot().info('Connected to GoHighLevel')
  const { location, warning } = await proveAccess(installation).catch(describeFailedProof)
  const workflowUrl = await workflowUrlOf(installation)
  const workflows = workflowUrl && `To let GoHighLevel workflows call the bot, send their webhooks to ${workflowUrl}`
  return connectedPage(location ?? grant.locationId, [warning, workflows])
}

/** The connection stands already, whatever became of the first call: it is reported, not taken back. */
const describeFailedProof = (thrown: unknown): { location?: string; warning: string } => ({
  warning: `The first call did not work, though. ${thrown instanceof Error ? thrown.message : ''}`,
})

async function connectAgency(installation: Installation, agency: Agency): Promise<Page> {
  const { clientId } = appCredentials(installation)
  const locations = await listInstalledLocations(agency, appIdOf(clientId))
  const [only] = locations
  if (!only) {
    return failedPage(
      409,
      'The app is not installed in any location',
      [
        'Your agency has granted access, but none of its locations has the app. Install it in a location, then connect again.',
      ],
      await connectLink(installation)
    )
  }
  if (locations.length === 1) return connectAgencyLocation(installation, agency, only.id)
  const ticket = await beginChoice(installation, agency)
  return choicePage(`${await webhookUrlOf(installation)}/oauth/location`, ticket, locations)
}

async function connectAgencyLocation(installation: Installation, agency: Agency, locationId: string): Promise<Page> {
  const grant = await requestLocationGrant(agency, locationId)
  return connectLocation(installation, { ...grant, locationId }, agency)
}

const chooseLocation: Route = async (installation, fields) => {
  const agency = await readChoice(installation, fields.get('ticket') ?? '')
  const locationId = fields.get('locationId') ?? ''
  if (!agency || !locationId) {
    const texts = ['It was used already, or more than 10 minutes have passed.']
    return failedPage(400, 'This choice is no longer valid', texts, await connectLink(installation))
  }
  const page = await connectAgencyLocation(installation, agency, locationId)
  await endChoice(installation)
  return page
}

const ROUTES: Record<string, Route> = {
  'GET /oauth/start': start,
  'GET /oauth': callback,
  'POST /oauth/location': chooseLocation,
}

/** True for the requests that belong to the connection rather than to webhooks. */
export const isOAuthPath = (path: string): boolean => /^\/oauth(\/|$)/.test(path)

/** Answers the browser; every failure becomes a page that says what to do. */
export async function handleOAuth(installation: Installation, request: WebRequest): Promise<Page> {
  const route = ROUTES[`${request.method.toUpperCase()} ${request.path.replace(/\/$/, '')}`]
  if (!route) return failedPage(404, 'There is nothing here', ['Open the connect link again.'])
  try {
    return await route(installation, new URLSearchParams(request.method === 'POST' ? request.body : request.query))
  } catch (thrown) {
    return explainFailure(installation, thrown)
  }
}

async function explainFailure(installation: Installation, thrown: unknown): Promise<Page> {
  const startUrl = await connectLink(installation).catch(() => undefined)
  const title = 'GoHighLevel was not connected'
  if (thrown instanceof RuntimeError) return failedPage(400, title, [thrown.message], startUrl)
  if (thrown instanceof GrantRefused) {
    const texts = ['GoHighLevel did not accept the authorization code: it was used already or has expired.']
    return failedPage(400, title, texts, startUrl)
  }
  installation.logger.forBot().error('Connecting to GoHighLevel failed')
  const reason = thrown instanceof GhlError ? thrown.message : 'Something went wrong on our side.'
  const status = thrown instanceof GhlError && !thrown.details.retryable ? 400 : 502
  return failedPage(status, title, [reason, 'Wait a moment, then try again.'], startUrl)
}
