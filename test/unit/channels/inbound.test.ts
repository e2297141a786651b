/** What contacts write reaches the bot as a message, and nothing else does. */
import { describe, expect, it } from 'vitest'
import { useFakeNetwork } from '../support/network'
import { linesOf } from '../support/routes'
import { privateText, watchForLeaks } from '../support/secrets'
import { LOCATION } from '../webhooks/support/receiver'
import {
  answerGhl,
  CONTACT,
  CONVERSATION,
  deliverTo,
  inbound,
  inbox,
  lastConversation,
  outboundWebhook,
  write,
} from './support/inbox'

useFakeNetwork()
watchForLeaks()

describe('a message of a contact', () => {
  it('becomes a text of a user who stands for the contact, in a conversation of its medium', async () => {
    const asked = answerGhl()
    const one = inbox()
    const body = privateText('message')
    const [message, ...others] = await write(one, { body, messageId: 'message0000000000001' })
    expect(others).toEqual([])
    expect(message).toMatchObject({
      type: 'text',
      payload: { text: body },
      tags: { messageId: 'message0000000000001', part: '0' },
    })
    expect(one.chat.conversations).toEqual([
      {
        id: message?.conversationId,
        channel: 'conversation',
        tags: { conversationId: CONVERSATION, contactId: CONTACT, messageType: 'SMS', locationId: LOCATION },
      },
    ])
    expect(one.chat.users).toEqual([
      {
        id: message?.userId,
        name: 'Ada Example',
        tags: { contactId: CONTACT, name: 'Ada Example', email: 'ada@example.com', phone: '+15550100123' },
      },
    ])
    expect(linesOf(asked)).toEqual([`GET /contacts/${CONTACT}`])
  })

  it('is still an event as well', async () => {
    answerGhl()
    const one = inbox()
    const webhook = inbound(one)
    await deliverTo(one, webhook)
    expect(one.bot.created).toEqual([{ type: 'inboundMessageReceived', payload: webhook }])
  })

  it('asks GoHighLevel who it is for a new user only', async () => {
    const asked = answerGhl()
    const one = inbox()
    for (const body of ['first', 'second', 'third']) await write(one, { body })
    expect(linesOf(asked)).toEqual([`GET /contacts/${CONTACT}`])
    expect(one.chat.users).toHaveLength(1)
    expect(one.chat.conversations).toHaveLength(1)
  })

  it.each([
    [{ id: CONTACT, contactName: 'ada example' }, { name: 'ada example' }],
    [
      { id: CONTACT, phone: '+15550100123', email: null },
      { name: '+15550100123', phone: '+15550100123' },
    ],
    [
      { id: CONTACT, email: 'ada@example.com' },
      { name: 'ada@example.com', email: 'ada@example.com' },
    ],
    [{ id: CONTACT }, { name: CONTACT }],
  ])('of a contact like %j gives the user what there is, and is not asked about again', async (contact, tags) => {
    const asked = answerGhl({ [`GET /contacts/${CONTACT}`]: { body: { contact } } })
    const one = inbox()
    await write(one)
    await write(one)
    expect(one.chat.users[0]?.tags).toEqual({ contactId: CONTACT, ...tags })
    expect(asked).toHaveLength(1)
  })

  it('waits for no contact that GoHighLevel does not give; the next message asks again', async () => {
    const asked = answerGhl({
      [`GET /contacts/${CONTACT}`]: [
        { status: 400, body: { error: `Contact with id ${CONTACT} not found`, status: 400 } },
        { body: { contact: { id: CONTACT, firstName: 'Ada' } } },
      ],
    })
    const one = inbox()
    expect(await write(one)).toHaveLength(1)
    expect(one.chat.users[0]?.tags).toEqual({ contactId: CONTACT })
    expect(await write(one)).toHaveLength(1)
    expect(one.chat.users[0]?.tags).toMatchObject({ name: 'Ada' })
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['SMS', {}, 'SMS'],
    ['RCS', {}, 'RCS'],
    ['Email', {}, 'Email'],
    ['WhatsApp', {}, 'WhatsApp'],
    ['FB', {}, 'FB'],
    ['IG', {}, 'IG'],
    ['GMB', {}, 'GMB'],
    ['Live Chat', {}, 'Live_Chat'],
    ['TIKTOK', {}, 'TIKTOK'],
    ['Custom', { conversationProviderId: 'provider000000000001' }, 'Custom'],
    [undefined, { messageTypeString: 'TYPE_FACEBOOK' }, 'FB'],
    [undefined, { messageTypeString: 'TYPE_INSTAGRAM' }, 'IG'],
    ['TYPE_LIVE_CHAT', {}, 'Live_Chat'],
    ['WebChat', {}, 'SMS'],
    ['something new', { messageTypeString: 'TYPE_WHATSAPP' }, 'WhatsApp'],
    [
      undefined,
      { messageTypeString: 'TYPE_CUSTOM_PROVIDER_SMS', conversationProviderId: 'provider000000000001' },
      'Custom',
    ],
  ])('of the type %j %j is one of the medium %s', async (messageType, fields, medium) => {
    answerGhl()
    const one = inbox()
    expect(await write(one, { messageType, ...fields })).toHaveLength(1)
    expect(lastConversation(one).tags.messageType).toBe(medium)
  })

  it('on another medium belongs to another conversation of the same user', async () => {
    answerGhl()
    const one = inbox()
    for (const messageType of ['SMS', 'WhatsApp', 'SMS', 'Email']) await write(one, { messageType })
    expect(one.chat.conversations.map(({ tags }) => tags.messageType)).toEqual(['SMS', 'WhatsApp', 'Email'])
    expect(new Set(one.chat.messages.map(({ userId }) => userId)).size).toBe(1)
    expect(one.chat.messages.map(({ conversationId }) => conversationId)).toEqual(
      [0, 1, 0, 2].map((index) => one.chat.conversations[index]?.id)
    )
  })

  it('of two providers belongs to two conversations', async () => {
    answerGhl()
    const one = inbox()
    for (const conversationProviderId of ['provider000000000001', 'provider000000000002', 'provider000000000001']) {
      await write(one, { messageType: 'Custom', conversationProviderId })
    }
    expect(one.chat.conversations.map(({ tags }) => tags.conversationProviderId)).toEqual([
      'provider000000000001',
      'provider000000000002',
    ])
  })

  it('is handed over in the older Botpress too, which goes by all tags', async () => {
    answerGhl()
    const one = inbox()
    one.chat.isOlder = true
    const webhook = inbound(one, {
      messageType: 'Email',
      subject: 'Hello',
      threadId: 'thread1',
      from: 'ada@example.com',
    })
    for (const webhookId of ['a', 'b']) await deliverTo(one, { ...webhook, webhookId })
    await write(one, { messageType: 'Email', subject: 'Other', from: 'ada@example.com' })
    expect(one.chat.messages).toHaveLength(2)
    expect(one.chat.conversations).toHaveLength(1)
  })

  it('remembers which numbers an SMS came from and went to', async () => {
    answerGhl()
    const one = inbox()
    await write(one, { from: '+15550100123', to: '+15550100999' })
    expect(lastConversation(one).tags).toMatchObject({ toNumber: '+15550100123', fromNumber: '+15550100999' })
    await write(one, { from: 'Short Code', to: '12345' })
    expect(lastConversation(one).tags).not.toHaveProperty('toNumber')
    expect(lastConversation(one).tags).not.toHaveProperty('fromNumber')
  })

  it.each(['', '   ', '\n'])('that says nothing (%j) becomes an event only', async (body) => {
    answerGhl()
    const one = inbox()
    expect(await write(one, { body })).toEqual([])
    expect(one.bot.created).toHaveLength(1)
  })

  it('without an id of its own is one message for each delivery', async () => {
    answerGhl()
    const one = inbox()
    const webhook = inbound(one, { messageId: undefined })
    for (const _ of [1, 2]) await deliverTo(one, webhook)
    await deliverTo(one, { ...webhook, webhookId: 'another' })
    expect(one.chat.messages).toHaveLength(2)
  })
})

