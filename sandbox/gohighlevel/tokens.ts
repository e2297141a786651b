import { randomBytes, randomUUID } from 'node:crypto'
import { createOAuthError } from './errors'
import { agencyScopes, defaultScopes } from './scopes'
import { seedIds } from './seed-ids'
import type { Store } from './store'

export type UserType = 'Location' | 'Company'

export type TokenAnswer = {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  refresh_token: string
  refreshTokenId: string
  scope: string
  userType: UserType
  companyId: string
  locationId?: string
  userId: string
  isBulkInstallation: boolean
  approvedLocations?: string[]
}

export type IssueOptions = {
  locationId?: string
  companyId?: string
  userType?: UserType
  scopes?: string[]
  expiresInS?: number
}

export type CodeOptions = { locationId?: string; companyId?: string; scopes?: string[]; redirectUri?: string }

export type AccessToken = {
  isPrivate: boolean
  userType: UserType
  companyId: string
  locationId?: string
  scopes: string[]
  expiresAt: number
}

type Grant = { userType: UserType; companyId: string; locationId?: string; scopes: string[]; expiresInS: number }
type Code = { grant: Grant; redirectUri?: string; expiresAt: number }
type RefreshToken = { grant: Grant; used?: { at: number; answer: TokenAnswer } }

/** GoHighLevel says 86399 for what the token endpoint issues and 86400 for location tokens made by an agency. */
const ACCESS_TOKEN_SECONDS = 86_399

/** Every token and code the sandbox has issued, and the rules of exchanging them. */
export class TokenRegistry {
  refreshCount = 0
  refreshRequests = 0

  private readonly accessTokens = new Map<string, AccessToken>()
  private readonly refreshTokens = new Map<string, RefreshToken>()
  private readonly codes = new Map<string, Code>()

  constructor(private readonly store: Store) {}

  find(bearer: string): AccessToken | undefined {
    return this.accessTokens.get(bearer)
  }

  issue(options: IssueOptions = {}): TokenAnswer {
    return this.issuePair(this.createGrant(options))
  }

  issuePrivate(locationId: string, scopes: string[] = defaultScopes): string {
    const token = `pit-${randomUUID()}`
    const companyId = this.store.locations.get(locationId)?.companyId ?? seedIds.company
    const expiresAt = Number.POSITIVE_INFINITY
    this.accessTokens.set(token, { isPrivate: true, userType: 'Location', companyId, locationId, scopes, expiresAt })
    return token
  }

  issueCode(options: CodeOptions = {}): string {
    const code = randomBytes(20).toString('hex')
    const userType = options.companyId && !options.locationId ? 'Company' : 'Location'
    const grant = this.createGrant({ ...options, userType })
    const expiresAt = this.store.now() + this.store.codeLifetimeMs
    this.codes.set(code, { grant, redirectUri: options.redirectUri, expiresAt })
    return code
  }

  hasCode(code: string): boolean {
    const found = this.codes.get(code)
    return found !== undefined && found.expiresAt > this.store.now()
  }

  exchangeCode(code: string, redirectUri: string | undefined): TokenAnswer {
    const found = this.codes.get(code)
    if (!found) throw createOAuthError(401, 'UnAuthorized!', 'Authorization code not found')
    if (found.redirectUri !== undefined && found.redirectUri !== redirectUri) {
      throw createOAuthError(400, 'invalid_grant', 'redirect_uri does not match the one of the authorization request')
    }
    this.codes.delete(code)
    return this.issuePair(found.grant)
  }

  /** A repeated call gets the same new pair while the window lasts, so that a lost answer can be asked for again. */
  refresh(refreshToken: string): TokenAnswer {
    const found = this.refreshTokens.get(refreshToken)
    if (!found) throw createInvalidGrant()
    if (found.used) {
      if (this.store.now() - found.used.at > this.store.refreshWindowMs) throw createInvalidGrant()
      return found.used.answer
    }
    const answer = this.issuePair(found.grant)
    found.used = { at: this.store.now(), answer }
    this.refreshCount += 1
    return answer
  }

  readLocationId(refreshToken: string): string | undefined {
    return this.refreshTokens.get(refreshToken)?.grant.locationId
  }

  expireAccessTokens(): void {
    for (const [token, access] of this.accessTokens) if (!access.isPrivate) this.accessTokens.delete(token)
  }

  revokeRefreshTokens(): void {
    this.refreshTokens.clear()
  }

  private createGrant(options: IssueOptions): Grant {
    const userType = options.userType ?? (options.companyId && !options.locationId ? 'Company' : 'Location')
    const locationId = userType === 'Location' ? (options.locationId ?? seedIds.location) : undefined
    const owner = locationId ? this.store.locations.get(locationId)?.companyId : undefined
    const scopes = options.scopes ?? (userType === 'Company' ? [...defaultScopes, ...agencyScopes] : defaultScopes)
    return {
      userType,
      companyId: options.companyId ?? owner ?? seedIds.company,
      ...(locationId ? { locationId } : {}),
      scopes,
      expiresInS: options.expiresInS ?? ACCESS_TOKEN_SECONDS,
    }
  }

  private issuePair(grant: Grant): TokenAnswer {
    const { userType, companyId, locationId, scopes, expiresInS } = grant
    const now = this.store.now()
    const accessToken = createJwt({ authClass: userType, authClassId: locationId ?? companyId, iat: now })
    const refreshToken = createJwt({ authClass: userType, authClassId: locationId ?? companyId, iat: now })
    const expiresAt = now + expiresInS * 1000
    this.accessTokens.set(accessToken, { isPrivate: false, userType, companyId, locationId, scopes, expiresAt })
    this.refreshTokens.set(refreshToken, { grant: { ...grant, expiresInS: ACCESS_TOKEN_SECONDS } })
    const installed = [...this.store.locations.values()].filter((item) => item.isInstalled).map((item) => item.id)
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInS,
      refresh_token: refreshToken,
      refreshTokenId: randomBytes(12).toString('hex'),
      scope: scopes.join(' '),
      userType,
      companyId,
      ...(locationId ? { locationId } : { approvedLocations: installed }),
      userId: seedIds.user,
      isBulkInstallation: userType === 'Company',
    }
  }
}

export function withAgencyScopes(scopes: string[]): string[] {
  return [...new Set([...scopes, ...agencyScopes])]
}

/** The exact body is not documented; 400 with this error is what most reports show. */
function createInvalidGrant(): Error {
  return createOAuthError(400, 'invalid_grant', 'This refresh token is invalid')
}

/** Looks like a JWT, as the real tokens do; the signature is random and the content is not read back. */
function createJwt(payload: Record<string, unknown>): string {
  const signature = randomBytes(48).toString('base64url')
  return [encodePart({ alg: 'SANDBOX', typ: 'JWT' }), encodePart(payload), signature].join('.')
}

function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
