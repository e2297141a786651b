/** What the bot says goes out on the conversation and medium that it is about. */
import { describe, expect, it } from 'vitest'
import { useFakeNetwork } from '../support/network'
import { linesOf } from '../support/routes'
import { privateText, watchForLeaks } from '../support/secrets'
import { ALL_MEDIA, answerGhl, bodiesOf, CONTACT, conversationOn, inbox, refusalOf, say, SEND } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const FILE = 'https://cdn.example.com/a.png'

/** The bodies of what GoHighLevel is sent when the bot says this on the medium. */
async function sentFor(medium: string, type: string, payload: Record<string, unknown>, fields = {}) {
  const asked = answerGhl()
  const one = inbox()
  await conversationOn(one, medium, { conversationProviderId: 'provider000000000001', ...fields })
  asked.length = 0
  await say(one, type, payload)
  expect(linesOf(asked)).toEqual(asked.map(() => SEND))
  expect(asked.map(({ version }) => version)).toEqual(asked.map(() => '2021-04-15'))
  return bodiesOf(asked)
}

const base = (type: string) => ({ type, contactId: CONTACT, status: 'pending' })

const OPTIONS = [
  { label: 'Cleaning', value: 'cleaning' },
  { label: '*Crown*', value: 'crown' },
]
const CARD = {
  title: 'Dr. Ada',
  subtitle: 'Dentist',
  imageUrl: FILE,
  actions: [
    { action: 'url', label: 'Website', value: 'https://example.com/ada' },
    { action: 'postback', label: 'Book', value: 'book_ada' },
    { action: 'say', label: 'Tell me more', value: 'more about Ada' },
  ],
}

describe('by SMS', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>[]]>([
    ['text', { text: 'See you **tomorrow**!' }, [{ message: 'See you tomorrow!' }]],
    ['markdown', { markdown: '# Hours\n\n- Monday\n- Tuesday' }, [{ message: 'Hours\n\n- Monday\n- Tuesday' }]],
    ['image', { imageUrl: FILE }, [{ attachments: [FILE] }]],
    ['image', { imageUrl: FILE, title: 'Your X-ray' }, [{ message: 'Your X-ray', attachments: [FILE] }]],
    ['audio', { audioUrl: FILE }, [{ attachments: [FILE] }]],
    ['video', { videoUrl: FILE }, [{ attachments: [FILE] }]],
    [
      'file',
      { fileUrl: FILE, title: 'price_list_2026.pdf' },
      [{ message: 'price_list_2026.pdf', attachments: [FILE] }],
    ],
    [
      'location',
      { latitude: 47.37, longitude: 8.54, title: 'Alpine Dental', address: '1 Example Street' },
      [{ message: 'Alpine Dental\n1 Example Street\nhttps://www.google.com/maps?q=47.37,8.54' }],
    ],
    [
      'choice',
      { text: 'What do you need?', options: OPTIONS },
      [{ message: 'What do you need?\n\n1. Cleaning\n2. *Crown*' }],
    ],
    [
      'dropdown',
      { text: 'What do you need?', options: OPTIONS },
      [{ message: 'What do you need?\n\n1. Cleaning\n2. *Crown*' }],
    ],
    [
      'card',
      CARD,
      [
        {
          message: 'Dr. Ada\nDentist\n\nWebsite (https://example.com/ada)\n\n1. Book\n2. Tell me more',
          attachments: [FILE],
        },
      ],
    ],
    [
      'carousel',
      { items: [CARD, { title: 'Dr. Ben', actions: [{ action: 'postback', label: 'Book', value: 'book_ben' }] }] },
      [
        {
          message: 'Dr. Ada\nDentist\n\nWebsite (https://example.com/ada)\n\n1. Book\n2. Tell me more',
          attachments: [FILE],
        },
        { message: 'Dr. Ben\n\n3. Book' },
      ],
    ],
    [
      'bloc',
      {
        items: [
          { type: 'text', payload: { text: 'Hello' } },
          { type: 'image', payload: { imageUrl: FILE } },
          { type: 'markdown', payload: { markdown: '**Bye**' } },
          { type: 'location', payload: { latitude: 1, longitude: 2 } },
        ],
      },
      [
        { message: 'Hello' },
        { attachments: [FILE] },
        { message: 'Bye' },
        { message: 'https://www.google.com/maps?q=1,2' },
      ],
    ],
  ])('%s %j', async (type, payload, sent) => {
    expect(await sentFor('SMS', type, payload)).toEqual(sent.map((body) => ({ ...base('SMS'), ...body })))
  })

  it('a long text goes out in pieces that end where a reader pauses', async () => {
    const sentences = Array.from({ length: 60 }, (_, index) => `This is sentence number ${index} of the long answer.`)
    const sent = await sentFor('SMS', 'text', { text: sentences.join(' ') })
    const pieces = sent.map(({ message }) => String(message))
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(1600)
    for (const piece of pieces) expect(piece).toMatch(/answer\.$/)
    expect(pieces.join(' ')).toBe(sentences.join(' '))
  })

  it('a picture with a long text goes with the first piece only', async () => {
    const sent = await sentFor('SMS', 'card', { ...CARD, subtitle: 'word '.repeat(500), actions: [] })
    expect(sent.map(({ attachments }) => attachments)).toEqual([[FILE], undefined])
  })

  it('the answer comes from the number that the contact wrote to, and goes to the one it came from', async () => {
    const numbers = { from: '+15550100123', to: '+15550100999' }
    expect(await sentFor('SMS', 'text', { text: 'Hello' }, numbers)).toEqual([
      { ...base('SMS'), message: 'Hello', fromNumber: '+15550100999', toNumber: '+15550100123' },
    ])
  })
})

