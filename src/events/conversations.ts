/** What happens in conversations, campaigns and e-mail. */
import { z } from '@botpress/sdk'
import { message } from '../schemas/message'
import { amount, answer, anything, flag, text } from '../schemas/fields'
import { defineEvent } from './event'

const ofMessage = {
  scopes: ['conversations/message.readonly'],
  fields: message,
  ids: ['contactId', 'conversationId'] as const,
}

const ofConversation = {
  scopes: ['conversations.readonly'],
  fields: answer({
    id: text('Conversation ID', 'ID of the conversation'),
    contactId: text('Contact ID', 'ID of the contact'),
    unreadCount: amount('Unread Count', 'How many messages are unread'),
    inbox: flag('Inbox', 'True while it is in the inbox'),
    starred: flag('Starred', 'True when it is starred'),
    deleted: flag('Deleted', 'True when it was deleted'),
  }),
  ids: ['id'] as const,
}

const ofCampaign = {
  scopes: ['campaigns.readonly'],
  fields: answer({
    id: text('Campaign ID', 'ID of the campaign'),
    contactId: text('Contact ID', 'ID of the contact'),
    status: text('Status', 'Where the contact stands in the campaign'),
    templateId: text('Template ID', 'ID of the template'),
    replied: z.unknown().title('Replied').describe('Whether or what the contact has replied'),
    dateAdded: text('Date Added', 'When the contact was added, ISO 8601'),
  }),
  ids: ['id'] as const,
}

const ofEmail = {
  scopes: ['locations.readonly'],
  fields: answer({ webhookPayload: anything('E-Mail Event', 'event, recipient, message, timestamp and more') }),
}

export const inboundMessageReceived = defineEvent({
  ...ofMessage,
  type: 'InboundMessage',
  title: 'Inbound Message Received',
  description: 'A contact wrote, called or left a voicemail, on any medium',
})

export const outboundMessageSent = defineEvent({
  ...ofMessage,
  type: 'OutboundMessage',
  title: 'Outbound Message Sent',
  description: 'A message went out to a contact: by a user, a workflow, or the API and so the bot itself (see source)',
})

export const conversationUnreadUpdated = defineEvent({
  ...ofConversation,
  type: 'ConversationUnreadUpdate',
  title: 'Conversation Unread Updated',
  description: 'A conversation was read, or has unread messages',
})

export const campaignStatusUpdated = defineEvent({
  ...ofCampaign,
  type: 'CampaignStatusUpdate',
  title: 'Campaign Status Updated',
  description: 'A contact has come to another point of a campaign',
})

export const emailStatsReceived = defineEvent({
  ...ofEmail,
  type: 'LCEmailStats',
  title: 'E-Mail Stats Received',
  description: 'An e-mail was delivered, opened, clicked, bounced or complained about',
})
