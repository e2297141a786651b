/** What contacts write, on its way from GoHighLevel's inbox through the built bundle to the bot. */
import { describe, expect, it } from 'vitest'
import type { MessageInput, MessageType } from '../../sandbox/gohighlevel'
import {
  addContact,
  collectWebhooks,
  conversationsOf,
  deliverTo,
  heardBy,
  openInbox,
  textsOf,
  useChat,
  usersOf,
  write,
} from './support/chat'
import { eventsOf } from './support/delivery'
import { useWorld, world } from './support/world'

useWorld()
useChat()

const MEDIA: [MessageType, string][] = [
  ['SMS', 'SMS'],
  ['RCS', 'RCS'],
  ['WhatsApp', 'WhatsApp'],
  ['FB', 'FB'],
  ['IG', 'IG'],
  ['GMB', 'GMB'],
  ['Live_Chat', 'Live_Chat'],
  ['TIKTOK', 'TIKTOK'],
  ['WebChat', 'SMS'],
  ['Email', 'Email'],
]

describe('what a contact writes', () => {
  it.each(MEDIA)('by %s reaches the bot in a conversation on %s', async (type, messageType) => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const [message, ...more] = await write(bot, contactId, { type, body: 'Are you open on Saturday?' })
    expect(more).toEqual([])
    expect(message).toMatchObject({ type: 'text', payload: { text: 'Are you open on Saturday?' } })
    const [stored] = world.ghl.conversations.inboxOf(contactId)
    expect(message?.tags).toMatchObject({ messageId: stored?.id, part: '0' })
    expect(conversationsOf(bot)).toMatchObject([
      {
        id: message?.conversationId,
        channel: 'conversation',
        tags: { conversationId: stored?.conversationId, contactId, messageType, locationId: stored?.locationId },
      },
    ])
  })

  it('makes the contact the user, asked for once', async () => {
    const bot = await openInbox()
    const contact = { firstName: 'Zoë', lastName: 'Exämple', email: 'zoe@example.com', phone: '+15550300001' }
    const contactId = await addContact(bot, contact)
    world.forget()
    const [first] = await write(bot, contactId, { type: 'SMS', body: 'The first one' })
    await write(bot, contactId, { type: 'WhatsApp', body: 'The second one' })
    expect(world.asked()).toEqual([`GET /contacts/${contactId}`])
    expect(usersOf(bot)).toMatchObject([
      {
        id: first?.userId,
        name: 'Zoë Exämple',
        tags: { contactId, name: 'Zoë Exämple', email: 'zoe@example.com', phone: '+15550300001' },
      },
    ])
  })

  it('is an event as well', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    await write(bot, contactId, { type: 'SMS', body: 'Hello there' })
    const events = eventsOf(bot).filter(({ type }) => type === 'inboundMessageReceived')
    expect(events).toMatchObject([{ payload: { contactId, body: 'Hello there', direction: 'inbound' } }])
  })

  it('through a provider of its own keeps the provider', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    await write(bot, contactId, { type: 'Custom', body: 'By fax', conversationProviderId: 'fakeprovider1' })
    await write(bot, contactId, { type: 'Custom', body: 'By telex', conversationProviderId: 'fakeprovider2' })
    expect(conversationsOf(bot).map(({ tags }) => tags.conversationProviderId)).toEqual([
      'fakeprovider1',
      'fakeprovider2',
    ])
  })

  it('on the voicemail is an event and no message', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const attachments = ['https://files.example.com/voice.mp3']
    expect(await write(bot, contactId, { type: 'Call', attachments, status: 'voicemail' })).toEqual([])
    expect(eventsOf(bot).map(({ type: name }) => name)).toContain('inboundMessageReceived')
  })

  it('on a medium that the bot is not to answer is an event only', async () => {
    const bot = await openInbox({ messageTypes: ['WhatsApp', 'Live_Chat'] })
    const contactId = await addContact(bot)
    expect(await write(bot, contactId, { type: 'SMS', body: 'By SMS' })).toEqual([])
    expect(await write(bot, contactId, { type: 'WhatsApp', body: 'By WhatsApp' })).toHaveLength(1)
    expect(eventsOf(bot).filter(({ type }) => type === 'inboundMessageReceived')).toHaveLength(2)
  })
})

describe('an e-mail', () => {
  it('is readable text, without what it quotes, and can be answered', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const html = `<html><head><style>p { color: red }</style></head><body>
      <p>Dear team,</p><p>could you send me <b>a&nbsp;quote</b> for:</p><ul><li>a crown</li><li>a bridge</li></ul>
      <p>See <a href="https://example.com/plan">my plan</a>.</p>
      <div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 2, 2026 at 9:00 AM Office &lt;office@example.com&gt; wrote:</div>
      <blockquote><p>How can we help?</p></blockquote></div></body></html>`
    const mail = {
      type: 'Email',
      html,
      subject: 'Quote',
      threadId: 'fakethread01',
      emailMessageId: 'fakemail01',
    } as const
    const [message] = await write(bot, contactId, mail)
    expect(message?.payload.text).toBe(
      'Dear team,\n\ncould you send me a quote for:\n\n- a crown\n- a bridge\n\nSee my plan (https://example.com/plan).'
    )
    expect(message?.tags).toMatchObject({ subject: 'Quote', threadId: 'fakethread01', emailMessageId: 'fakemail01' })
    expect(conversationsOf(bot)[0]?.tags).toMatchObject({ subject: 'Quote', threadId: 'fakethread01' })
  })
})

