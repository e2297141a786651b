/** Messages on the wire: what each medium takes, and what is refused before anything is sent. */
import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, refusedWith, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const CONVERSATION = 'conversation00000001'
const CONTACT = 'contact0000000000001'
const USER = 'user0000000000000001'
const ROUTE = '/conversations/messages'

const queued = {
  conversationId: CONVERSATION,
  messageId: 'message0000000000001',
  msg: 'Message queued successfully.',
  status: 'pending',
}

describe('sendMessage', () => {
  it('posts the text and gives back what GoHighLevel calls it', async () => {
    const input = { contactId: CONTACT, type: 'SMS', message: 'See you at ten' }
    const { outcome, sent, versions } = await call('sendMessage', input, { body: queued })
    expect(sent).toEqual([{ method: 'POST', path: ROUTE, body: { ...input, status: 'pending' } }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome).toEqual({ success: true, message: 'Message queued', data: queued })
  })

  it.each<[string, Record<string, unknown>]>([
    ['SMS', { message: 'Hi', fromNumber: '+15550100001', toNumber: '+15550100002' }],
    ['RCS', { message: 'Hi' }],
    ['WhatsApp', { templateId: 'template-1' }],
    ['FB', { message: 'Hi', attachments: ['https://example.com/a.png'] }],
    ['IG', { attachments: ['https://example.com/a.png'] }],
    ['Live_Chat', { message: 'Hi' }],
    ['TIKTOK', { message: 'Hi' }],
    ['Custom', { message: 'Hi', conversationProviderId: 'provider-1' }],
    ['InternalComment', { message: 'Look', mentions: [USER], userId: USER }],
    [
      'Email',
      {
        html: '<p>Hi</p>',
        subject: 'Quote',
        emailFrom: 'bot@example.com',
        emailTo: 'ada@example.com',
        emailCc: ['c@example.com'],
        emailBcc: ['b@example.com'],
        emailReplyMode: 'reply_all',
        threadId: 'thread-1',
        replyMessageId: 'mail-1',
        templateId: 'template-1',
        appointmentId: 'appointment-1',
        attachments: ['https://example.com/a.pdf'],
      },
    ],
  ])('%s takes its fields', async (type, fields) => {
    const { sent } = await call('sendMessage', { contactId: CONTACT, type, ...fields }, { body: queued })
    expect(sent).toEqual([
      { method: 'POST', path: ROUTE, body: { contactId: CONTACT, type, status: 'pending', ...fields } },
    ])
  })

  it('makes HTML of the text of an e-mail, in which nothing becomes a tag', async () => {
    const input = { contactId: CONTACT, type: 'Email', subject: 'Hi', message: 'a < b & c\nNext line' }
    const { sent } = await call('sendMessage', input, { body: queued })
    expect(sent[0]?.body).toEqual({
      contactId: CONTACT,
      type: 'Email',
      subject: 'Hi',
      html: 'a &lt; b &amp; c<br>Next line',
      status: 'pending',
    })
  })

  it('schedules in epoch seconds, never earlier than asked for', async () => {
    const scheduledAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_500)
    const input = { contactId: CONTACT, type: 'SMS', message: 'Later', scheduledAt: scheduledAt.toISOString() }
    const { sent } = await call('sendMessage', input, { body: queued })
    expect(sent[0]?.body).toEqual({
      contactId: CONTACT,
      type: 'SMS',
      message: 'Later',
      status: 'pending',
      scheduledTimestamp: Math.ceil(scheduledAt.getTime() / 1000),
    })
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['nothing to say', { type: 'SMS' }, 'Give message, attachments or templateId.'],
    ['a subject of an SMS', { type: 'SMS', message: 'x', subject: 'y' }, 'subject is for the type Email only'],
    ['a template for SMS', { type: 'SMS', templateId: 't' }, 'templateId is for the type Email or WhatsApp only'],
    [
      'a number for WhatsApp',
      { type: 'WhatsApp', message: 'x', fromNumber: '+15550100001' },
      'fromNumber is for the type SMS only',
    ],
    [
      'a mention in an SMS',
      { type: 'SMS', message: 'x', mentions: ['u'] },
      'mentions is for the type InternalComment only',
    ],
    [
      'a provider for SMS',
      { type: 'SMS', message: 'x', conversationProviderId: 'p' },
      'conversationProviderId is for the type Custom only',
    ],
    [
      'Custom without its provider',
      { type: 'Custom', message: 'x' },
      'conversationProviderId is required with the type Custom',
    ],
    [
      'a time that has passed',
      { type: 'SMS', message: 'x', scheduledAt: '2020-01-01T10:00:00Z' },
      'scheduledAt must be in the future',
    ],
    ['a time that is none', { type: 'SMS', message: 'x', scheduledAt: 'tomorrow' }, 'scheduledAt'],
    ['a medium that is none', { type: 'Fax', message: 'x' }, 'type must be one of SMS'],
  ])('refuses %s', async (_what, fields, words) => {
    expect(await refusalOf('sendMessage', { contactId: CONTACT, ...fields })).toContain(words)
  })

  it.each([
    ['DO_NOT_DISTURB', 'Cannot send message as DND is active for SMS.'],
    ['DO_NOT_DISTURB', 'Contact has unsubscribed from emails'],
    ['NO_ADDRESS', 'Missing phone number'],
    ['NO_ADDRESS', "Unable to send e-mail, contact's e-mail is invalid"],
    ['WINDOW_CLOSED', 'The last inbound message was earlier than 24 hours ago and there is no template'],
  ])('is refused as %s where GoHighLevel says: %s', async (code, message) => {
    const asked = answerBy(byRoute({ [`POST ${ROUTE}`]: { status: 400, body: { statusCode: 400, message } } }))
    const said = await refusedWith(code, 'sendMessage', { contactId: CONTACT, type: 'SMS', message: 'Hi' })
    expect(said).toContain(message)
    expect(asked).toHaveLength(1)
  })

  it('is sent once though GoHighLevel has a problem, and says that it may have arrived', async () => {
    const asked = answerBy(byRoute({ [`POST ${ROUTE}`]: { status: 502, body: '<html>Bad Gateway</html>' } }))
    const outcome = await run('sendMessage', { contactId: CONTACT, type: 'SMS', message: 'Hi' })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNAVAILABLE', status: 502 } })
    expect(asked).toHaveLength(1)
  })
})

