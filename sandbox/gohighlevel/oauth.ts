import { type Context, Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { ApiError, createError, createOAuthError, createValidationError } from './errors'
import type { JsonObject } from './records'
import { type TokenAnswer, withAgencyScopes } from './tokens'
import { checkBody, isJsonObject, listComplaints, readText, requiredText, text } from './validation'
import { showInstallEvent } from './webhook-fields'

const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials']
const LOCATION_TOKEN_SECONDS = 86_400

const tokenRules = {
  client_id: requiredText,
  client_secret: requiredText,
  grant_type: { type: 'string', isRequired: true, values: GRANT_TYPES },
  code: text,
  refresh_token: text,
  user_type: { type: 'string', values: ['Company', 'Location'] },
  redirect_uri: text,
} as const

const agencyOnly = { userTypes: ['Company' as const], acceptsPrivateTokens: false }

export function oauthRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/oauth/token', (c) => {
    const form = readTokenForm(c)
    const answer = form.grant_type === 'refresh_token' ? refreshTokens(sandbox, form) : exchangeCode(sandbox, form)
    return sendJson(c, answer)
  })

  routes.post('/oauth/locationToken', requireAccess(sandbox, 'oauth.write', agencyOnly), (c) => {
    const { locationId, companyId } = checkBody(c.get('body'), { companyId: requiredText, locationId: requiredText })
    const agency = c.get('token')
    const location = sandbox.store.locations.get(String(locationId))
    if (companyId !== agency.companyId) throw createError(403, 'Forbidden resource')
    if (!location || location.companyId !== agency.companyId || !location.isInstalled) {
      // No recorded answer exists for a location without the app.
      throw createError(400, 'Location not found')
    }
    checkActive(sandbox, location.id)
    const scopes = withAgencyScopes(agency.scopes)
    const answer = sandbox.tokens.issue({ locationId: location.id, scopes, expiresInS: LOCATION_TOKEN_SECONDS })
    return sendJson(c, { ...answer, appId: readAppId(sandbox), versionId: readAppId(sandbox) }, 201)
  })

  routes.get('/oauth/installedLocations', requireAccess(sandbox, 'oauth.readonly', agencyOnly), (c) => {
    const query = c.req.query()
    const complaints = listComplaints(
      { companyId: query.companyId, appId: query.appId },
      { companyId: requiredText, appId: requiredText }
    )
    if (complaints.length > 0) throw createValidationError(complaints)
    if (query.companyId !== c.get('token').companyId) throw createError(403, 'Forbidden resource')
    return sendJson(c, listInstalledLocations(sandbox, query))
  })

  return routes
}

/** The part of the client id before the hyphen. */
export function readAppId({ clientId }: { clientId: string }): string {
  return clientId.split('-', 1)[0] ?? ''
}

/** The guide shows a JSON body for the code exchange; everywhere else only a form is known to be read. */
function readTokenForm(c: Context<ApiEnv>): JsonObject {
  const body = c.get('body')
  const isForm = (c.req.header('content-type') ?? '').includes('application/x-www-form-urlencoded')
  const isCodeExchange = isJsonObject(body) && body.grant_type === 'authorization_code'
  return checkBody(isForm || isCodeExchange ? body : {}, tokenRules)
}

/** The code is looked at before the client credentials. */
function exchangeCode(sandbox: SandboxContext, form: JsonObject): TokenAnswer {
  if (form.grant_type !== 'authorization_code') {
    throw createOAuthError(400, 'unsupported_grant_type', 'The grant type is not supported')
  }
  const code = readText(form.code) ?? ''
  if (!sandbox.tokens.hasCode(code)) throw createOAuthError(401, 'UnAuthorized!', 'Authorization code not found')
  checkClient(sandbox, form)
  const answer = sandbox.tokens.exchangeCode(code, readText(form.redirect_uri))
  if (answer.locationId) announceInstall(sandbox, answer.locationId)
  return answer
}

function announceInstall({ store, webhooks }: SandboxContext, locationId: string): void {
  const location = store.locations.get(locationId)
  if (!location) return
  if (!location.isInstalled) store.installApp(locationId)
  webhooks.publish(locationId, [{ type: 'INSTALL', fields: showInstallEvent(store, locationId) }])
}

function refreshTokens(sandbox: SandboxContext, form: JsonObject): TokenAnswer {
  sandbox.tokens.refreshRequests += 1
  checkClient(sandbox, form)
  const refreshToken = readText(form.refresh_token) ?? ''
  checkActive(sandbox, sandbox.tokens.readLocationId(refreshToken))
  return sandbox.tokens.refresh(refreshToken)
}

function checkClient(sandbox: SandboxContext, form: JsonObject): void {
  if (form.client_id === sandbox.clientId && form.client_secret === sandbox.clientSecret) return
  throw createOAuthError(401, 'UnAuthorized!', 'Invalid client credentials!')
}

function checkActive(sandbox: SandboxContext, locationId: string | undefined): void {
  const location = locationId === undefined ? undefined : sandbox.store.locations.get(locationId)
  if (location && !location.isActive) {
    throw new ApiError(400, { statusCode: 400, message: 'Location is not active', error: 'Bad Request' })
  }
}

function listInstalledLocations(sandbox: SandboxContext, query: Record<string, string>): JsonObject {
  const skip = Number(query.skip ?? '0')
  const limit = Number(query.limit ?? '20')
  const isListed = (isInstalled: boolean): boolean =>
    query.isInstalled === undefined || query.isInstalled === String(isInstalled)
  const found = [...sandbox.store.locations.values()].filter(
    (item) => query.appId === readAppId(sandbox) && item.companyId === query.companyId && isListed(item.isInstalled)
  )
  const locations = found.slice(skip, skip + limit).map(({ id, name, address, isInstalled, installedAt }) => ({
    _id: id,
    name,
    address,
    isInstalled,
    ...(isInstalled ? { versionId: readAppId(sandbox), installedAt } : {}),
  }))
  return { locations, count: found.length, installToFutureLocations: false }
}
