/** What the bot says, on its way through the built bundle into GoHighLevel's inbox. */
import { describe, expect, it } from 'vitest'
import type { Utterance } from '../../sandbox/botpress'
import { seedIds, type MessageType } from '../../sandbox/gohighlevel'
import type { Data } from './support/bot'
import {
  addContact,
  answersTo,
  conversationOn,
  conversationsOf,
  heardBy,
  openInbox,
  refusalOf,
  reasonOf,
  repeat,
  say,
  sendsOf,
  textsOf,
  useChat,
  write,
} from './support/chat'
import { useWorld, world } from './support/world'

useWorld()
useChat()

const FILE = 'https://cdn.example.com/treatment-plan.pdf'
/** A mail needs words; those of a lone picture are its address. */
const LINK = `<p><a href="${FILE}">${FILE}</a></p>`
const options = [
  { label: 'Cleaning', value: 'wants_cleaning' },
  { label: 'Check-up', value: 'wants_checkup' },
]
const card = {
  title: 'Dr. Ada Example',
  subtitle: 'Dentist',
  imageUrl: FILE,
  actions: [
    { action: 'url', label: 'Website', value: 'https://example.com/ada' },
    { action: 'postback', label: 'Book an hour', value: 'book_ada' },
  ],
}
const text = (words: string): Utterance => ({ type: 'text', payload: { text: words } })

type Row = [Utterance['type'], Data, { text?: string; html: string; attachments?: string[] }]

const EVERY_TYPE: Row[] = [
  ['text', { text: '**Yes**, we are' }, { text: 'Yes, we are', html: '<p><strong>Yes</strong>, we are</p>' }],
  ['markdown', { markdown: '*From* nine' }, { text: 'From nine', html: '<p><em>From</em> nine</p>' }],
  ['image', { imageUrl: FILE }, { html: LINK, attachments: [FILE] }],
  ['audio', { audioUrl: FILE }, { html: LINK, attachments: [FILE] }],
  ['video', { videoUrl: FILE }, { html: LINK, attachments: [FILE] }],
  ['file', { fileUrl: FILE, title: 'The plan' }, { text: 'The plan', html: '<p>The plan</p>', attachments: [FILE] }],
  [
    'location',
    { latitude: 47.37, longitude: 8.54, title: 'Practice' },
    {
      text: 'Practice\nhttps://www.google.com/maps?q=47.37,8.54',
      html: '<p>Practice<br><a href="https://www.google.com/maps?q=47.37,8.54">https://www.google.com/maps?q=47.37,8.54</a></p>',
    },
  ],
  [
    'choice',
    { text: 'What do you need?', options },
    {
      text: 'What do you need?\n\n1. Cleaning\n2. Check-up',
      html: '<p>What do you need?</p>\n<p>1. Cleaning<br>2. Check-up</p>',
    },
  ],
  [
    'dropdown',
    { text: 'What do you need?', options },
    {
      text: 'What do you need?\n\n1. Cleaning\n2. Check-up',
      html: '<p>What do you need?</p>\n<p>1. Cleaning<br>2. Check-up</p>',
    },
  ],
  [
    'card',
    card,
    {
      text: 'Dr. Ada Example\nDentist\n\nWebsite (https://example.com/ada)\n\n1. Book an hour',
      html: '<p><strong>Dr. Ada Example</strong><br>Dentist</p>\n<p><a href="https://example.com/ada">Website</a></p>\n<p>1. Book an hour</p>',
      attachments: [FILE],
    },
  ],
  [
    'carousel',
    { items: [card] },
    {
      text: 'Dr. Ada Example\nDentist\n\nWebsite (https://example.com/ada)\n\n1. Book an hour',
      html: '<p><strong>Dr. Ada Example</strong><br>Dentist</p>\n<p><a href="https://example.com/ada">Website</a></p>\n<p>1. Book an hour</p>',
      attachments: [FILE],
    },
  ],
  [
    'bloc',
    { items: [{ type: 'text', payload: { text: 'Here it is' } }] },
    { text: 'Here it is', html: '<p>Here it is</p>' },
  ],
]

describe.each(EVERY_TYPE)('a %s', (type, payload, { text: message, html, attachments }) => {
  it('stands in the inbox as plain text by SMS, as HTML in the thread by e-mail', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const files = attachments ? { attachments } : {}
    const bySms = await conversationOn(bot, contactId, 'SMS')
    const [sms] = await sendsOf(bot, bySms, { type, payload })
    expect(sms).toMatchObject({ type: 'SMS', contactId, status: 'pending', ...files })
    expect(sms?.message).toBe(message)
    const byEmail = await conversationOn(bot, contactId, 'Email')
    const mail = world.ghl.conversations.inboxOf(contactId).at(-1)
    expect(await sendsOf(bot, byEmail, { type, payload })).toEqual([
      {
        type: 'Email',
        contactId,
        status: 'pending',
        html,
        subject: 'Re: First subject',
        threadId: mail?.threadId,
        replyMessageId: mail?.emailMessageId,
        emailReplyMode: 'reply',
        ...files,
      },
    ])
    expect(answersTo(contactId)).toMatchObject([
      { type: 'SMS', source: 'api', attachments: attachments ?? [], ...(message && { body: message }) },
      { type: 'Email', source: 'api', html, threadId: mail?.threadId, attachments: attachments ?? [] },
    ])
    expect(heardBy(bot), 'the bot never hears itself').toHaveLength(2)
  })
})