describe('what never becomes a message of the bot', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a call', { messageType: 'CALL', body: 'called' }],
    ['a call by its other name', { messageType: undefined, messageTypeString: 'TYPE_CALL' }],
    ['voicemail', { messageType: 'VoiceMail', attachments: ['https://example.com/voicemail.mp3'] }],
    ['an IVR call', { messageType: 'TYPE_IVR_CALL' }],
    ['a public comment', { messageType: 'TYPE_FACEBOOK_COMMENT' }],
    ['a review', { messageType: 'TYPE_REVIEW' }],
    ['a reaction', { messageType: 'TYPE_SMS_REACTION' }],
    ['a form', { messageType: 'TYPE_FORM_SUBMISSION' }],
    ['an activity', { messageType: 'TYPE_ACTIVITY_CONTACT' }],
    ['no medium at all', { messageType: undefined }],
    ['one that does not say that it came in', { direction: undefined }],
    ['one that went out', { direction: 'outbound' }],
    ['one that the API put in', { source: 'api' }],
  ])('%s', async (_what, fields) => {
    const asked = answerGhl()
    const one = inbox()
    expect(await write(one, fields)).toEqual([])
    expect(one.bot.created.map(({ type }) => type)).toEqual(['inboundMessageReceived'])
    expect([one.chat.users, one.chat.conversations, asked]).toEqual([[], [], []])
  })

  it.each(['api', 'app', 'workflow', 'campaign', 'bulk_actions', undefined])(
    'what went out by %s, even where the webhook says that it came in',
    async (source) => {
      answerGhl()
      const one = inbox()
      for (const direction of ['outbound', 'inbound']) {
        await deliverTo(one, outboundWebhook(one, { source, direction }))
      }
      expect(one.chat.messages).toEqual([])
    }
  )

  it('what comes on a medium that the bot is not to answer', async () => {
    answerGhl()
    const one = inbox({ messageTypes: ['WhatsApp', 'SMS'] })
    expect(await write(one, { messageType: 'Email' })).toEqual([])
    expect(await write(one, { messageType: 'SMS' })).toHaveLength(1)
    expect(await write(one, { messageType: 'WhatsApp' })).toHaveLength(1)
  })
})

describe('what a provider puts in by the API', () => {
  it('is a message: it has no other way', async () => {
    answerGhl()
    const one = inbox()
    const fields = { messageType: 'Custom', source: 'api', conversationProviderId: 'provider000000000001' }
    expect(await write(one, fields)).toHaveLength(1)
  })
})
