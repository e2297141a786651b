import type { HttpBindings } from '@hono/node-server'
import type { FaultQueue } from './faults'
import type { MultipartBody } from './multipart'
import type { PublicFiles } from './public-files'
import type { RateLimiter } from './rate-limit'
import type { Store } from './store'
import type { AccessToken, TokenRegistry } from './tokens'
import type { Webhooks } from './webhooks'

/** What every route file gets. */
export type SandboxContext = {
  readonly clientId: string
  readonly clientSecret: string
  readonly autoApprove: boolean
  readonly latencyMs: number
  readonly store: Store
  readonly tokens: TokenRegistry
  readonly limiter: RateLimiter
  readonly faults: FaultQueue
  readonly requests: RecordedRequest[]
  readonly webhooks: Webhooks
  readonly files: PublicFiles
}

export type ApiEnv = {
  Bindings: HttpBindings
  Variables: {
    rawBody: string
    /** Parsed by content type; undefined without a body and for a type that GoHighLevel does not read. */
    body: unknown
    /** The same body when it is a form with files. */
    multipart: MultipartBody | undefined
    token: AccessToken
    /** Whose rate-limit budget the request uses. */
    resource: string | undefined
    /** True for answers that are sent exactly as a test wrote them. */
    isRawAnswer: boolean
  }
}

export type RecordedRequest = {
  method: string
  /** As it was on the wire, still encoded, without the query string. */
  path: string
  /** A repeated parameter is a list. */
  query: Record<string, string | string[]>
  headers: Record<string, string>
  /** Of a form with files: its fields, and its files in base64. */
  body: unknown
  /** As text, which files may not be. */
  rawBody: string
  /** 0 while no answer has been sent, and for good when none ever is. */
  status: number
  /** The same number for all requests of one TCP connection. */
  connectionId: number
  /** Milliseconds since the epoch, on the real clock. */
  at: number
}