describe.each<MessageType>(['SMS', 'RCS', 'WhatsApp', 'FB', 'IG', 'Live_Chat', 'TIKTOK', 'Email', 'Custom'])(
  'by %s',
  (type) => {
    it('the answer goes back on that medium', async () => {
      const bot = await openInbox()
      const contactId = await addContact(bot)
      const provider = type === 'Custom' ? { conversationProviderId: 'fakeprovider01' } : {}
      const [heard] = await write(bot, contactId, { type, body: 'Hello there', ...provider })
      const sent = await sendsOf(bot, heard?.conversationId ?? '', text('Good morning'))
      expect(sent).toMatchObject([{ type, contactId, ...provider }])
      expect(answersTo(contactId)).toMatchObject([{ type, direction: 'outbound', source: 'api' }])
    })
  }
)

describe('a choice', () => {
  it.each([
    ['its number', '2.', 'wants_checkup'],
    ['its label', 'check-up', 'wants_checkup'],
    ['something else', 'Rather a crown', undefined],
  ])('is answered by %s', async (_how, words, value) => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    await say(bot, conversationId, { type: 'choice', payload: { text: 'What do you need?', options } })
    const [answer] = await write(bot, contactId, { type: 'SMS', body: words })
    expect(answer?.payload).toEqual(value ? { text: value, value } : { text: words })
    const [later] = await write(bot, contactId, { type: 'SMS', body: '2' })
    expect(later?.payload, 'the next text answers something else').toEqual({ text: '2' })
  })
})

describe('a long text', () => {
  it('by SMS arrives in pieces and in order', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    const sentences = Array.from({ length: 100 }, (_, index) => `Sentence number ${index} of a long answer.`)
    const sent = await sendsOf(bot, conversationId, text(sentences.join(' ')))
    expect(sent.length).toBe(3)
    expect(sent.map(({ message }) => message).join(' ')).toBe(sentences.join(' '))
    expect(answersTo(contactId).map(({ body }) => body)).toEqual(sent.map(({ message }) => message))
  })
})

describe('what cannot be sent', () => {
  it('because the contact wants no messages is told to the bot builder', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    await bot.succeed('updateContact', { contactId, dnd: true })
    const reason = await refusalOf(bot, conversationId, text('Special offer'))
    expect(reason).toContain('not sent by SMS')
    expect(reason).toContain('do not disturb')
    expect(reason).toContain('DND is active')
    expect(answersTo(contactId)).toEqual([])
  })

  it('because the contact of an e-mail conversation has lost its address is told, and sent when it has one', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'Email')
    const contact = world.ghl.store.contacts.get(contactId) ?? expect.fail('There is no contact')
    world.ghl.store.contacts.set(contactId, { ...contact, email: null })
    const said = await say(bot, conversationId, text('Here is your quote'))
    expect(reasonOf(said.answer)).toContain('phone number or e-mail address is missing or not valid')
    expect(answersTo(contactId)).toEqual([])
    world.ghl.store.contacts.set(contactId, contact)
    expect((await repeat(bot, said.message)).status).toBe(200)
    expect(answersTo(contactId)).toMatchObject([{ html: '<p>Here is your quote</p>' }])
  })

  it("because WhatsApp's 24 hours are over is told with the way out", async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const dateAdded = new Date(Date.now() - 25 * 3_600_000).toISOString()
    const [heard] = await write(bot, contactId, { type: 'WhatsApp', body: 'Hello there', dateAdded })
    const reason = await refusalOf(bot, heard?.conversationId ?? '', text('Are you still interested?'))
    expect(reason).toContain('24 hours')
    expect(reason).toContain('template')
    const template = { contactId, type: 'WhatsApp', templateId: 'faketemplate01' }
    expect(await bot.succeed('sendMessage', template)).toMatchObject({ messageId: expect.any(String) })
  })

  it('because GoHighLevel has a problem is not sent twice', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    world.ghl.faults.next({ method: 'POST', path: '/conversations/messages' }, { status: 502, body: 'Bad Gateway' })
    const said = await say(bot, conversationId, text('Only once, please'))
    expect(reasonOf(said.answer)).toContain('status 502')
    expect(reasonOf(await repeat(bot, said.message))).toContain('may have reached the contact already')
    expect(world.asked().filter((line) => line === 'POST /conversations/messages')).toHaveLength(1)
  })

  it('when it is about to be delivered is reported later, by the webhook', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    await say(bot, conversationId, text('Good morning'))
    const [answer] = answersTo(contactId)
    world.ghl.conversations.setStatus(answer?.id ?? '', 'failed', 'Landline')
    await world.ghl.webhooks.idle()
    await expect
      .poll(() => world.logs().join('\n'))
      .toContain(`could not be delivered: SMS, status failed, messageId ${answer?.id}`)
  })
})

