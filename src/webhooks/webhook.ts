/** What GoHighLevel's webhooks have in common, as far as one goes by it. Pure. */
import type { JsonObject } from '../ghl/json'

export type Webhook = JsonObject

/** True for what was said to or by a contact. */
export const isMessage = ({ type }: Webhook): boolean => type === 'InboundMessage' || type === 'OutboundMessage'

const timeOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN)

/** When it happened, as far as it says, in epoch ms: for a message when it was written. */
export function momentOf(webhook: Webhook): number {
  const { dateAdded, timestamp } = webhook
  const told = isMessage(webhook) ? [dateAdded, timestamp] : [timestamp]
  return told.map(timeOf).find((at) => !Number.isNaN(at)) ?? Date.now()
}
