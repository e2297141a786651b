/** What is sent to GoHighLevel for one message of the bot: the requests' bodies, each within what its medium takes. */
import type { ConversationTags } from './channel'
import { toHtml, toText } from './markdown'
import { limitOf, type Medium } from './media'
import type { Part } from './render'
import { split } from './split'

/** Body of a request to send, beside contact and medium. */
export type Send = Record<string, unknown>

const filesOf = ({ attachments }: Part): Send => (attachments.length > 0 ? { attachments } : {})

const FIRST_SUBJECT = 'Message for you'
const asReply = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`)

/** One e-mail whatever the message holds, in the thread of the latest one. */
async function toEmail(parts: Part[], tags: ConversationTags): Promise<Send[]> {
  const { subject = FIRST_SUBJECT, threadId, replyMessageId, emailTo } = tags
  const attachments = parts.flatMap((part) => part.attachments)
  const html = (await Promise.all(parts.map(({ text }) => toHtml(text)))).filter(Boolean).join('\n')
  if (!html && attachments.length === 0) return []
  return [
    {
      // A mail needs words; those of a lone picture are its address, which any mail program shows.
      html: html || (await toHtml(attachments.join('\n\n'))),
      subject: replyMessageId || threadId ? asReply(subject) : subject,
      ...(threadId && { threadId }),
      ...(replyMessageId && { replyMessageId, emailReplyMode: 'reply' }),
      ...(emailTo && { emailTo }),
      ...(attachments.length > 0 && { attachments }),
    },
  ]
}

/** As many messages as it takes; files go with the first of their part. */
async function toTexts(part: Part, medium: Medium): Promise<Send[]> {
  const text = await toText(part.text, medium === 'WhatsApp')
  const limit = limitOf(medium)
  const [first, ...others] = text && limit ? split(text, limit.most, limit.sizeOf) : [text]
  if (!first) return part.attachments.length > 0 ? [filesOf(part)] : []
  return [{ message: first, ...filesOf(part) }, ...others.map((message) => ({ message }))]
}

const addressOf = (medium: Medium, { fromNumber, toNumber, conversationProviderId }: ConversationTags): Send => {
  if (medium === 'Custom') return { ...(conversationProviderId && { conversationProviderId }) }
  return medium === 'SMS' ? { ...(fromNumber && { fromNumber }), ...(toNumber && { toNumber }) } : {}
}

/**
 * The bodies to send, in order; none when the message says nothing.
 * @param tags of the conversation: what an answer needs to reach the contact
 */
export async function toSends(parts: Part[], medium: Medium, tags: ConversationTags): Promise<Send[]> {
  if (medium === 'Email') return toEmail(parts, tags)
  const texts = await Promise.all(parts.map((part) => toTexts(part, medium)))
  return texts.flat().map((send) => ({ ...send, ...addressOf(medium, tags) }))
}