describe('a message that Botpress hands over again', () => {
  it('at once in two processes is sent once', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    const both = [bot, bot.as({ process: await world.startProcess() })]
    const said = await say(bot, conversationId, text('The first one'))
    const second = { ...said.message, id: 'fakemessage', tags: {} }
    world.botpress.bot(bot.installation.botId).messages.set(second.id, second)
    const answers = await Promise.all([...both, ...both].map((each) => repeat(each, second)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(answersTo(contactId)).toHaveLength(2)
  })

  it('after it was acknowledged is not sent', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    const { message } = await say(bot, conversationId, text('Only once, please'))
    expect((await repeat(bot, message)).status).toBe(200)
    expect(answersTo(contactId)).toHaveLength(1)
  })
})

describe('the bot writes first', () => {
  it('on a medium and to a contact that never wrote, and hears the answer in the same conversation', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const opened = await bot.succeed('getOrCreateConversation', { contactId, messageType: 'SMS' })
    const { botpressConversationId, botpressUserId } = opened
    await say(bot, String(botpressConversationId), text('Time for a check-up?'))
    expect(answersTo(contactId)).toMatchObject([{ type: 'SMS', body: 'Time for a check-up?' }])
    const [answer] = await write(bot, contactId, { type: 'SMS', body: 'Yes, please' })
    expect(answer).toMatchObject({ conversationId: botpressConversationId, userId: botpressUserId })
    expect(conversationsOf(bot)).toHaveLength(1)
  })

  it('by e-mail with a subject of its own', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const input = { contactId, messageType: 'Email', subject: 'Time for a check-up?' }
    const { botpressConversationId } = await bot.succeed('getOrCreateConversation', input)
    const [mail] = await sendsOf(bot, String(botpressConversationId), text('Book now'))
    expect(mail).toEqual({
      type: 'Email',
      contactId,
      status: 'pending',
      html: '<p>Book now</p>',
      subject: 'Time for a check-up?',
    })
  })

  it('with a file that it uploads, on a schedule that it takes back', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const fileUrl = world.ghl.addFile({ name: 'plan.pdf', contentType: 'application/pdf', content: 'the plan' })
    const { url } = await bot.succeed('uploadAttachment', { fileUrl, contactId })
    expect(await (await fetch(String(url))).text()).toBe('the plan')
    const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
    const input = { contactId, type: 'SMS', message: 'Your plan', attachments: [String(url)], scheduledAt }
    const { messageId } = await bot.succeed('sendMessage', input)
    expect(answersTo(contactId)).toMatchObject([{ status: 'scheduled', attachments: [url] }])
    await bot.succeed('cancelScheduledMessage', { messageId })
    expect(answersTo(contactId)).toEqual([])
  })

  it('to nobody is refused, and says how to begin', async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    await conversationOn(bot, contactId, 'SMS')
    const [conversation] = conversationsOf(bot)
    world.botpress.bot(bot.installation.botId).conversations.set('other', {
      ...(conversation ?? expect.fail('There is no conversation')),
      id: 'other',
      tags: {},
    })
    expect(await refusalOf(bot, 'other', text('Hello'))).toContain('Get or Create Conversation')
  })
})

describe('two bots in one location', () => {
  it('never hear each other', async () => {
    const [one, other] = [await openInbox(), await openInbox()]
    const urls = [one, other].map(({ installation }) => installation)
    // GoHighLevel tells both apps.
    world.ghl.webhooks.url = `${world.gateway.url}/both`
    world.gateway.route('both', {
      webhook: async (request) => {
        const [answer] = await Promise.all(urls.map((installation) => installation.webhook(request)))
        return answer ?? expect.fail('Nobody was asked')
      },
    })
    const contactId = await addContact(one)
    for (const bot of [one, other]) world.leaks.addPersonal(bot.stored())
    await write(one, contactId, { type: 'SMS', body: 'Hello, you two' })
    const conversationIds = [one, other].map((bot) => conversationsOf(bot)[0]?.id ?? expect.fail('unheard'))
    await say(one, conversationIds[0] ?? '', text('I am the first bot'))
    await say(other, conversationIds[1] ?? '', text('I am the second bot'))
    expect(answersTo(contactId).map(({ body }) => body)).toEqual(['I am the first bot', 'I am the second bot'])
    for (const bot of [one, other]) expect(textsOf(heardBy(bot))).toEqual(['Hello, you two'])
  })
})

describe('another location', () => {
  it("is never written to: the conversation's contact belongs to the location that was connected then", async () => {
    const bot = await openInbox()
    const contactId = await addContact(bot)
    const conversationId = await conversationOn(bot, contactId, 'SMS')
    const issued = world.ghl.issueTokens({ locationId: seedIds.secondLocation })
    const moved = bot.as({
      configuration: {
        ...bot.installation.configuration,
        accessToken: issued.access_token,
        refreshToken: issued.refresh_token,
        locationId: seedIds.secondLocation,
      },
    })
    await moved.register()
    world.forget()
    expect(await refusalOf(moved, conversationId, text('Hello'))).toContain('another location')
    expect(world.asked()).toEqual([])
  })
})