describe('cancelScheduledMessage', () => {
  it.each([
    ['a message', { messageId: 'm-1' }, `${ROUTE}/m-1/schedule`],
    ['an e-mail', { emailMessageId: 'e-1' }, `${ROUTE}/email/e-1/schedule`],
  ])('takes back %s', async (_what, input, path) => {
    const { outcome, sent, versions } = await call('cancelScheduledMessage', input, {
      body: { status: 200, message: 'ok' },
    })
    expect(sent).toEqual([{ method: 'DELETE', path }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.success).toBe(true)
  })

  it('believes the status inside the answer, which may say 404 under HTTP 200', async () => {
    const answered = { body: { status: 404, message: 'No scheduled message found' } }
    const { outcome } = await call('cancelScheduledMessage', { messageId: 'm-1' }, answered)
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND', status: 404 } })
  })

  it('wants to know which', async () => {
    expect(await refusalOf('cancelScheduledMessage', {})).toContain('Give messageId or emailMessageId')
  })
})

describe('listMessages', () => {
  const message = {
    id: 'm-1',
    conversationId: CONVERSATION,
    messageType: 'TYPE_SMS',
    direction: 'inbound',
    body: 'Hello',
    attachments: ['https://example.com/a.png'],
    dateAdded: '2026-07-20T10:00:00.000Z',
  }

  const page = (id: string, nextPage: boolean) => ({
    body: { messages: { lastMessageId: id, nextPage, messages: [{ ...message, id }] } },
  })

  it.each<[string, object]>([
    ['recorded, one level deeper', { messages: { lastMessageId: 'm-1', nextPage: false, messages: [message] } }],
    ['described', { lastMessageId: 'm-1', nextPage: false, messages: [message] }],
  ])('reads the answer as %s', async (_form, body) => {
    const input = { conversationId: CONVERSATION, type: 'TYPE_SMS', limit: 5 }
    const { outcome, sent, versions } = await call('listMessages', input, { body })
    expect(sent).toEqual([
      {
        method: 'GET',
        path: `/conversations/${CONVERSATION}/messages`,
        query: { limit: '5', type: 'TYPE_SMS' },
      },
    ])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.data).toEqual({ messages: [message] })
  })

  it('goes on where a short page says that there is more', async () => {
    const input = { conversationId: CONVERSATION, all: true }
    const { outcome, sent } = await call('listMessages', input, page('m-2', true), page('m-1', false))
    expect(sent.map(({ query }) => query?.lastMessageId)).toEqual([undefined, 'm-2'])
    expect(outcome.data).toMatchObject({ messages: [{ id: 'm-2' }, { id: 'm-1' }] })
    expect(outcome.data).not.toHaveProperty('nextCursor')
  })
})

describe('getEmailMessage', () => {
  const mail = { id: 'e-1', subject: 'Quote', body: '<p>Hi</p>', from: 'ada@example.com', to: ['bot@example.com'] }

  it.each<[string, object]>([
    ['bare', mail],
    ['wrapped', { emailMessage: mail }],
  ])('reads the mail, %s', async (_form, body) => {
    const { outcome, sent, versions } = await call('getEmailMessage', { emailMessageId: 'e-1' }, { body })
    expect(sent).toEqual([{ method: 'GET', path: `${ROUTE}/email/e-1` }])
    expect(versions).toEqual(['2021-04-15'])
    expect(outcome.data).toMatchObject(mail)
  })
})