describe('by WhatsApp', () => {
  it('text has the marks that WhatsApp shows', async () => {
    const text = '**Bold**, *leaning*, ~~gone~~ and `code`'
    expect(await sentFor('WhatsApp', 'text', { text })).toEqual([
      { ...base('WhatsApp'), message: '*Bold*, _leaning_, ~gone~ and `code`' },
    ])
  })

  it('a text of 4,000 characters is one message, a longer one several', async () => {
    expect(await sentFor('WhatsApp', 'text', { text: 'x'.repeat(4_000) })).toHaveLength(1)
    expect(await sentFor('WhatsApp', 'text', { text: 'x'.repeat(5_000) })).toHaveLength(2)
  })
})

describe.each(ALL_MEDIA)('by %s', (medium) => {
  it('every type of message goes out, on that medium and to that contact', async () => {
    for (const [type, payload] of Object.entries<Record<string, unknown>>({
      text: { text: 'Hello' },
      markdown: { markdown: 'Hello' },
      image: { imageUrl: FILE },
      audio: { audioUrl: FILE },
      video: { videoUrl: FILE },
      file: { fileUrl: FILE },
      location: { latitude: 1, longitude: 2 },
      choice: { text: 'Hello', options: OPTIONS },
      dropdown: { text: 'Hello', options: OPTIONS },
      card: CARD,
      carousel: { items: [CARD] },
      bloc: { items: [{ type: 'text', payload: { text: 'Hello' } }] },
    })) {
      const sent = await sentFor(medium, type, payload)
      expect(sent, type).toHaveLength(1)
      expect(sent[0], type).toMatchObject(base(medium))
      const { message, html, attachments } = sent[0] ?? {}
      expect(message ?? html ?? attachments, type).toBeTruthy()
      expect(medium === 'Email' ? message : html, type).toBeUndefined()
    }
  })
})

describe('by a custom provider', () => {
  it('the answer goes through the provider that the message came from', async () => {
    expect(await sentFor('Custom', 'text', { text: 'Hello' })).toEqual([
      { ...base('Custom'), message: 'Hello', conversationProviderId: 'provider000000000001' },
    ])
  })
})

describe('on Instagram', () => {
  it('a text of more than 1,000 bytes goes out in pieces', async () => {
    const sent = await sentFor('IG', 'text', { text: 'Größe '.repeat(200) })
    for (const { message } of sent) expect(Buffer.byteLength(String(message))).toBeLessThanOrEqual(1_000)
    expect(sent).toHaveLength(2)
  })
})

