/** A webhook of the GoHighLevel app: signed, addressed to one installation among all of the app's, delivered once. */
import { createHash } from 'node:crypto'
import { events } from '../events'
import type { Event } from '../events/event'
import { findConnection, readConnection } from '../ghl/credentials'
import { sleep, type Installation } from '../ghl/installation'
import { readJsonObject } from '../ghl/json'
import { isSigned } from '../ghl/signature'
import { appIdOf } from '../ghl/tokens'
import type { WebAnswer, WebRequest } from '../handler'
import { fit } from '../schemas/fit'
import type { Credentials } from '../states'
import { comeAgain, ignored, malformed, received, stale, unsigned } from './answers'
import { deliverOnce } from './deliver-once'
import { stepsOf } from './steps'
import { isMessage, momentOf, type Webhook } from './webhook'

/** Retries may come hours later; whether they carry a new timestamp is not documented. */
const MAX_AGE_MS = 24 * 60 * 60_000

const BY_TYPE = new Map(Object.entries(events).map(([name, event]) => [event.type, { name, event }]))

const isStale = ({ timestamp }: Webhook): boolean =>
  typeof timestamp === 'string' && Date.now() - Date.parse(timestamp) > MAX_AGE_MS

/** True when the webhook is for this installation's app and location; one app URL gets those of all of them. */
function isAddressedTo(webhook: Webhook, connection: Credentials, clientId: string | undefined): boolean {
  if (clientId && webhook.appId !== undefined && webhook.appId !== appIdOf(clientId.trim())) return false
  const location = webhook.locationId ?? webhook.altId
  if (location !== undefined) return location === connection.locationId
  return webhook.companyId !== undefined && webhook.companyId === connection.companyId
}

/** The same for every copy of one delivery. */
const keyOf = ({ webhookId }: Webhook, body: string): string =>
  typeof webhookId === 'string' && webhookId ? webhookId : createHash('sha256').update(body).digest('hex')

/** What the event carries; undefined when an id is missing that GoHighLevel always sends. */
function payloadOf(webhook: Webhook, { payload, ids }: Event): Webhook | undefined {
  const fitting = fit(payload, webhook)
  return ids.every((id) => fitting[id] !== undefined) ? fitting : undefined
}

/** What belongs together keeps its order: everything about one contact, else about one object. */
function subjectOf({ contactId, appointment, id, _id, locationId }: Webhook): string {
  const booked = typeof appointment === 'object' && appointment !== null ? { ...appointment } : {}
  const named = [contactId, Reflect.get(booked, 'contactId'), id, _id, locationId]
  return named.find((value): value is string => typeof value === 'string') ?? ''
}

/** How old a message is when it is passed on, in ms: one that was written before it may still be on its way. */
const SETTLED_MS = 500

async function letEarlierOnesPass(webhook: Webhook): Promise<void> {
  const left = momentOf(webhook) + SETTLED_MS - Date.now()
  // GoHighLevel's clock may be ahead of this one.
  if (isMessage(webhook) && left > 0) await sleep(Math.min(left, SETTLED_MS))
}

/** A process may know an old connection only: before a webhook is turned away, it looks again, unless it just did. */
const JUST_READ_MS = 10_000

async function isForUs(installation: Installation, webhook: Webhook): Promise<boolean> {
  const { clientId } = installation.ctx.configuration
  const matches = (connection: Credentials | undefined) =>
    connection !== undefined && isAddressedTo(webhook, connection, clientId)
  // The connection that an UNINSTALL is about is lost already when the webhook comes again.
  if (webhook.type === 'UNINSTALL') return matches(await readConnection(installation))
  return matches(await findConnection(installation)) || matches(await findConnection(installation, JUST_READ_MS))
}

/**
 * Checks and delivers one webhook. Whatever is not signed, not addressed to this installation, stale or unknown creates
 * nothing; a failure of Botpress answers 503, so that GoHighLevel sends it again.
 */
export async function receiveAppWebhook(installation: Installation, request: WebRequest): Promise<WebAnswer> {
  const body = request.body ?? ''
  const { webhookPublicKey, legacyWebhookPublicKey } = installation.ctx.configuration
  const keys = { ed25519: webhookPublicKey, rsa: legacyWebhookPublicKey }
  if (!isSigned(Buffer.from(body), request.headers ?? {}, keys)) return unsigned
  const webhook = readJsonObject(body)
  if (!webhook) return malformed
  if (isStale(webhook)) return stale
  try {
    return await deliver(installation, webhook, body)
  } catch {
    installation.logger
      .forBot()
      .warn('A GoHighLevel webhook could not be delivered yet; GoHighLevel will send it again')
    return comeAgain
  }
}

async function deliver(installation: Installation, webhook: Webhook, body: string): Promise<WebAnswer> {
  if (!(await isForUs(installation, webhook))) return ignored
  const known = typeof webhook.type === 'string' ? BY_TYPE.get(webhook.type) : undefined
  const payload = known && payloadOf(webhook, known.event)
  if (!payload) {
    const type =
      typeof webhook.type === 'string' && /^\w{1,64}$/.test(webhook.type) ? webhook.type : 'of no readable type'
    installation.logger.forBot().info(`GoHighLevel webhook ${type} is not known or incomplete, and was ignored`)
    return ignored
  }
  await letEarlierOnesPass(webhook)
  const steps = stepsOf(installation, webhook, { name: known.name, payload, key: keyOf(webhook, body) })
  await deliverOnce(installation, { subject: subjectOf(webhook), at: momentOf(webhook), steps })
  return received
}
