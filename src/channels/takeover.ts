/** Who answers a contact: the bot, or a colleague who has taken over in GoHighLevel's inbox. */
import type { Installation } from '../ghl/installation'
import { momentOf, type Webhook } from '../webhooks/webhook'
import { openUser, updateUser, type User } from './botpress'
import { mediumOf } from './media'

const MINUTE_MS = 60_000
const USUAL_MINUTES = 60
/** Until it is handed back, however long that takes. */
const FOR_EVER = '9999-12-31T23:59:59.999Z'

/** The end of a pause that begins at `from` (epoch ms), ISO 8601. Zero minutes last until the hand-back. */
function pauseEnd({ ctx }: Installation, from: number, minutes = ctx.configuration.pauseMinutes ?? USUAL_MINUTES) {
  return minutes > 0 ? new Date(from + minutes * MINUTE_MS).toISOString() : FOR_EVER
}

/** True while the bot is silent with this contact. */
export const isPaused = ({ tags }: User): boolean =>
  tags.pausedUntil !== undefined && Date.parse(tags.pausedUntil) > Date.now()

const endPauseAt = (installation: Installation, { id }: User, pausedUntil: string): Promise<User> =>
  updateUser(installation, { id, tags: { pausedUntil } })

/**
 * Silences the bot with a contact on all media, from now on. Gives back until when, ISO 8601.
 * @param minutes 0 until it is handed back; undefined as configured
 */
export async function pause(installation: Installation, contactId: string, minutes?: number): Promise<string> {
  const until = pauseEnd(installation, Date.now(), minutes)
  await endPauseAt(installation, await openUser(installation, contactId), until)
  return until
}

/** Hands a contact back to the bot. What colleagues have written before then pauses nothing any more. */
export async function resume(installation: Installation, contactId: string): Promise<void> {
  const { id } = await openUser(installation, contactId)
  await updateUser(installation, { id, tags: { pausedUntil: '', resumedAt: new Date().toISOString() } })
}

/** Sends of other apps and automations; in GoHighLevel's own inbox the source is "app". */
const isOfPerson = ({ source, userId }: Webhook): boolean =>
  source === 'app' || (source === undefined && typeof userId === 'string' && userId !== '')

/** True for a message that a colleague has written to a contact: not by the API, not by an automation, not a call. */
export const isHumanReply = (webhook: Webhook): boolean =>
  webhook.type === 'OutboundMessage' && isOfPerson(webhook) && mediumOf(webhook) !== undefined

/**
 * Takes note that a colleague has answered. Gives back until when the bot is silent, ISO 8601; undefined when it is
 * not, because it is configured so or the answer is from before the hand-back.
 */
export async function noticeHumanReply(installation: Installation, webhook: Webhook): Promise<string | undefined> {
  if (installation.ctx.configuration.pauseOnHumanReply === false) return undefined
  const repliedAt = momentOf(webhook)
  const user = await openUser(installation, String(webhook.contactId))
  const { pausedUntil, resumedAt } = user.tags
  if (resumedAt !== undefined && repliedAt <= Date.parse(resumedAt)) return undefined
  const until = pauseEnd(installation, repliedAt)
  if (Date.parse(until) <= Date.now()) return undefined
  // An earlier answer that comes late shortens no pause.
  if (pausedUntil !== undefined && Date.parse(pausedUntil) >= Date.parse(until)) return pausedUntil
  await endPauseAt(installation, user, until)
  return until
}
