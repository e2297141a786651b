/** GoHighLevel's conversation, as it comes back, and the messages in it. */
import { isValid } from 'date-fns'
import { isObject, type JsonObject } from '../ghl/json'
import { amount, answer, anything, flag, id, text, texts } from './fields'

export const conversationId = id(
  'Conversation ID',
  'ID of the conversation in GoHighLevel; of the one that the bot is in, its tag conversationId'
)
export const contactId = id('Contact ID', 'ID of the contact')

/** What GoHighLevel calls the media of messages that it has stored, as far as one looks for them. */
export const storedTypes = [
  'TYPE_SMS',
  'TYPE_RCS',
  'TYPE_EMAIL',
  'TYPE_WHATSAPP',
  'TYPE_FACEBOOK',
  'TYPE_INSTAGRAM',
  'TYPE_GMB',
  'TYPE_LIVE_CHAT',
  'TYPE_TIKTOK',
  'TYPE_CALL',
] as const

export const conversation = answer({
  id: text('Conversation ID', 'ID of the conversation'),
  contactId: text('Contact ID', 'ID of the contact'),
  locationId: text('Location ID', 'Location the conversation belongs to'),
  fullName: text('Full Name', 'Name of the contact'),
  contactName: text('Contact Name', 'Name of the contact as lists show it'),
  email: text('E-Mail', 'E-mail address of the contact'),
  phone: text('Phone', 'Phone number of the contact'),
  assignedTo: text('Assigned To', 'ID of the user who answers it'),
  type: text('Type', 'TYPE_PHONE, TYPE_EMAIL … or its number: 1 phone, 2 e-mail, 3 Facebook, 4 review, 5 group SMS'),
  lastMessageBody: text('Last Message', 'Text of the latest message'),
  lastMessageType: text('Last Message Type', 'Medium of the latest message: TYPE_SMS, TYPE_EMAIL …'),
  lastMessageDirection: text('Last Message Direction', 'inbound or outbound'),
  lastMessageDate: text('Last Message Date', 'When the latest message was written, ISO 8601'),
  unreadCount: amount('Unread Count', 'How many messages nobody has read'),
  starred: flag('Starred', 'True when it is starred'),
  inbox: flag('Inbox', 'True while it is in the inbox'),
  deleted: flag('Deleted', 'True when it was deleted'),
  dateAdded: text('Date Added', 'When it began, ISO 8601'),
  dateUpdated: text('Date Updated', 'When it last changed, ISO 8601'),
})

/** A message as the conversation lists it. */
export const storedMessage = answer({
  id: text('Message ID', 'ID of the message'),
  conversationId: text('Conversation ID', 'ID of the conversation'),
  contactId: text('Contact ID', 'ID of the contact'),
  messageType: text('Message Type', 'Medium: TYPE_SMS, TYPE_EMAIL, TYPE_WHATSAPP …'),
  direction: text('Direction', 'inbound: from the contact; outbound: to the contact'),
  status: text('Status', 'delivered, sent, failed, read, scheduled …'),
  body: text('Text', 'Text of the message; not there for an e-mail, see Get E-Mail Message'),
  attachments: texts('Attachments', 'URLs of files'),
  source: text('Source', 'Who sent it: app (a user), api (the bot), workflow, campaign or bulk_actions'),
  userId: text('User ID', 'ID of the user who sent it'),
  dateAdded: text('Date Added', 'When it was written, ISO 8601'),
  meta: anything('Meta', 'More by medium; of an e-mail email.messageIds, of a call its length and status'),
})

/** Moments in the two other forms in which conversations have them: epoch ms, and seconds with nanoseconds. */
function toIso(value: unknown): unknown {
  const at = isObject(value) && typeof value.seconds === 'number' ? value.seconds * 1000 : value
  return typeof at === 'number' && isValid(new Date(at)) ? new Date(at).toISOString() : value
}

/** The conversation with its moments in ISO 8601, as everything else has them. */
export const normalizeConversation = ({
  lastMessageDate,
  dateAdded,
  dateUpdated,
  ...rest
}: JsonObject): JsonObject => ({
  ...rest,
  ...(lastMessageDate !== undefined && { lastMessageDate: toIso(lastMessageDate) }),
  ...(dateAdded !== undefined && { dateAdded: toIso(dateAdded) }),
  ...(dateUpdated !== undefined && { dateUpdated: toIso(dateUpdated) }),
})
