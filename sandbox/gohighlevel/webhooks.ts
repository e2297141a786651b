import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from './records'
import { seedIds } from './seed-ids'
import { WebhookKeys, type WebhookSigning } from './webhook-keys'

export type WebhookEvent = { type: string; fields: JsonObject }

export type SentWebhook = {
  type: string
  webhookId: string
  /** Of the last answer; 0 while there is none. */
  status: number
  attempts: number
  body: JsonObject
  /** What was signed and sent. */
  rawBody: string
}

/** What tests can do with webhooks. */
export type WebhookControls = {
  /** Where webhooks go to. While undefined, what happens is not sent, then or later. */
  url: string | undefined
  /** GoHighLevel announced to stop sending the RSA signature; both are sent until told otherwise. */
  signWith: WebhookSigning
  /** One retry for each, after any answer but 2xx and after none. GoHighLevel makes up to 12 of them. */
  retryDelaysMs: number[]
  /** PEM of the Ed25519 key that this sandbox made for itself. */
  readonly publicKey: string
  /** PEM of an RSA key, made when it is first needed. */
  readonly legacyPublicKey: string
  /** Everything that was tried to be delivered, in the order of the first attempts. */
  readonly sent: SentWebhook[]
  /** Delivers any event at once. The fields win over the envelope; undefined leaves a field of it out. */
  send(type: string, fields?: JsonObject): Promise<SentWebhook>
  /** The signature headers for any text, to be sent by other means. */
  sign(body: string | Buffer): Record<string, string>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** No timeout is documented; this one is long enough for any receiver under test. */
const TIMEOUT_MS = 10_000

const OWNER_FIELDS = ['locationId', 'companyId', 'altId']

export class Webhooks implements WebhookControls {
  url: string | undefined
  signWith: WebhookSigning = 'both'
  retryDelaysMs = [200, 400, 800]
  readonly sent: SentWebhook[] = []

  private readonly keys = new WebhookKeys()
  private readonly closing = new AbortController()
  private readonly answers = new AsyncLocalStorage<Promise<void>>()
  /** The last delivery of each location, for the next one to wait for. */
  private readonly queues = new Map<string, Promise<unknown>>()
  private readonly underWay = new Set<Promise<unknown>>()

  constructor(private readonly appId: string) {
    // Any number of deliveries can be waiting for their next attempt.
    setMaxListeners(0, this.closing.signal)
  }

  get publicKey(): string {
    return this.keys.publicKey
  }

  get legacyPublicKey(): string {
    return this.keys.legacyPublicKey
  }

  sign(body: string | Buffer): Record<string, string> {
    return this.keys.sign(body, this.signWith)
  }

  async send(type: string, fields: JsonObject = {}): Promise<SentWebhook> {
    if (!this.canDeliver()) throw new Error('webhooks.url has to be set, and the sandbox open, before send')
    return this.track(this.deliver(this.create({ type, fields })))
  }

  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay)
  }

  /** Delivers after everything that the location was told before, and after the running request is answered. */
  publish(locationId: string, events: WebhookEvent[]): void {
    if (!this.canDeliver()) return
    const answered = this.answers.getStore()
    for (const event of events) {
      const webhook = this.create(event)
      const turn = Promise.all([this.queues.get(locationId), answered])
      this.queues.set(locationId, this.track(turn.then(() => this.deliver(webhook))))
    }
  }

  /** What `run` publishes waits for `answered`. */
  holdUntil<Result>(answered: Promise<void>, run: () => Result): Result {
    return this.answers.run(answered, run)
  }

  /** Ends running deliveries and waiting ones. */
  stop(): void {
    this.closing.abort()
  }

  private canDeliver(): boolean {
    return this.url !== undefined && !this.closing.signal.aborted
  }

  /** The time is the real one, whatever the sandbox's clock says: receivers compare it with their own. */
  private create({ type, fields }: WebhookEvent): SentWebhook {
    const hasOwner = OWNER_FIELDS.some((name) => name in fields)
    const body: JsonObject = {
      type,
      ...(hasOwner ? {} : { locationId: seedIds.location }),
      appId: this.appId,
      versionId: this.appId,
      timestamp: new Date().toISOString(),
      webhookId: randomUUID(),
      ...fields,
    }
    return { type, webhookId: String(body.webhookId), status: 0, attempts: 0, body, rawBody: JSON.stringify(body) }
  }

  /** Gives up quietly: a receiver that fails is what tests look at, not an error of the sandbox. */
  private async deliver(webhook: SentWebhook): Promise<SentWebhook> {
    const { signal } = this.closing
    for (const delayMs of [0, ...this.retryDelaysMs]) {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => {})
      const { url } = this
      if (url === undefined || signal.aborted) break
      if (webhook.attempts === 0) this.sent.push(webhook)
      webhook.attempts += 1
      webhook.status = await this.post(url, webhook.rawBody)
      if (webhook.status >= 200 && webhook.status < 300) break
    }
    return webhook
  }

  /** The status of the answer, or 0 without one. */
  private async post(url: string, body: string): Promise<number> {
    try {
      const headers = { 'content-type': 'application/json', ...this.sign(body) }
      const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(TIMEOUT_MS)])
      const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      return 0
    }
  }

  private track<Result>(delivery: Promise<Result>): Promise<Result> {
    this.underWay.add(delivery)
    void delivery.finally(() => this.underWay.delete(delivery))
    return delivery
  }
}