describe('by e-mail', () => {
  const mail = {
    subject: 'Appointment?',
    threadId: 'thread00000000000001',
    emailMessageId: 'mail0000000000000001',
    from: 'ada@example.com',
    body: '<p>Hello</p>',
  }
  const thread = {
    subject: 'Re: Appointment?',
    threadId: mail.threadId,
    replyMessageId: mail.emailMessageId,
    emailReplyMode: 'reply',
  }

  it('a text becomes HTML in the thread of the contact, with its subject', async () => {
    expect(await sentFor('Email', 'text', { text: 'See you **tomorrow**!\nBye' }, mail)).toEqual([
      { ...base('Email'), html: '<p>See you <strong>tomorrow</strong>!<br>Bye</p>', ...thread },
    ])
  })

  it.each(['Re: Appointment?', 'RE: Appointment?', 're:Appointment?'])(
    'the subject %j stays as it is',
    async (subject) => {
      const [sent] = await sentFor('Email', 'text', { text: 'Hello' }, { ...mail, subject })
      expect(sent?.subject).toBe(subject)
    }
  )

  it('the answer goes to the address that the contact wrote from', async () => {
    const [sent] = await sentFor('Email', 'text', { text: 'Hello' }, { ...mail, from: 'Ada <ada.work@example.org>' })
    expect(sent).toMatchObject({ emailTo: 'ada.work@example.org' })
  })

  it('a message of many parts is one mail with all files', async () => {
    const items = [
      { type: 'text', payload: { text: 'Hello' } },
      { type: 'image', payload: { imageUrl: FILE } },
      { type: 'file', payload: { fileUrl: 'https://cdn.example.com/b.pdf', title: 'Prices' } },
    ]
    expect(await sentFor('Email', 'bloc', { items }, mail)).toEqual([
      {
        ...base('Email'),
        html: '<p>Hello</p>\n<p>Prices</p>',
        ...thread,
        attachments: [FILE, 'https://cdn.example.com/b.pdf'],
      },
    ])
  })

  it('a lone picture has words too, without which GoHighLevel sends no mail', async () => {
    const [sent] = await sentFor('Email', 'image', { imageUrl: FILE }, mail)
    expect(sent).toMatchObject({ attachments: [FILE], html: `<p><a href="${FILE}">${FILE}</a></p>` })
  })

  it('choices are numbered lines', async () => {
    const [sent] = await sentFor('Email', 'choice', { text: 'Which?', options: OPTIONS }, mail)
    expect(sent?.html).toBe('<p>Which?</p>\n<p>1. Cleaning<br>2. *Crown*</p>')
  })

  it('a text that looks like HTML is shown as it stands', async () => {
    const [sent] = await sentFor('Email', 'text', { text: '<img src=x onerror=alert(1)> & <b>x</b>' }, mail)
    expect(sent?.html).toBe('<p>&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;x&lt;/b&gt;</p>')
  })
})

describe('a message of the bot', () => {
  it("is acknowledged with GoHighLevel's id, a long one with that of its first part", async () => {
    const asked = answerGhl({
      [SEND]: ['first', 'second'].map((messageId) => ({ body: { conversationId: 'c', messageId } })),
    })
    const one = inbox()
    await conversationOn(one, 'SMS')
    const { acknowledged } = await say(one, 'text', { text: 'x'.repeat(2_000) })
    expect(bodiesOf(asked)).toHaveLength(2)
    expect(acknowledged).toEqual([{ messageId: 'first' }])
  })

  it('is acknowledged with the first of several ids, as Google messages have them', async () => {
    answerGhl({ [SEND]: { body: { conversationId: 'c', messageIds: ['one', 'two'] } } })
    const one = inbox()
    await conversationOn(one, 'GMB')
    expect((await say(one, 'text', { text: 'Hello' })).acknowledged).toEqual([{ messageId: 'one' }])
  })

  it('that says nothing is not sent, and not acknowledged', async () => {
    const asked = answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    for (const [type, payload] of [
      ['text', { text: ' ' }],
      ['carousel', { items: [] }],
      ['bloc', { items: [] }],
      ['newType', {}],
    ] as const) {
      expect((await say(one, type, payload)).acknowledged).toEqual([])
    }
    expect(bodiesOf(asked)).toEqual([])
  })

  it.each(['a.png', 'file:///etc/passwd', 'http://user:pass@example.com/a.png', 'data:image/png;base64,AAAA'])(
    'with a file at %j is refused with what to do',
    async (imageUrl) => {
      const asked = answerGhl()
      const one = inbox()
      await conversationOn(one, 'SMS')
      expect(await refusalOf(one, 'image', { imageUrl })).toContain('must be a public http(s) address')
      expect(bodiesOf(asked)).toEqual([])
    }
  )

  it('in a conversation that belongs to no contact is refused with what to do', async () => {
    const asked = answerGhl()
    const one = inbox()
    const conversation = await conversationOn(one, 'SMS')
    const wrong: Record<string, string>[] = [
      {},
      { contactId: CONTACT },
      { messageType: 'SMS' },
      { contactId: CONTACT, messageType: 'Fax' },
    ]
    for (const tags of wrong) {
      conversation.tags = tags
      expect(await refusalOf(one, 'text', { text: 'Hello' })).toContain('Get or Create Conversation')
    }
    expect(bodiesOf(asked)).toEqual([])
  })

  it('in a conversation of another location than the connected one is refused', async () => {
    const asked = answerGhl()
    const one = inbox()
    const conversation = await conversationOn(one, 'SMS')
    conversation.tags.locationId = 'anotherlocation'
    expect(await refusalOf(one, 'text', { text: 'Hello' })).toContain('another location')
    expect(bodiesOf(asked)).toEqual([])
  })

  it('is never logged', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    await say(one, 'text', { text: privateText('answer') })
    await say(one, 'choice', { text: privateText('question'), options: [{ label: privateText('label'), value: 'v' }] })
  })
})
