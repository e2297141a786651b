/** Conversations of GoHighLevel's inbox, and who answers them. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import { isObject } from '../ghl/json'
import { path } from '../ghl/path'
import { MEDIA } from '../channels/media'
import { contactId, conversation, conversationId, normalizeConversation, storedTypes } from '../schemas/conversation'
import { epochMs, moment } from '../schemas/dates'
import { answer, choice, count, flag, id, locationId, text } from '../schemas/fields'
import { defineAction } from './action'
import { contactOf, example, openConversation, readConversation } from './support/conversations'
import { listOutput, paging, readPages } from './support/list'

const read = ['conversations.readonly']
const write = ['conversations.write']

export const getOrCreateConversation = defineAction({
  title: 'Get or Create Conversation',
  description:
    "Open the bot's conversation with a contact on a medium, to write first. Send messages to data.botpressConversationId; they go out on that medium.",
  scopes: [...write, 'contacts.readonly'],
  example: { contactId: '{{workflow.contactId}}', messageType: 'SMS' },
  input: z.object({
    contactId,
    messageType: choice([...MEDIA], 'Medium', 'Medium on which the bot writes'),
    subject: text('Subject', 'Subject of the e-mails, only with Email: begins a new thread').optional(),
    conversationProviderId: id('Conversation Provider ID', 'ID of the provider, only with Custom').optional(),
  }),
  data: answer({
    conversationId,
    contactId,
    messageType: text('Medium', 'Medium on which the bot writes'),
    botpressConversationId: text('Botpress Conversation ID', 'ID of the conversation in Botpress'),
    botpressUserId: text('Botpress User ID', 'ID of the user in Botpress who stands for the contact'),
  }),
  done: 'Conversation opened',
  run: async (ghl, { contactId: target, messageType, subject, conversationProviderId }, bot) => {
    const contact = unwrap(await ghl.get(path`/contacts/${target}`), 'contact')
    const opened = await openConversation(ghl, target)
    const place = { conversationId: opened, messageType, conversationProviderId }
    const tags = {
      contactId: target,
      locationId: ghl.locationId,
      // Another subject begins another thread.
      ...(subject && { subject, threadId: '', replyMessageId: '' }),
    }
    const at = await bot.openConversation(place, { ...contact, id: target }, tags)
    return {
      conversationId: opened,
      contactId: target,
      messageType,
      botpressConversationId: at.conversationId,
      botpressUserId: at.userId,
    }
  },
})

export const getConversation = defineAction({
  title: 'Get Conversation',
  description: 'Read one conversation of the inbox: whose it is, who answers it, what was said last',
  scopes: read,
  example,
  input: z.object({ conversationId }),
  data: conversation,
  done: 'Conversation found',
  run: (ghl, input) => readConversation(ghl, input.conversationId),
})

const pageSize = { usual: 20, most: 100 }
export const searchConversations = defineAction({
  title: 'Search Conversations',
  description: 'Search the inbox: conversations of a contact or a user, unread ones, by text, medium or date',
  scopes: read,
  example: { status: 'unread', limit: 50 },
  input: z.object({
    query: text('Text', 'Text to look for').optional(),
    contactId: id('Contact ID', 'Conversations of this contact').optional(),
    assignedTo: id('Assigned To', 'Conversations of this user, by ID or name').optional(),
    unassigned: flag('Unassigned Only', 'True finds those that nobody is to answer').optional(),
    status: choice(['all', 'read', 'unread', 'starred', 'recents'], 'Status', 'Which ones').optional(),
    lastMessageType: choice(
      [...storedTypes, 'TYPE_WEBCHAT'],
      'Last Message Type',
      'Medium of the latest message'
    ).optional(),
    lastMessageDirection: choice(['inbound', 'outbound'], 'Last Message Direction', 'Who wrote last').optional(),
    startDate: moment('From', 'Latest message not before').optional(),
    endDate: moment('To', 'Latest message not after').optional(),
    sort: choice(['asc', 'desc'], 'Sort Direction', 'By the latest message: desc has the newest first').optional(),
    locationId,
    ...paging(pageSize),
  }),
  data: answer({
    conversations: z.array(conversation).title('Conversations').describe('The conversations of this page'),
    ...listOutput,
  }),
  done: 'Conversations searched',
  run: (ghl, { limit, cursor, all, unassigned, assignedTo, startDate, endDate, locationId: location, ...search }) => {
    const asked = {
      ...search,
      locationId: location ?? ghl.locationId,
      assignedTo: unassigned ? 'unassigned' : assignedTo,
      startDate: startDate && epochMs(startDate, 'startDate'),
      endDate: endDate && epochMs(endDate, 'endDate'),
    }
    const position = z.union([z.number().min(0), z.string()])
    return readPages(ghl, 'conversations', { limit, cursor, all }, pageSize, position, async (size, startAfterDate) => {
      const answered = await ghl.get('/conversations/search', { ...asked, limit: size, startAfterDate })
      const found = listOf(answered, 'conversations').filter(isObject)
      const [last] = [found.at(-1)?.sort].flat()
      const next = position.safeParse(last)
      const items = found.map(normalizeConversation)
      return { items, total: answered.total, next: next.success ? next.data : undefined }
    })
  },
})

const setUnread = (title: string, description: string, done: string, unreadCount: number) =>
  defineAction({
    title,
    description,
    scopes: write,
    example,
    input: z.object({ conversationId, locationId }),
    done,
    run: (ghl, { conversationId: target, locationId: location = ghl.locationId }) =>
      ghl.put(path`/conversations/${target}`, { locationId: location, unreadCount }),
  })

export const markAsRead = setUnread(
  'Mark as Read',
  'Mark a conversation as read, so that it no longer waits for an answer in the inbox',
  'Conversation marked as read',
  0
)

export const markAsUnread = setUnread(
  'Mark as Unread',
  'Mark a conversation as unread, so that a colleague sees it in the inbox',
  'Conversation marked as unread',
  1
)

export const assignConversation = defineAction({
  title: 'Assign Conversation',
  description: 'Give a conversation to a colleague, who then owns the contact too. Does not silence the bot by itself.',
  scopes: [...read, 'contacts.write'],
  example: { ...example, assignedTo: 'Uma User' },
  input: z.object({
    conversationId,
    assignedTo: id('Assigned To', 'The GoHighLevel user who is to answer: ID, name or e-mail'),
  }),
  data: answer({ conversationId, contactId, assignedTo: text('Assigned To', 'ID of the user who is to answer') }),
  done: 'Conversation assigned',
  run: async (ghl, { conversationId: target, assignedTo }) => {
    const contact = await contactOf(ghl, target)
    // A conversation belongs to the user who owns its contact; there is no route of its own.
    await ghl.put(path`/contacts/${contact}`, { assignedTo })
    return { conversationId: target, contactId: contact, assignedTo }
  },
})

export const pauseConversation = defineAction({
  title: 'Pause Conversation',
  description:
    'Silence the bot in a conversation, e.g. to hand it to a colleague: nothing the contact writes reaches the bot until it is resumed or the time is up.',
  scopes: read,
  example: { ...example, minutes: 240 },
  input: z.object({
    conversationId,
    minutes: count(0, 525_600, 'Minutes', 'How long; 0 until it is resumed. As configured when empty.').optional(),
  }),
  data: answer({ conversationId, contactId, pausedUntil: text('Paused Until', 'When it ends, ISO 8601') }),
  done: 'Conversation paused',
  run: async (ghl, { conversationId: target, minutes }, bot) => {
    const contact = await contactOf(ghl, target)
    return { conversationId: target, contactId: contact, pausedUntil: await bot.pause(contact, minutes) }
  },
})

export const resumeConversation = defineAction({
  title: 'Resume Conversation',
  description: 'Hand a paused conversation back to the bot: what the contact writes from now on reaches it again',
  scopes: read,
  example,
  input: z.object({ conversationId }),
  done: 'Conversation resumed',
  run: async (ghl, input, bot) => bot.resume(await contactOf(ghl, input.conversationId)),
})
