/** The channel as the definition wants it: what can be said in it, and what is known of its users, conversations, messages. */
import { messages, z } from '@botpress/sdk'

/** GoHighLevel's id of something, or what it calls it. */
const tag = (title: string, description: string) => ({ title, description })

export const userTags = {
  contactId: tag('Contact ID', 'GoHighLevel contact'),
  name: tag('Name', 'Full name of the contact'),
  email: tag('E-Mail', 'E-mail address of the contact'),
  phone: tag('Phone', 'Phone number of the contact'),
  pausedUntil: tag('Paused Until', 'The bot is silent with this contact until then, ISO 8601'),
  resumedAt: tag('Resumed At', 'When the conversation was last handed back to the bot, ISO 8601'),
}

export const conversationTags = {
  conversationId: tag('Conversation ID', 'GoHighLevel conversation'),
  contactId: tag('Contact ID', 'GoHighLevel contact'),
  messageType: tag('Message Type', 'Medium: SMS, Email, WhatsApp, FB, IG, GMB, Live_Chat, RCS, TIKTOK or Custom'),
  locationId: tag('Location ID', 'GoHighLevel location'),
  conversationProviderId: tag('Conversation Provider ID', 'Provider of the medium Custom'),
  subject: tag('Subject', 'Subject of the latest e-mail'),
  threadId: tag('Thread ID', 'Thread of the latest e-mail'),
  replyMessageId: tag('Reply Message ID', 'E-mail that the next answer goes to'),
  emailTo: tag('E-Mail To', 'Address the latest e-mail came from, where it is not the main one of the contact'),
  fromNumber: tag('From Number', 'Phone number of yours that the contact wrote to'),
  toNumber: tag('To Number', 'Phone number the contact wrote from'),
  receivedAt: tag('Received At', 'When the latest message came that answers go to, ISO 8601'),
}

export const messageTags = {
  messageId: tag('Message ID', 'GoHighLevel message; of a long answer its first part'),
  part: tag('Part', 'Which part of the GoHighLevel message it is: 0 its text, from 1 its attachments'),
  subject: tag('Subject', 'Subject of the e-mail'),
  threadId: tag('Thread ID', 'Thread of the e-mail'),
  emailMessageId: tag('E-Mail Message ID', 'The e-mail, for a reply'),
}

export type Tags<Names> = Partial<Record<keyof Names & string, string>>
export type UserTags = Tags<typeof userTags>
export type ConversationTags = Tags<typeof conversationTags>
export type MessageTags = Tags<typeof messageTags>

/** Name of the channel. */
export const CHANNEL = 'conversation'

export const channels = {
  [CHANNEL]: {
    title: 'Conversation',
    description: 'A conversation of GoHighLevel on one of its media: SMS, WhatsApp, e-mail, live chat …',
    messages: {
      ...messages.defaults,
      text: {
        schema: messages.defaults.text.schema.extend({
          value: z.string().optional().title('Value').describe('Value of the choice that the text answers'),
        }),
      },
      // No longer among the defaults of newer SDKs, yet sent by bots.
      markdown: { schema: z.object({ markdown: z.string().title('Markdown').describe('Text in Markdown') }) },
    },
    message: { tags: messageTags },
    conversation: { tags: conversationTags },
  },
}

export const user = { tags: userTags }
