/** Conversations on the wire: who they belong to, who answers them, and the bot's part in them. */
import { describe, expect, it } from 'vitest'
import { call, connected, refusalOf } from '../support/actions'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, linesOf, onlyOf, refusedWith, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const CONVERSATION = 'conversation00000001'
const CONTACT = 'contact0000000000001'
const USER = 'user0000000000000001'

const person = { id: CONTACT, firstName: 'Ada', lastName: 'Example', email: 'ada@example.com', phone: '+15550100123' }
const readContact = { [`GET /contacts/${CONTACT}`]: { body: { contact: person } } }
/** As recorded: the type is a number, a moment is in seconds. */
const recorded = {
  id: CONVERSATION,
  contactId: CONTACT,
  locationId: 'location-1',
  type: 1,
  unreadCount: 2,
  lastMessageDate: { seconds: 1784498400, nanoseconds: 5 },
  dateAdded: 1784498400000,
  assignedTo: null,
}
const shown = {
  id: CONVERSATION,
  contactId: CONTACT,
  locationId: 'location-1',
  type: '1',
  unreadCount: 2,
  lastMessageDate: '2026-07-19T22:00:00.000Z',
  dateAdded: '2026-07-19T22:00:00.000Z',
}
const readConversation = { [`GET /conversations/${CONVERSATION}`]: { body: recorded } }
/** Since the contact is there, so mostly is its conversation. */
const exists = {
  status: 400,
  body: {
    message: 'Conversation already exists',
    canonicalCode: 'CONVERSATIONS_CONVERSATION_ALREADY_EXISTS',
    conversationId: CONVERSATION,
  },
}
const created = { status: 201, body: { success: true, conversation: { id: CONVERSATION, contactId: CONTACT } } }

describe('getOrCreateConversation', () => {
  it.each([
    ['a new one', created],
    ['the one that is there', exists],
  ])("opens the bot's conversation on %s", async (_which, answered) => {
    const installation = connected()
    const asked = answerBy(byRoute({ ...readContact, 'POST /conversations/': answered }))
    const { success, data } = await run(
      'getOrCreateConversation',
      { contactId: CONTACT, messageType: 'SMS' },
      installation
    )
    expect(success).toBe(true)
    expect(onlyOf(asked, 'POST /conversations/')).toMatchObject({
      body: { locationId: 'location-1', contactId: CONTACT },
      version: '2021-04-15',
    })
    const { conversations, users, messages } = installation.chat
    expect(conversations).toMatchObject([
      {
        channel: 'conversation',
        tags: { conversationId: CONVERSATION, contactId: CONTACT, messageType: 'SMS', locationId: 'location-1' },
      },
    ])
    expect(users).toMatchObject([
      {
        name: 'Ada Example',
        tags: { contactId: CONTACT, name: 'Ada Example', email: 'ada@example.com', phone: '+15550100123' },
      },
    ])
    expect(messages).toEqual([])
    expect(data).toEqual({
      conversationId: CONVERSATION,
      contactId: CONTACT,
      messageType: 'SMS',
      botpressConversationId: conversations[0]?.id,
      botpressUserId: users[0]?.id,
    })
  })

  it('finds the same again, one for each medium and each provider', async () => {
    const installation = connected()
    answerBy(byRoute({ ...readContact, 'POST /conversations/': exists }))
    const open = async (fields: object) => {
      const { data } = await run('getOrCreateConversation', { contactId: CONTACT, ...fields }, installation)
      return String(Object(data).botpressConversationId)
    }
    const places = [
      { messageType: 'SMS' },
      { messageType: 'WhatsApp' },
      { messageType: 'Custom', conversationProviderId: 'provider-1' },
      { messageType: 'Custom', conversationProviderId: 'provider-2' },
    ]
    const first: string[] = []
    for (const place of places) first.push(await open(place))
    const second: string[] = []
    for (const place of places) second.push(await open(place))
    expect(second).toEqual(first)
    expect(new Set(first).size).toBe(4)
    expect(installation.chat.users).toHaveLength(1)
  })

  it('tells the bot what the contact is called now', async () => {
    const installation = connected()
    const renamed = { ...person, lastName: 'Newname', email: 'new@example.com' }
    answerBy(
      byRoute({
        [`GET /contacts/${CONTACT}`]: [{ body: { contact: person } }, { body: { contact: renamed } }],
        'POST /conversations/': exists,
      })
    )
    for (const _ of [1, 2]) {
      await run('getOrCreateConversation', { contactId: CONTACT, messageType: 'SMS' }, installation)
    }
    expect(installation.chat.users).toMatchObject([
      { name: 'Ada Newname', tags: { name: 'Ada Newname', email: 'new@example.com', phone: person.phone } },
    ])
  })

  it('keeps the subject of e-mails that the bot begins, which leaves any thread before', async () => {
    const installation = connected()
    answerBy(byRoute({ ...readContact, 'POST /conversations/': exists }))
    const open = (fields: object) =>
      run('getOrCreateConversation', { contactId: CONTACT, messageType: 'Email', ...fields }, installation)
    await open({})
    const [conversation] = installation.chat.conversations
    await installation.chat.updateConversation({
      id: conversation?.id ?? '',
      tags: { subject: 'Your quote', threadId: 'thread-1', replyMessageId: 'mail-1' },
    })
    await open({})
    expect(conversation?.tags).toMatchObject({ subject: 'Your quote', threadId: 'thread-1', replyMessageId: 'mail-1' })
    await open({ subject: 'Spring offer' })
    expect(conversation?.tags).toMatchObject({ subject: 'Spring offer' })
    expect(conversation?.tags).not.toHaveProperty('threadId')
    expect(conversation?.tags).not.toHaveProperty('replyMessageId')
  })

  it('of a contact that is not there opens nothing', async () => {
    const installation = connected()
    const asked = answerBy(
      byRoute({ [`GET /contacts/${CONTACT}`]: { status: 400, body: { message: 'Contact not found' } } })
    )
    await refusedWith('NOT_FOUND', 'getOrCreateConversation', { contactId: CONTACT, messageType: 'SMS' }, installation)
    expect(linesOf(asked)).toEqual([`GET /contacts/${CONTACT}`])
    expect(installation.chat.conversations).toEqual([])
  })

  it('wants a medium that it knows', async () => {
    const message = await refusalOf('getOrCreateConversation', { contactId: CONTACT, messageType: 'Fax' })
    expect(message).toContain('messageType must be one of SMS, RCS, Email, WhatsApp')
  })
})

