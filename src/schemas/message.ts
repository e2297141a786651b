/** A message of a conversation, as webhooks carry it. */
import { z } from '@botpress/sdk'
import { amount, answer, text, texts } from './fields'

const addresses = (title: string, description: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .title(title)
    .describe(description)

export const message = answer({
  messageId: text('Message ID', 'ID of the message'),
  conversationId: text('Conversation ID', 'ID of the conversation'),
  contactId: text('Contact ID', 'ID of the contact'),
  messageType: text('Message Type', 'The medium: SMS, Email, WhatsApp, FB, IG, GMB, Live Chat, CALL …'),
  messageTypeString: text('Message Type Name', 'The medium as TYPE_SMS, TYPE_EMAIL …'),
  messageTypeId: amount('Message Type ID', 'Number of the medium'),
  direction: text('Direction', 'inbound or outbound'),
  status: text('Status', 'delivered, sent, failed, read, voicemail …'),
  body: text('Body', 'Text of the message; HTML for e-mail'),
  contentType: text('Content Type', 'MIME type of the body'),
  attachments: texts('Attachments', 'URLs of files'),
  source: text('Source', 'Who sent it: app, api, workflow, campaign or bulk_actions'),
  userId: text('User ID', 'ID of the user who sent it or took the call'),
  conversationProviderId: text('Conversation Provider ID', 'ID of the provider of the medium'),
  subject: text('Subject', 'Subject of an e-mail'),
  threadId: text('Thread ID', 'Thread of an e-mail'),
  emailMessageId: text('E-Mail Message ID', 'ID of the e-mail, for a reply'),
  from: text('From', 'Sender'),
  to: addresses('To', 'Recipients'),
  cc: addresses('CC', 'Recipients of a copy'),
  bcc: addresses('BCC', 'Recipients of a blind copy'),
  callDuration: amount('Call Duration', 'Length of a call in seconds'),
  callStatus: text('Call Status', 'completed, no-answer, busy, voicemail …'),
  dateAdded: text('Date Added', 'When it was sent, ISO 8601'),
})

/** An e-mail by itself. */
export const emailMessage = answer({
  id: text('E-Mail Message ID', 'ID of the e-mail'),
  threadId: text('Thread ID', 'Thread of the e-mail'),
  conversationId: text('Conversation ID', 'ID of the conversation'),
  contactId: text('Contact ID', 'ID of the contact'),
  locationId: text('Location ID', 'Location it belongs to'),
  subject: text('Subject', 'Subject'),
  body: text('Body', 'Text, mostly HTML'),
  direction: text('Direction', 'inbound or outbound'),
  status: text('Status', 'sent, delivered, opened, failed …'),
  from: text('From', 'Name and address of the sender'),
  to: addresses('To', 'Recipients'),
  cc: addresses('CC', 'Recipients of a copy'),
  bcc: addresses('BCC', 'Recipients of a blind copy'),
  attachments: texts('Attachments', 'URLs of files'),
  source: text('Source', 'Who sent it: app, api, workflow, campaign or bulk_actions'),
  replyToMessageId: text('Reply To', 'ID of the e-mail that it answers'),
  dateAdded: text('Date Added', 'When it was written, ISO 8601'),
})
