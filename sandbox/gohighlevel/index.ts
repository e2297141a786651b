import { listen } from '../server'
import type { RecordedRequest, SandboxContext } from './context'
import { FaultQueue } from './faults'
import { type ConversationControls, createConversationControls } from './inbox'
import { readAppId } from './oauth'
import { type PublicFile, PublicFiles } from './public-files'
import { type RateLimit, RateLimiter, defaultRateLimit } from './rate-limit'
import { seedIds } from './seed-ids'
import { createApp } from './server'
import { listFreeSlots } from './slots'
import { Store } from './store'
import { formatInZone } from './time'
import { type CodeOptions, type IssueOptions, type TokenAnswer, TokenRegistry } from './tokens'
import { watchStore } from './webhook-events'
import { type WebhookControls, Webhooks } from './webhooks'

export type { RecordedRequest } from './context'
export type { Fault, FaultFilter, FaultQueue } from './faults'
export type { ConversationControls } from './inbox'
export type {
  Conversation,
  MessageInput,
  MessageSource,
  MessageStatus,
  MessageType,
  StoredMessage,
} from './message-records'
export type { MultipartBody, UploadedFile } from './multipart'
export type { PublicFile } from './public-files'
export type { RateLimit } from './rate-limit'
export { defaultScopes } from './scopes'
export { seedIds } from './seed-ids'
export type { Store } from './store'
export type { CodeOptions, IssueOptions, TokenAnswer } from './tokens'
export { signWebhook } from './webhook-keys'
export type { SentWebhook, WebhookControls } from './webhooks'

export type GoHighLevelOptions = {
  /** 0, the default, takes a free port. The server only ever listens on 127.0.0.1. */
  port?: number
  tls?: { key: string; cert: string }
  clientId?: string
  clientSecret?: string
  rateLimit?: RateLimit
  /** Added to every answer. */
  latencyMs?: number
  /** The consent page redirects at once, for the first location that has the app. Default false. */
  autoApprove?: boolean
}

export type GoHighLevelSandbox = {
  readonly apiUrl: string
  readonly consentUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly store: Store
  readonly requests: RecordedRequest[]
  readonly faults: FaultQueue
  readonly webhooks: WebhookControls
  readonly conversations: ConversationControls
  /** Real rotations of a refresh token. */
  readonly refreshCount: number
  /** Calls with grant_type=refresh_token, whatever came of them. */
  readonly refreshRequests: number
  issueTokens(options?: IssueOptions): TokenAnswer
  issuePrivateToken(locationId: string, scopes?: string[]): string
  issueCode(options?: CodeOptions): string
  /** Every OAuth access token issued so far answers 401 from now on. */
  expireAccessTokens(): void
  /** Every refresh token issued so far answers 400 invalid_grant from now on. */
  revokeRefreshTokens(): void
  /** The next slot of a calendar (the seeded one unless named) that an appointment can have, in the location's zone. */
  findFreeSlot(calendarId?: string): { startTime: string; endTime: string }
  /** Puts a file where anybody can read it, as attachments are; its name needs no extension. Gives its address. */
  addFile(file: PublicFile): string
  /** Removes the app from a location, as its admin would. */
  uninstall(locationId: string): void
  /** Forgets requests, webhooks that were sent, faults, counters and used budgets; data and tokens stay. */
  reset(): void
  close(): Promise<void>
}

const LOOK_AHEAD_MS = 60 * 86_400_000

/** Plainly not real credentials, in the shape of real ones. */
const FAKE_CLIENT_ID = '000000000000000000000fab-sandbox0'
const FAKE_CLIENT_SECRET = '00000000-0000-4000-8000-00000005a9db'

export async function startGoHighLevel(options: GoHighLevelOptions = {}): Promise<GoHighLevelSandbox> {
  const store = new Store()
  const tokens = new TokenRegistry(store)
  const clientId = options.clientId ?? FAKE_CLIENT_ID
  const webhooks = new Webhooks(readAppId({ clientId }))
  watchStore(store, webhooks)
  const context: SandboxContext = {
    clientId,
    clientSecret: options.clientSecret ?? FAKE_CLIENT_SECRET,
    autoApprove: options.autoApprove ?? false,
    latencyMs: options.latencyMs ?? 0,
    store,
    tokens,
    limiter: new RateLimiter(store, options.rateLimit ?? defaultRateLimit),
    faults: new FaultQueue(),
    requests: [],
    webhooks,
    files: new PublicFiles(store),
  }
  const server = await listen(createApp(context).fetch, { port: options.port, tls: options.tls })
  const { url } = server
  context.files.origin = url
  return createHandle(context, url, async () => {
    webhooks.stop()
    // What waits for an answer goes on, and ends, only when the connections are gone.
    await server.close()
    await webhooks.idle()
  })
}

function createHandle(context: SandboxContext, url: string, close: () => Promise<void>): GoHighLevelSandbox {
  const { tokens, store, requests, faults, limiter, webhooks, files, clientId, clientSecret } = context
  return {
    apiUrl: url,
    consentUrl: url,
    clientId,
    clientSecret,
    store,
    requests,
    faults,
    webhooks,
    conversations: createConversationControls(store),
    get refreshCount() {
      return tokens.refreshCount
    },
    get refreshRequests() {
      return tokens.refreshRequests
    },
    issueTokens: (issueOptions) => tokens.issue(issueOptions),
    issuePrivateToken: (locationId, scopes) => tokens.issuePrivate(locationId, scopes),
    issueCode: (codeOptions) => tokens.issueCode(codeOptions),
    expireAccessTokens: () => tokens.expireAccessTokens(),
    revokeRefreshTokens: () => tokens.revokeRefreshTokens(),
    findFreeSlot: (calendarId) => findFreeSlot(store, calendarId),
    addFile: (file) => files.add(file),
    uninstall: (locationId) => store.installApp(locationId, false),
    reset: () => {
      requests.length = 0
      webhooks.sent.length = 0
      faults.reset()
      limiter.reset()
      tokens.refreshCount = 0
      tokens.refreshRequests = 0
    },
    close,
  }
}

function findFreeSlot(store: Store, calendarId: string = seedIds.calendar): { startTime: string; endTime: string } {
  const calendar = store.calendars.get(calendarId)
  const from = store.now() + 60_000
  const slot = calendar && listFreeSlots(store, calendar, from, from + LOOK_AHEAD_MS).next().value
  if (!calendar || typeof slot !== 'number') throw new Error(`No free slot in calendar ${calendarId}`)
  const timezone = store.readTimezone(calendar.locationId)
  const endsAt = slot + calendar.slotMinutes * 60_000
  return { startTime: formatInZone(slot, timezone), endTime: formatInZone(endsAt, timezone) }
}