describe('getConversation', () => {
  it('shows the recorded conversation with its moments in ISO 8601', async () => {
    const { outcome, sent, versions } = await call(
      'getConversation',
      { conversationId: CONVERSATION },
      { body: recorded }
    )
    expect(sent).toEqual([{ method: 'GET', path: `/conversations/${CONVERSATION}` }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.data).toEqual(shown)
  })
})

describe('searchConversations', () => {
  it('asks with the connected location and moments in epoch ms', async () => {
    const input = {
      query: 'quote',
      contactId: CONTACT,
      status: 'unread',
      lastMessageType: 'TYPE_SMS',
      lastMessageDirection: 'inbound',
      sort: 'desc',
    }
    const period = { startDate: '2026-07-20T00:00:00+02:00', endDate: '2026-07-21T00:00:00+02:00' }
    const { outcome, sent, versions } = await call(
      'searchConversations',
      { ...input, ...period },
      { body: { conversations: [recorded], total: 1 } }
    )
    expect(sent).toEqual([
      {
        method: 'GET',
        path: '/conversations/search',
        query: {
          ...input,
          locationId: 'location-1',
          startDate: '1784498400000',
          endDate: '1784584800000',
          limit: '20',
        },
      },
    ])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.data).toEqual({ conversations: [shown], total: 1 })
  })

  it('finds those that nobody is to answer', async () => {
    const { sent } = await call('searchConversations', { unassigned: true }, { body: { conversations: [], total: 0 } })
    expect(sent[0]?.query).toMatchObject({ assignedTo: 'unassigned' })
  })
})

describe('markAsRead and markAsUnread', () => {
  it.each([
    ['markAsRead', 0],
    ['markAsUnread', 1],
  ])('%s sets the count of unread messages to %i', async (name, unreadCount) => {
    const { outcome, sent, versions } = await call(
      name,
      { conversationId: CONVERSATION },
      { body: { success: true, conversation: recorded } }
    )
    expect(sent).toEqual([
      { method: 'PUT', path: `/conversations/${CONVERSATION}`, body: { locationId: 'location-1', unreadCount } },
    ])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.success).toBe(true)
  })
})

describe('assignConversation', () => {
  const userList = {
    'GET /users/': { body: { users: [{ id: USER, name: 'Uma User', email: 'uma@example.com', roles: {} }] } },
  }

  it.each(['Uma User', 'uma@example.com', USER])('gives it to %s by giving the contact', async (assignedTo) => {
    const asked = answerBy(
      byRoute({ ...readConversation, ...userList, [`PUT /contacts/${CONTACT}`]: { body: { succeded: true } } })
    )
    const { success, data } = await run('assignConversation', { conversationId: CONVERSATION, assignedTo })
    expect(success).toBe(true)
    expect(data).toEqual({ conversationId: CONVERSATION, contactId: CONTACT, assignedTo: USER })
    expect(onlyOf(asked, `PUT /contacts/${CONTACT}`).body).toEqual({ assignedTo: USER })
  })

  it('to nobody that is known changes nothing', async () => {
    const asked = answerBy(byRoute({ ...readConversation, ...userList }))
    const input = { conversationId: CONVERSATION, assignedTo: 'Nobody' }
    expect(await refusedWith('UNKNOWN_NAME', 'assignConversation', input)).toContain('Uma User')
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})

describe('pauseConversation and resumeConversation', () => {
  it('note it with the user that stands for the contact', async () => {
    const installation = connected()
    answerBy(byRoute(readConversation))
    const before = Date.now()
    const { data } = await run('pauseConversation', { conversationId: CONVERSATION, minutes: 5 }, installation)
    const [user] = installation.chat.users
    expect(user?.tags).toEqual({ contactId: CONTACT, pausedUntil: Object(data).pausedUntil })
    expect(Date.parse(String(user?.tags.pausedUntil))).toBeGreaterThanOrEqual(before + 5 * 60_000)
    await run('resumeConversation', { conversationId: CONVERSATION }, installation)
    expect(installation.chat.users).toEqual([
      { id: user?.id, tags: { contactId: CONTACT, resumedAt: expect.any(String) } },
    ])
  })

  it('take no less than no minutes', async () => {
    const message = await refusalOf('pauseConversation', { conversationId: CONVERSATION, minutes: -1 })
    expect(message).toContain('minutes')
  })
})
