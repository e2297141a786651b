/** Messages of GoHighLevel's conversations. */
import { RuntimeError, z } from '@botpress/sdk'
import { DESCRIBED_MEDIA } from '../channels/media'
import { listOf, unwrap } from '../ghl/answer'
import { refusal } from '../ghl/errors'
import { isObject, type JsonObject } from '../ghl/json'
import { path } from '../ghl/path'
import { fileNameOf } from '../ghl/web-address'
import { contactId, conversationId, storedMessage, storedTypes } from '../schemas/conversation'
import { moment } from '../schemas/dates'
import { answer, choice, flag, id, text, texts } from '../schemas/fields'
import { emailMessage } from '../schemas/message'
import { defineAction } from './action'
import { contactOf, example } from './support/conversations'
import { listOutput, paging, readPages } from './support/list'
import { bodyOf } from './support/outgoing'

const read = ['conversations/message.readonly']
const write = ['conversations/message.write']

export const sendMessage = defineAction({
  title: 'Send Message',
  description:
    'Send a contact a message on any medium, now or later, outside the current conversation. In the conversation itself the bot simply answers. InternalComment is seen by colleagues only.',
  scopes: write,
  example: { contactId: '{{workflow.contactId}}', type: 'SMS', message: 'See you tomorrow at ten!' },
  input: z.object({
    contactId,
    type: choice([...DESCRIBED_MEDIA, 'InternalComment'], 'Type', 'Medium'),
    message: text('Message', 'Plain text, no Markdown. For an e-mail without html its text.').optional(),
    attachments: texts('Attachments', 'Public URLs of files').optional(),
    scheduledAt: moment('Scheduled At', 'When to send it; at once when empty').optional(),
    html: text('HTML', 'HTML of an e-mail').optional(),
    subject: text('Subject', 'Subject of an e-mail').optional(),
    emailFrom: text('E-Mail From', 'Sender of an e-mail').optional(),
    emailTo: text('E-Mail To', "Recipient of an e-mail; must be one of the contact's addresses").optional(),
    emailCc: texts('E-Mail CC', 'Recipients of a copy').optional(),
    emailBcc: texts('E-Mail BCC', 'Recipients of a blind copy').optional(),
    emailReplyMode: choice(['reply', 'reply_all'], 'E-Mail Reply Mode', 'Whom an answer goes to').optional(),
    threadId: id('Thread ID', 'Thread that the e-mail belongs to').optional(),
    replyMessageId: id('Reply Message ID', 'ID of the e-mail that is answered').optional(),
    templateId: id('Template ID', 'ID of an e-mail or WhatsApp template').optional(),
    appointmentId: id('Appointment ID', 'Appointment that the e-mail is about').optional(),
    fromNumber: text('From Number', 'Phone number of yours that the SMS comes from').optional(),
    toNumber: text('To Number', 'Phone number of the contact that the SMS goes to').optional(),
    conversationProviderId: id('Conversation Provider ID', 'ID of the provider, with the type Custom').optional(),
    mentions: texts('Mentions', 'IDs of users that an internal comment mentions').optional(),
    userId: id('User', 'ID or name of the user who writes the internal comment').optional(),
  }),
  data: answer({
    messageId: text('Message ID', 'ID of the message'),
    conversationId: text('Conversation ID', 'ID of the conversation'),
    emailMessageId: text('E-Mail Message ID', 'ID of the e-mail'),
    messageIds: texts('Message IDs', 'IDs, where it became several messages'),
    status: text('Status', 'Where it stands; the event Outbound Message Sent tells what becomes of it'),
    msg: text('Note', 'What GoHighLevel says of it'),
  }),
  done: 'Message queued',
  run: (ghl, input) => ghl.post('/conversations/messages', bodyOf(input)),
})

export const cancelScheduledMessage = defineAction({
  title: 'Cancel Scheduled Message',
  description: 'Take back a message that is scheduled and has not been sent yet',
  scopes: write,
  example: { messageId: '{{workflow.messageId}}' },
  input: z.object({
    messageId: id('Message ID', 'ID of the message; not for an e-mail').optional(),
    emailMessageId: id('E-Mail Message ID', 'ID of the e-mail, in place of Message ID').optional(),
  }),
  done: 'Scheduled message cancelled',
  run: (ghl, { messageId, emailMessageId }) => {
    if (emailMessageId) return ghl.delete(path`/conversations/messages/email/${emailMessageId}/schedule`)
    if (messageId) return ghl.delete(path`/conversations/messages/${messageId}/schedule`)
    throw new RuntimeError('Give messageId or emailMessageId. Nothing was sent to GoHighLevel.')
  },
})

const pageSize = { usual: 20, most: 100 }

