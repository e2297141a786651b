/** E-mails of contacts: their text, and what an answer needs. */
import { describe, expect, it } from 'vitest'
import { useFakeNetwork } from '../support/network'
import { linesOf } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import { answerGhl, CONTACT, deliverTo, inbound, inbox, lastConversation, person, write } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const mail = {
  messageType: 'Email',
  contentType: undefined,
  subject: 'Appointment on Tuesday?',
  threadId: 'thread00000000000001',
  emailMessageId: 'mail0000000000000001',
  from: 'Ada Example <Ada@Example.com>',
  to: ['office@example.com'],
  body: '<div>Does <b>Tuesday</b> work?</div><div class="gmail_quote">On Monday we wrote: Hello</div>',
}

describe('an e-mail of a contact', () => {
  it('reaches the bot as readable text without the quoted history, with subject and thread as tags', async () => {
    answerGhl()
    const one = inbox()
    const [message] = await write(one, mail)
    expect(message).toMatchObject({
      type: 'text',
      payload: { text: 'Does Tuesday work?' },
      tags: { subject: mail.subject, threadId: mail.threadId, emailMessageId: mail.emailMessageId },
    })
    expect(lastConversation(one).tags).toMatchObject({
      messageType: 'Email',
      subject: mail.subject,
      threadId: mail.threadId,
      replyMessageId: mail.emailMessageId,
    })
  })

  it.each([
    ['of the contact itself, however it is written', 'Ada Example <ADA@example.com>', undefined],
    ['of the contact that GoHighLevel knows beside it', 'Ada <ada.work@example.org>', 'ada.work@example.org'],
    ['that is no address', 'Ada', undefined],
  ])('from an address %s is answered there', async (_what, from, emailTo) => {
    answerGhl()
    const one = inbox()
    await write(one, { ...mail, from })
    expect(lastConversation(one).tags.emailTo).toBe(emailTo)
  })

  it('is read from GoHighLevel where the webhook comes without its text', async () => {
    const route = `/conversations/messages/email/${mail.emailMessageId}`
    const asked = answerGhl({ [`GET ${route}`]: { body: { id: mail.emailMessageId, body: '<p>From the mail</p>' } } })
    const one = inbox()
    const [message] = await write(one, { ...mail, body: undefined })
    expect(message?.payload).toEqual({ text: 'From the mail' })
    expect(linesOf(asked).sort()).toEqual([`GET /contacts/${CONTACT}`, `GET ${route}`])
    expect(asked.map(({ version }) => version)).toContain('2021-04-15')
  })

  it('is read from there also where GoHighLevel wraps its answer', async () => {
    const route = `GET /conversations/messages/email/${mail.emailMessageId}`
    answerGhl({ [route]: { body: { emailMessage: { id: mail.emailMessageId, body: '<p>From the mail</p>' } } } })
    const [message] = await write(inbox(), { ...mail, body: undefined })
    expect(message?.payload).toEqual({ text: 'From the mail' })
  })

  it('that says all in its subject says that', async () => {
    answerGhl()
    const one = inbox()
    const [message] = await write(one, { ...mail, body: '<div></div>', emailMessageId: undefined })
    expect(message?.payload).toEqual({ text: mail.subject })
  })

  it('with a very long subject is taken: a tag holds 500 characters', async () => {
    answerGhl()
    const one = inbox()
    const [message] = await write(one, { ...mail, subject: 's'.repeat(2_000) })
    expect(message?.tags.subject).toHaveLength(500)
  })

  it('that comes late draws the answers to no older thread', async () => {
    answerGhl()
    const one = inbox()
    const [early, late] = ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']
    await write(one, { ...mail, threadId: 'new', emailMessageId: 'newest', dateAdded: late })
    expect(await write(one, { ...mail, threadId: 'old', emailMessageId: 'older', dateAdded: early })).toHaveLength(1)
    expect(lastConversation(one).tags).toMatchObject({ threadId: 'new', replyMessageId: 'newest', receivedAt: late })
  })

  it('without thread or subject leaves none of an earlier mail behind', async () => {
    answerGhl()
    const one = inbox()
    await write(one, { ...mail, dateAdded: '2026-11-20T10:00:00.000Z' })
    const { subject: _, threadId: __, ...bare } = mail
    await write(one, { ...bare, emailMessageId: 'mail2', dateAdded: '2026-11-20T11:00:00.000Z' })
    expect(lastConversation(one).tags).not.toHaveProperty('subject')
    expect(lastConversation(one).tags).not.toHaveProperty('threadId')
    expect(lastConversation(one).tags.replyMessageId).toBe('mail2')
  })

  it('of a contact without an e-mail address reaches the bot all the same', async () => {
    answerGhl({ [`GET /contacts/${CONTACT}`]: { body: { contact: { ...person, email: undefined } } } })
    const one = inbox()
    expect(await write(one, mail)).toHaveLength(1)
    expect(lastConversation(one).tags.emailTo).toBe('ada@example.com')
  })

  it('from a mail program that quotes nothing is not logged', async () => {
    answerGhl()
    const one = inbox()
    await deliverTo(one, inbound(one, mail))
    expect(one.lines.join('\n')).not.toContain('Tuesday')
  })
})
