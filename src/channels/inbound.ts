/** From GoHighLevel's inbox to the bot: what a contact writes becomes a message of the bot's user. */
import { createHash } from 'node:crypto'
import { unwrap } from '../ghl/answer'
import { openGhl } from '../ghl/client'
import { sleep, type Installation } from '../ghl/installation'
import { path } from '../ghl/path'
import type { Webhook } from '../webhooks/webhook'
import { createMessage, openConversation, openUser, tagsOf, type At, type Conversation, type User } from './botpress'
import type { ConversationTags, MessageTags } from './channel'
import { choose, closeChoices, openChoices, type Option } from './choices'
import { filesOf, textOf, type AskGhl } from './content'
import { mediumOf, type Medium } from './media'
import { isTooFast } from './pace'
import { introduceAs, isIntroduced } from './people'
import { isPaused, pause } from './takeover'

/** How long a message waits for what GoHighLevel is asked on its behalf, in ms: the bot should answer, not ponder. */
const PATIENCE_MS = 3_000

const askerOf =
  (installation: Installation): AskGhl =>
  async (ask) => {
    const asked = openGhl(installation)
      .then(ask)
      .catch(() => undefined)
    return Promise.race([asked, sleep(PATIENCE_MS).then(() => undefined)])
  }

/**
 * True when a contact wrote it. Only that ever reaches the bot as a message: neither what went out, whoever sent it,
 * nor what the API put in, unless a provider of its own medium did, which has no other way.
 */
const isByContact = ({ type, direction, source, conversationProviderId }: Webhook): boolean =>
  type === 'InboundMessage' && direction === 'inbound' && (source !== 'api' || Boolean(conversationProviderId))

/** The medium of a message to pass on; undefined for one that is none, or on a medium that the bot is not to answer. */
function answerableMedium({ ctx }: Installation, webhook: Webhook): Medium | undefined {
  const medium = isByContact(webhook) ? mediumOf(webhook) : undefined
  const { messageTypes = [] } = ctx.configuration
  return medium && (messageTypes.length === 0 || messageTypes.includes(medium)) ? medium : undefined
}

/** Only some samples of GoHighLevel lack the message's id; each delivery is then a message of its own. */
const messageIdOf = ({ messageId, webhookId, ...webhook }: Webhook): string =>
  [messageId, webhookId].find((id): id is string => typeof id === 'string' && id !== '') ??
  createHash('sha256').update(JSON.stringify(webhook)).digest('hex')

/** Fills in who it is, once: the first message of a contact costs one request more. */
async function introduce(installation: Installation, user: User, contactId: string, askGhl: AskGhl): Promise<User> {
  if (isIntroduced(user)) return user
  const contact = await askGhl(async (ghl) => unwrap(await ghl.get(path`/contacts/${contactId}`), 'contact'))
  return contact ? introduceAs(installation, user, contact) : user
}

const E164 = /^\+\d{6,15}$/
const ifPhone = (value: unknown): unknown => (typeof value === 'string' && E164.test(value) ? value : undefined)
const addressIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? /[^\s<>"',;]+@[^\s<>"',;]+/.exec(value)?.[0].toLowerCase() : undefined

/** What an answer needs to reach the contact where the message came from; what is not known is emptied. */
function replyTags(webhook: Webhook, medium: Medium, { tags }: User): ConversationTags {
  if (medium === 'Email') {
    const from = addressIn(webhook.from)
    const known = tagsOf({
      subject: webhook.subject,
      threadId: webhook.threadId,
      replyMessageId: webhook.emailMessageId ?? webhook.messageId,
      emailTo: from === tags.email?.toLowerCase() ? undefined : from,
      receivedAt: webhook.dateAdded,
    })
    return { subject: '', threadId: '', replyMessageId: '', emailTo: '', ...known }
  }
  if (medium !== 'SMS') return {}
  return {
    fromNumber: '',
    toNumber: '',
    ...tagsOf({ fromNumber: ifPhone(webhook.to), toNumber: ifPhone(webhook.from) }),
  }
}

/** A mail that comes late must not draw the answers away from the latest one. */
const isLate = (webhook: Webhook, { receivedAt }: ConversationTags): boolean =>
  receivedAt !== undefined && Date.parse(String(webhook.dateAdded)) < Date.parse(receivedAt)

function openPlace(installation: Installation, webhook: Webhook, medium: Medium, user: User): Promise<Conversation> {
  const { contactId, locationId, conversationProviderId } = webhook
  const place = {
    conversationId: String(webhook.conversationId),
    messageType: medium,
    ...tagsOf({ conversationProviderId }),
  }
  return openConversation(installation, place, (known) => ({
    ...tagsOf({ contactId, locationId }),
    ...(isLate(webhook, known) ? {} : replyTags(webhook, medium, user)),
  }))
}

/** The text as the bot gets it: the value of the choice that it answers, where it answers one. */
async function createText(
  installation: Installation,
  at: At,
  text: string,
  options: Option[],
  tags: MessageTags
): Promise<void> {
  const chosen = choose(options, text)
  const payload = chosen ? { text: chosen.value, value: chosen.value } : { text }
  await createMessage(installation, at, { type: 'text', payload }, tags)
  if (options.length > 0) await closeChoices(installation, at.conversationId)
}

/** Lest two machines answer each other. */
async function brake(installation: Installation, contactId: string, conversationId: string): Promise<void> {
  await pause(installation, contactId)
  installation.logger
    .forBot()
    .warn(`Somebody writes faster than people do, so the bot pauses in conversation ${conversationId}`)
}

/**
 * Passes a contact's message on to the bot, once however often it comes. Passes nothing on while a colleague has taken
 * over, or when the contact turns out to be a machine. Throws when Botpress does not take it.
 */
export async function receiveMessage(installation: Installation, webhook: Webhook): Promise<void> {
  const medium = answerableMedium(installation, webhook)
  if (!medium) return
  const askGhl = askerOf(installation)
  const contactId = String(webhook.contactId)
  const found = await openUser(installation, contactId)
  if (isPaused(found)) return
  const [text, files, user] = await Promise.all([
    textOf(webhook, medium, askGhl),
    filesOf(webhook),
    introduce(installation, found, contactId, askGhl),
  ])
  if (text === '' && files.length === 0) return
  const { id: conversationId } = await openPlace(installation, webhook, medium, user)
  const [isMachine, options] = await Promise.all([
    isTooFast(installation, conversationId),
    openChoices(installation, conversationId),
  ])
  if (isMachine) return brake(installation, contactId, conversationId)

  const at = { conversationId, userId: user.id }
  const { subject, threadId, emailMessageId } = webhook
  const tags = tagsOf({
    messageId: messageIdOf(webhook),
    ...(medium === 'Email' && { subject, threadId, emailMessageId }),
  })
  if (text !== '') await createText(installation, at, text, options, { ...tags, part: '0' })
  for (const [index, file] of files.entries()) {
    await createMessage(installation, at, file, { ...tags, part: String(index + 1) })
  }
}
