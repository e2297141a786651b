import { createValidationError } from './errors'
import type { MessageType } from './message-records'
import {
  type BodyRules,
  checkBody,
  flag,
  isJsonObject,
  numeric,
  readText,
  readTexts,
  requiredText,
  text,
  texts,
} from './validation'

/** The described ones and InternalComment, which the live documentation has. Not GMB. */
const SEND_TYPES = [
  'SMS',
  'RCS',
  'Email',
  'WhatsApp',
  'IG',
  'FB',
  'Custom',
  'Live_Chat',
  'TIKTOK',
  'InternalComment',
] as const satisfies readonly MessageType[]

/** What is sent, read from the body of a request. */
export type SendRequest = {
  type: (typeof SEND_TYPES)[number]
  contactId: string
  status: string | undefined
  message: string | undefined
  html: string | undefined
  subject: string | undefined
  attachments: string[]
  emailFrom: string | undefined
  emailTo: string | undefined
  emailCc: string[]
  emailBcc: string[]
  threadId: string | undefined
  replyMessageId: string | undefined
  templateId: string | undefined
  fromNumber: string | undefined
  toNumber: string | undefined
  conversationProviderId: string | undefined
  /** Epoch seconds. */
  scheduledTimestamp: number | undefined
  userId: string | undefined
}

const sendRules: BodyRules = {
  type: { type: 'string', isRequired: true, values: SEND_TYPES },
  contactId: requiredText,
  // Described as required, while requests without it are reported to work.
  status: { type: 'string', values: ['delivered', 'failed', 'pending', 'read'] },
  message: text,
  html: text,
  subject: text,
  attachments: texts,
  emailFrom: text,
  emailTo: text,
  emailCc: texts,
  emailBcc: texts,
  emailReplyMode: { type: 'string', values: ['reply', 'reply_all'] },
  threadId: text,
  replyMessageId: text,
  templateId: text,
  fromNumber: text,
  toNumber: text,
  conversationProviderId: text,
  scheduledTimestamp: numeric,
  appointmentId: text,
  customSubtypeId: text,
  forward: { type: 'object' },
  usesNativeSchedulingAi: flag,
  optimizationPeriod: { type: 'string', values: ['24h', '48h', '72h'] },
  mentions: texts,
  userId: text,
  whatsapp: { type: 'object' },
}

export function readSendRequest(body: unknown): SendRequest {
  // One description requires it without saying what it is; the others do not have it.
  const { subType: _, ...written } = isJsonObject(body) ? body : {}
  const fields = checkBody(written, sendRules)
  const conversationProviderId = readText(fields.conversationProviderId)
  if (fields.type === 'Custom' && !conversationProviderId) {
    throw createValidationError(['conversationProviderId should not be empty'])
  }
  const { scheduledTimestamp } = fields
  return {
    // One of them, or the check above would have refused it.
    type: fields.type as SendRequest['type'],
    contactId: String(fields.contactId),
    status: readText(fields.status),
    message: readText(fields.message),
    html: readText(fields.html),
    subject: readText(fields.subject),
    attachments: [...readTexts(fields.attachments), ...listMedia(fields.whatsapp)],
    emailFrom: readText(fields.emailFrom),
    emailTo: readText(fields.emailTo),
    emailCc: readTexts(fields.emailCc),
    emailBcc: readTexts(fields.emailBcc),
    threadId: readText(fields.threadId),
    replyMessageId: readText(fields.replyMessageId),
    templateId: readText(fields.templateId),
    fromNumber: readText(fields.fromNumber),
    toNumber: readText(fields.toNumber),
    conversationProviderId,
    scheduledTimestamp: typeof scheduledTimestamp === 'number' ? scheduledTimestamp : undefined,
    userId: readText(fields.userId),
  }
}

/** The live documentation's way to send a file by WhatsApp. */
function listMedia(whatsapp: unknown): string[] {
  const media = isJsonObject(whatsapp) ? whatsapp.media : undefined
  const url = isJsonObject(media) ? readText(media.url) : undefined
  return url ? [url] : []
}
