/** From the bot to GoHighLevel: what the bot says goes out on the conversation and medium that it is about. */
import { RuntimeError } from '@botpress/sdk'
import { openGhl, type Ghl } from '../ghl/client'
import { GhlError } from '../ghl/errors'
import type { Installation } from '../ghl/installation'
import { isWebAddress } from '../ghl/web-address'
import { openUser, tagsOf } from './botpress'
import type { ConversationTags, MessageTags } from './channel'
import { offer } from './choices'
import { isMedium, type Medium } from './media'
import { sendOnce } from './outbox'
import { render } from './render'
import { toSends, type Send } from './sends'
import { isPaused } from './takeover'

export type Outgoing = {
  type: string
  payload: Record<string, unknown>
  conversation: { id: string; tags: ConversationTags }
  message: { id: string; tags: MessageTags }
  ack: (acknowledged: { tags: MessageTags }) => Promise<void>
}

type Target = { contactId: string; medium: Medium; locationId?: string | undefined }

function targetOf({ contactId, messageType, locationId }: ConversationTags): Target {
  if (contactId && isMedium(messageType)) return { contactId, medium: messageType, locationId }
  throw new RuntimeError(
    'This conversation belongs to no GoHighLevel contact. Start conversations with the action Get or Create Conversation.'
  )
}

/** GoHighLevel's words without what names people: they end up in the log. */
const withoutPeople = (words: string): string =>
  words.replace(/[^\s<>"',;:]+@[^\s<>"',;]+/g, '[address]').replace(/\+?\d[\d\s().-]{6,}\d/g, '[number]')

const describe = ({ message, details }: GhlError, medium: Medium): string => {
  const { status, traceId } = details
  const told = [status !== undefined && `status ${status}`, traceId && `traceId ${traceId}`].filter(Boolean)
  return `The message was not sent by ${medium}: ${withoutPeople(message)}${told.length > 0 ? ` (${told.join(', ')})` : ''}`
}

function checkFiles(sends: Send[]): void {
  const addresses = sends.flatMap(({ attachments }) => (Array.isArray(attachments) ? attachments : []))
  if (addresses.every((address) => isWebAddress(String(address)))) return
  throw new RuntimeError(
    'The message was not sent: the URL of an image, audio, video or file must be a public http(s) address.'
  )
}

async function post(ghl: Ghl, { contactId, medium }: Target, send: Send): Promise<string> {
  const body = { type: medium, contactId, status: 'pending', ...send }
  const { messageId, messageIds } = await ghl.post('/conversations/messages', body)
  const [id] = [messageId, ...(Array.isArray(messageIds) ? messageIds : [])].filter(
    (one): one is string => typeof one === 'string'
  )
  return id ?? ''
}

/**
 * Sends a message of the bot and acknowledges it with GoHighLevel's id. While a colleague has taken over nothing is sent.
 * Throws RuntimeError with GoHighLevel's reason, which Botpress puts into the bot's log, when it is not sent.
 */
export async function sendMessage(installation: Installation, outgoing: Outgoing): Promise<void> {
  const { conversation, message } = outgoing
  // Repeated although it was acknowledged.
  if (message.tags.messageId) return
  const target = targetOf(conversation.tags)
  const log = installation.logger.forBot()
  if (isPaused(await openUser(installation, target.contactId))) {
    log.info(`The bot is paused in conversation ${conversation.id}: its message was not sent`)
    return
  }
  const { parts, options } = render(outgoing.type, outgoing.payload)
  const sends = await toSends(parts, target.medium, conversation.tags)
  if (sends.length === 0) return log.warn(`A message of type ${outgoing.type} holds nothing that could be sent`)
  checkFiles(sends)
  const ids = await sendAll(installation, outgoing, target, sends, async () => {
    if (options) await offer(installation, conversation.id, options)
  })
  const [messageId] = ids
  // Throwing would call a message a failure that the contact has.
  await outgoing.ack({ tags: tagsOf({ messageId }) }).catch(() => {
    log.warn(`Message ${message.id} was sent, but Botpress did not take note of its GoHighLevel ID`)
  })
  log.debug(`Message ${message.id} sent by ${target.medium} in ${ids.length} parts`)
}

async function sendAll(
  installation: Installation,
  { conversation, message }: Outgoing,
  target: Target,
  sends: Send[],
  prepare: () => Promise<void>
): Promise<string[]> {
  try {
    const ghl = await openGhl(installation)
    if (target.locationId && target.locationId !== ghl.locationId) {
      throw new RuntimeError(
        'The message was not sent: its conversation belongs to another location than the connected one.'
      )
    }
    await prepare()
    const at = { conversationId: conversation.id, messageId: message.id }
    return await sendOnce(installation, at, sends, (send) => post(ghl, target, send))
  } catch (thrown) {
    if (thrown instanceof GhlError) throw new RuntimeError(describe(thrown, target.medium))
    throw thrown
  }
}