/** The list, which recorded answers have one level deeper than described ones. */
const pageOf = (answered: JsonObject): JsonObject => (isObject(answered.messages) ? answered.messages : answered)

export const listMessages = defineAction({
  title: 'List Messages',
  description: 'List the messages of a conversation, newest first, e.g. to know what was said before',
  scopes: read,
  example: { ...example, limit: 50 },
  input: z.object({
    conversationId,
    type: choice([...storedTypes], 'Type', 'Only messages of this medium').optional(),
    ...paging(pageSize),
  }),
  data: answer({ messages: z.array(storedMessage).title('Messages').describe('Newest first'), ...listOutput }),
  done: 'Messages listed',
  run: (ghl, { conversationId: target, type, ...input }) =>
    readPages(ghl, 'messages', input, pageSize, z.string(), async (limit, lastMessageId) => {
      const route = path`/conversations/${target}/messages`
      const page = pageOf(await ghl.get(route, { limit, type, lastMessageId }))
      const items = listOf(page, 'messages')
      // Where the flag is there, it alone says whether there is more: pages may be short.
      const isLast = page.nextPage === false || items.length === 0 || typeof page.lastMessageId !== 'string'
      const next = isLast ? undefined : String(page.lastMessageId)
      return { items, next, ...(page.nextPage === true && { size: items.length }) }
    }),
})

export const getEmailMessage = defineAction({
  title: 'Get E-Mail Message',
  description: 'Read one e-mail of a conversation with subject and text, which List Messages does not show',
  scopes: read,
  example: { emailMessageId: "{{event.tags.message['gohighlevel:emailMessageId']}}" },
  input: z.object({ emailMessageId: id('E-Mail Message ID', 'ID of the e-mail, from meta.email.messageIds') }),
  data: emailMessage,
  done: 'E-mail found',
  run: async (ghl, input) =>
    unwrap(await ghl.get(path`/conversations/messages/email/${input.emailMessageId}`), 'emailMessage'),
})

const MAX_FILE_BYTES = 5 * 1024 * 1024

export const uploadAttachment = defineAction({
  title: 'Upload Attachment',
  description:
    'Copy a file of at most 5 MB to GoHighLevel, to send it later. Send Message also takes public URLs as they are.',
  scopes: write,
  example: { ...example, fileUrl: 'https://files.example.com/price-list.pdf' },
  input: z.object({
    fileUrl: text('File URL', 'Public URL of the file'),
    fileName: text('File Name', 'Name with its ending; from the URL when empty').optional(),
    conversationId: conversationId.optional(),
    contactId: id('Contact ID', 'ID of the contact, in place of Conversation ID').optional(),
  }),
  data: answer({
    url: text('URL', 'Where the file is now, for attachments'),
    uploadedFiles: z.record(z.unknown()).title('Uploaded Files').describe('The same by file name'),
  }),
  done: 'File uploaded',
  run: async (ghl, { fileUrl, fileName, conversationId: conversation, contactId: contact }) => {
    if (!conversation && !contact) throw new RuntimeError('Give conversationId or contactId. Nothing was sent.')
    const { content, contentType } = await ghl.download(fileUrl, MAX_FILE_BYTES)
    const form = new FormData()
    form.append('locationId', ghl.locationId)
    if (conversation) form.append('conversationId', conversation)
    if (contact) form.append('contactId', contact)
    const name = fileName ?? (fileNameOf(fileUrl) || 'file')
    form.append('fileAttachment', new Blob([content], contentType ? { type: contentType } : {}), name)
    const answered = await ghl.upload('/conversations/messages/upload', form)
    const uploadedFiles = isObject(answered.uploadedFiles) ? answered.uploadedFiles : {}
    return { url: Object.values(uploadedFiles)[0], uploadedFiles }
  },
})

export const sendTypingIndicator = defineAction({
  title: 'Send Typing Indicator',
  description: 'Show a visitor of the live chat that the bot is writing. Other media have no such sign.',
  scopes: ['conversations/livechat.write', 'conversations.readonly', 'contacts.readonly'],
  example,
  input: z.object({
    conversationId,
    isTyping: flag('Is Typing', 'False takes the sign away; true when empty').optional(),
  }),
  done: 'Typing indicator sent',
  run: async (ghl, { conversationId: target, isTyping = true }) => {
    const contact = await contactOf(ghl, target)
    const { visitorId } = unwrap(await ghl.get(path`/contacts/${contact}`), 'contact')
    if (!visitorId) throw refusal('NO_LIVE_CHAT', 'The contact is not in the live chat.')
    const body = { locationId: ghl.locationId, conversationId: target, visitorId, isTyping: String(isTyping) }
    return ghl.post('/conversations/providers/live-chat/typing', body)
  },
})
