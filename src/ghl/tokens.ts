/** GoHighLevel's token routes: code exchange, refresh, and location tokens for agencies. */
import { RuntimeError } from '@botpress/sdk'
import type { AxiosRequestConfig } from 'axios'
import * as z from 'zod/mini'
import type { Agency } from '../states'
import { apiUrl } from './environment'
import { GhlError, unexpectedAnswer } from './errors'
import { send } from './http'

/** The refresh, its one repetition and the write must fit into the lease. */
const TIMEOUT_MS = 5_000
/** Past this nothing is repeated: one time-out leaves room for one repetition. */
const RETRY_WITHIN_MS = TIMEOUT_MS + 1_000

/** What of another type is not needed can be missing: a pair that was rotated must not get lost over it. */
const ifText = z.catch(z.optional(z.string()), undefined)

const answerSchema = z.object({
  accessToken: z.string().check(z.minLength(1)),
  refreshToken: ifText,
  expiresIn: z.catch(z.coerce.number().check(z.positive()), 86_399),
  scope: ifText,
  userType: ifText,
  locationId: ifText,
  companyId: ifText,
})

/** What GoHighLevel grants: a token of one location, or of a whole agency. `expiresAt` is epoch ms. */
export type Grant = {
  accessToken: string
  refreshToken?: string
  expiresAt: number
  scopes?: string
  locationId?: string
  companyId?: string
  isAgency: boolean
}

export type AppCredentials = { clientId: string; clientSecret: string }

/** The refresh token or code is used up or revoked; only a new consent helps. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused'
}

/** Both spellings are in use: snake_case in every recorded answer, camelCase in one published description. */
const toCamelCase = (body: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(typeof body === 'object' && body !== null ? body : {})
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value])
  )

function readGrant(body: unknown, askedAt: number): Grant {
  const { success, data } = answerSchema.safeParse(toCamelCase(body))
  if (!success) throw unexpectedAnswer('something that is no token')
  return {
    accessToken: data.accessToken,
    expiresAt: askedAt + data.expiresIn * 1000,
    isAgency: data.userType === 'Company',
    ...(data.refreshToken && { refreshToken: data.refreshToken }),
    ...(data.scope && { scopes: data.scope }),
    ...(data.locationId && { locationId: data.locationId }),
    ...(data.companyId && { companyId: data.companyId }),
  }
}

async function requestGrant(config: AxiosRequestConfig): Promise<Grant> {
  const askedAt = Date.now()
  const { data } = await send({ baseURL: apiUrl(), method: 'POST', timeout: TIMEOUT_MS, ...config })
  return readGrant(data, askedAt)
}

async function askTokenEndpoint(app: AppCredentials, form: Record<string, string>): Promise<Grant> {
  try {
    return await requestGrant({
      url: '/oauth/token',
      data: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...form }),
      // One repetition at once with the same refresh token: for 30 s GoHighLevel answers the same pair again.
      repeatable: form.grant_type === 'refresh_token',
      deadline: Date.now() + RETRY_WITHIN_MS,
      'axios-retry': { retries: 1 },
    })
  } catch (thrown) {
    if (!(thrown instanceof GhlError)) throw thrown
    if (/client credentials|invalid.client|client.?(id|secret)/i.test(thrown.words)) {
      throw new RuntimeError(
        "GoHighLevel does not know this Client ID and Client Secret. Check both fields in the integration's configuration."
      )
    }
    if ([400, 401, 422].includes(thrown.details.status ?? 0)) throw new GrantRefused(thrown.words)
    throw thrown
  }
}

/**
 * Exchanges an authorization code. Who consented decides whether the token is a location's or an agency's, so no
 * user_type is asked for. Throws GrantRefused for a code that is wrong, expired or used.
 */
export const exchangeCode = (app: AppCredentials, code: string, redirectUri: string): Promise<Grant> =>
  askTokenEndpoint(app, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })

/** Trades a refresh token, which dies with it, for a new pair. Throws GrantRefused when it is dead already. */
export const refreshGrant = (
  app: AppCredentials,
  refreshToken: string,
  userType: 'Company' | 'Location'
): Promise<Grant> =>
  askTokenEndpoint(app, { grant_type: 'refresh_token', refresh_token: refreshToken, user_type: userType })

const agencyHeaders = (agency: Agency) => ({ Authorization: `Bearer ${agency.accessToken}`, Version: '2021-07-28' })

/** A token for one location of the agency. Needs the app to be installed there. */
export const requestLocationGrant = (agency: Agency, locationId: string): Promise<Grant> =>
  requestGrant({
    url: '/oauth/locationToken',
    headers: agencyHeaders(agency),
    data: new URLSearchParams({ companyId: agency.companyId, locationId }),
    repeatable: true,
    deadline: Date.now() + RETRY_WITHIN_MS,
    'axios-retry': { retries: 1 },
  })

const locationsSchema = z.object({
  locations: z.array(z.object({ _id: z.string(), name: z.optional(z.nullable(z.string())) })),
})

export type InstalledLocation = { id: string; name: string }

const PAGE_SIZE = 20
const MAX_PAGES = 50

/** The agency's locations that have the app; `appId` is the part of the client id before the hyphen. */
export async function listInstalledLocations(agency: Agency, appId: string): Promise<InstalledLocation[]> {
  const found: InstalledLocation[] = []
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data } = await send({
      baseURL: apiUrl(),
      url: '/oauth/installedLocations',
      headers: agencyHeaders(agency),
      params: {
        companyId: agency.companyId,
        appId,
        isInstalled: true,
        skip: page * PAGE_SIZE,
        limit: PAGE_SIZE,
      },
      repeatable: true,
    })
    const answer = locationsSchema.safeParse(data)
    if (!answer.success) throw unexpectedAnswer('something that is no list of locations')
    found.push(...answer.data.locations.map(({ _id, name }) => ({ id: _id, name: name ?? _id })))
    if (answer.data.locations.length < PAGE_SIZE) break
  }
  return found
}

/** GoHighLevel's app id, which stands before the hyphen of the client id. */
export const appIdOf = (clientId: string): string => clientId.split('-')[0] ?? clientId
