import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiEnv, SandboxContext } from './context'
import { ApiError, createUnauthorized, createWrongLocation } from './errors'
import type { JsonObject } from './records'
import type { AccessToken, UserType } from './tokens'

/** The published versions whose routes the sandbox has; v3 has other paths and field names. */
const VERSIONS = ['2021-04-15', '2021-07-28', '2023-02-21']

type AccessRule = { userTypes?: UserType[]; acceptsPrivateTokens?: boolean }

/** Lets a request through to a route when its token, version, budget, class and scope are right. */
export function requireAccess(
  sandbox: SandboxContext,
  scope: string,
  { userTypes = ['Location'], acceptsPrivateTokens = true }: AccessRule = {}
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = readToken(c, sandbox)
    c.set('token', token)
    const resource = nameResource(token)
    c.set('resource', resource)
    if (!sandbox.limiter.take(resource)) throw new ApiError(429, { statusCode: 429, message: 'Too Many Requests' })
    checkVersion(c.req.header('version'))
    checkUserType(token, userTypes, acceptsPrivateTokens)
    if (!token.scopes.includes(scope)) throw createUnauthorized('The token is not authorized for this scope.')
    await next()
  }
}

/** The token implies the location, yet the routes want it named and refuse a missing one like a foreign one. */
export function checkLocation(c: Context<ApiEnv>, locationId: unknown): string {
  const own = c.get('token').locationId
  if (own === undefined || own !== locationId) throw createWrongLocation()
  return own
}

/** Every JSON answer carries a traceId at its top level. */
export function sendJson(c: Context<ApiEnv>, body: JsonObject, status: ContentfulStatusCode = 200): Response {
  return c.json({ ...body, traceId: randomUUID() }, status)
}

function readToken(c: Context<ApiEnv>, sandbox: SandboxContext): AccessToken {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
  const token = sandbox.tokens.find(bearer)
  if (token && token.expiresAt > sandbox.store.now()) return token
  throw createUnauthorized(bearer.startsWith('pit-') ? 'Invalid Private Integration token' : 'Invalid JWT')
}

function checkVersion(version: string | undefined): void {
  if (version === undefined) throw createUnauthorized('version header was not found.')
  if (!VERSIONS.includes(version)) throw createUnauthorized('version header is invalid')
}

function checkUserType(token: AccessToken, userTypes: UserType[], acceptsPrivateTokens: boolean): void {
  if (token.isPrivate && !acceptsPrivateTokens) {
    throw createUnauthorized('This authClass type is not allowed to access this scope.')
  }
  if (!userTypes.includes(token.userType)) throw createUnauthorized("Token's user type mismatch!")
}

/** Private tokens share the location's budget among themselves, apart from the app's. */
function nameResource(token: AccessToken): string {
  return `${token.isPrivate ? 'private' : 'app'}:${token.locationId ?? token.companyId}`
}