const addFile = (name: string, contentType: string) => world.ghl.addFile({ name, contentType, content: 'x' })

describe('files', () => {
  it('are messages by what they hold, in their order, after the text', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const attachments = [
      addFile('tooth.png', 'application/octet-stream'),
      addFile('no-ending-image', 'image/heic'),
      addFile('no-ending-audio', 'audio/ogg; codecs=opus'),
      addFile('no-ending-video', 'video/mp4'),
      addFile('Röntgen plan.pdf', 'application/pdf'),
      `${world.ghl.apiUrl}/files/nobody/knows`,
      'not an address',
    ]
    const heard = await write(bot, contactId, { type: 'WhatsApp', body: 'Look at these', attachments })
    const [tooth, image, audio, video, pdf, gone] = attachments
    expect(heard.map(({ type, payload }) => [type, payload])).toEqual([
      ['text', { text: 'Look at these' }],
      ['image', { imageUrl: tooth }],
      ['image', { imageUrl: image }],
      ['audio', { audioUrl: audio }],
      ['video', { videoUrl: video }],
      ['file', { fileUrl: pdf, title: 'Röntgen plan.pdf' }],
      ['file', { fileUrl: gone, title: 'knows' }],
    ])
    expect(heard.map(({ tags }) => tags.part)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
  })

  it('alone make no empty text, and nothing at all makes no message', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const picture = addFile('a.jpg', 'image/jpeg')
    const heard = await write(bot, contactId, { type: 'SMS', attachments: [picture] })
    expect(heard.map(({ type }) => type)).toEqual(['image'])
    expect(await write(bot, contactId, { type: 'SMS', body: '   ' })).toEqual([])
  })
})

describe('nobody but the contact is heard', () => {
  it.each(['api', 'workflow', 'campaign', 'bulk_actions'] as const)('not what goes out by %s', async (source) => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    await write(bot, contactId, { type: 'SMS', body: 'Hello there' })
    world.ghl.conversations.send(contactId, source, { type: 'SMS', body: 'Special offer' })
    await world.ghl.webhooks.idle()
    expect(textsOf(heardBy(bot))).toEqual(['Hello there'])
    expect(eventsOf(bot).map(({ type }) => type)).toContain('outboundMessageSent')
  })
})

describe('the same message again', () => {
  const message: MessageInput = { type: 'SMS', body: 'Only once, please' }

  it('at once in two processes is one message', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const processes = await Promise.all([world.startProcess(), world.startProcess()])
    const both = processes.map((process) => bot.as({ process }))
    const collected = collectWebhooks(bot)
    await write(bot, contactId, message)
    const copies = collected.filter(({ body }) => body?.includes('"InboundMessage"'))
    expect(copies).toHaveLength(1)
    await Promise.all([...both, ...both].flatMap((each) => copies.map((webhook) => deliverTo(each, webhook))))
    expect(textsOf(heardBy(bot))).toEqual(['Only once, please'])
    expect(eventsOf(bot).filter(({ type }) => type === 'inboundMessageReceived')).toHaveLength(1)
  })

  it('after Botpress failed half way is one message', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    world.botpress.faults.next({ method: 'POST', path: /^\/v1\/chat\/events$/ }, { status: 500 })
    const picture = addFile('a.jpg', 'image/jpeg')
    const heard = await write(bot, contactId, { ...message, attachments: [picture] })
    expect(heard.map(({ type }) => type)).toEqual(['text', 'image'])
    expect(eventsOf(bot).filter(({ type }) => type === 'inboundMessageReceived')).toHaveLength(1)
    const webhook = world.ghl.webhooks.sent.find(({ type }) => type === 'InboundMessage')
    expect(webhook).toMatchObject({ attempts: 2, status: 200 })
  })
})

describe('messages out of order', () => {
  it('that arrive together reach the bot in the order in which they were written', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    await write(bot, contactId, { type: 'SMS', body: 'text 0' })
    const collected = collectWebhooks(bot)
    const texts = Array.from({ length: 6 }, (_, index) => `text ${index + 1}`)
    const start = Date.now() - texts.length * 60
    for (const [index, body] of texts.entries()) {
      await write(bot, contactId, { type: 'SMS', body, dateAdded: new Date(start + index * 60).toISOString() })
    }
    const webhooks = collected.filter(({ body }) => body?.includes('"InboundMessage"'))
    const mixed = [...webhooks.slice(3), ...webhooks.slice(0, 3)]
    await Promise.all(mixed.map((webhook) => deliverTo(bot, webhook)))
    expect(textsOf(heardBy(bot))).toEqual(['text 0', ...texts])
  })
})
