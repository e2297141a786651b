/** A message to send, as its action takes it and as GoHighLevel wants it. */
import { RuntimeError } from '@botpress/sdk'
import { escapeHtml } from '../../html'
import { epochMs } from '../../schemas/dates'

export type Outgoing = {
  type: string
  contactId: string
  message?: string | undefined
  html?: string | undefined
  attachments?: string[] | undefined
  templateId?: string | undefined
  conversationProviderId?: string | undefined
  scheduledAt?: string | undefined
  [field: string]: unknown
}

/** Fields that only some media have. */
const ONLY_FOR: Record<string, string[]> = {
  ...Object.fromEntries(
    [
      'html',
      'subject',
      'emailFrom',
      'emailTo',
      'emailCc',
      'emailBcc',
      'emailReplyMode',
      'threadId',
      'replyMessageId',
      'appointmentId',
    ].map((field) => [field, ['Email']])
  ),
  templateId: ['Email', 'WhatsApp'],
  fromNumber: ['SMS'],
  toNumber: ['SMS'],
  conversationProviderId: ['Custom'],
  mentions: ['InternalComment'],
  userId: ['InternalComment'],
}

const refuse = (fault: string): never => {
  throw new RuntimeError(`${fault} Nothing was sent to GoHighLevel.`)
}

function checkFields(outgoing: Outgoing): void {
  const { type, message, html, attachments, templateId, conversationProviderId } = outgoing
  for (const [field, types] of Object.entries(ONLY_FOR)) {
    if (outgoing[field] !== undefined && !types.includes(type)) {
      refuse(`${field} is for the type ${types.join(' or ')} only: leave it empty.`)
    }
  }
  if (!message && !html && !attachments?.length && !templateId) refuse('Give message, attachments or templateId.')
  if (type === 'Custom' && !conversationProviderId) refuse('conversationProviderId is required with the type Custom.')
}

/** Epoch seconds, which only this route wants. Throws RuntimeError for a moment that has passed. */
function scheduledTimestampOf(scheduledAt: string): number {
  const at = epochMs(scheduledAt, 'scheduledAt')
  if (at <= Date.now()) refuse('scheduledAt must be in the future.')
  return Math.ceil(at / 1000)
}

const toHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>')

/** The request's body. Throws RuntimeError naming the field that does not go with the type. */
export function bodyOf(outgoing: Outgoing): Record<string, unknown> {
  checkFields(outgoing)
  const { scheduledAt, message, html, ...others } = outgoing
  const isEmail = outgoing.type === 'Email'
  const text = isEmail ? { html: html ?? (message && toHtml(message)) } : { message }
  return {
    ...others,
    ...text,
    ...(scheduledAt !== undefined && { scheduledTimestamp: scheduledTimestampOf(scheduledAt) }),
    status: 'pending',
  }
}
