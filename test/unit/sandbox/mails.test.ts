import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import {
  call,
  listMessages,
  locationId,
  openConversation,
  refusalOf,
  sandbox,
  sendMessage,
  useSandbox,
} from './support'

useSandbox()

const inAnHour = (): number => Math.floor(sandbox.store.now() / 1000) + 3600

describe('a mail', () => {
  it('has its text in a place of its own', async () => {
    const conversation = await openConversation('mail@example.com')
    const mail = { html: '<p>Hi</p>', subject: 'Hello', cc: ['cc@example.com'], attachments: ['https://x/1'] }
    const stored = sandbox.conversations.receive(conversation.contactId, { type: 'Email', ...mail })
    const { emailMessageId } = stored
    const [message] = (await listMessages(conversation)).messages
    const meta = { email: { messageIds: [emailMessageId], subject: 'Hello' } }
    expect(message).toMatchObject({ id: stored.id, type: 3, messageType: 'TYPE_EMAIL', meta })
    expect(message).not.toHaveProperty('body')
    const { status, body } = await call('GET', `/conversations/messages/email/${emailMessageId}`)
    expect(status).toBe(200)
    const { contactId, conversationId, threadId, dateAdded } = stored
    const ids = { id: emailMessageId, threadId: emailMessageId, locationId, contactId, conversationId }
    expect(threadId).toBe(emailMessageId)
    const addresses = { from: 'mail@example.com', to: ['office@example.com'], cc: mail.cc }
    expect(body).toMatchObject({ ...ids, ...addresses, subject: 'Hello', body: '<p>Hi</p>', contentType: 'text/html' })
    expect(body).toMatchObject({ direction: 'inbound', attachments: mail.attachments, dateAdded })
    expect((await refusalOf('GET', '/conversations/messages/email/unknown'))[0]).toBe(400)
  })

  it('tells the one it answers, and the ids and the sender it was given', async () => {
    const { contactId } = await openConversation('reply@example.com')
    const given = { emailMessageId: 'mail1', threadId: 'thread1', from: 'Rita <r@example.com>', to: 'desk@example.com' }
    sandbox.conversations.receive(contactId, { type: 'Email', body: 'Hi', ...given, id: 'message1' })
    const fields = { type: 'Email', contactId, html: 'Yes', threadId: 'thread1', replyMessageId: 'mail1' }
    const answer = await sendMessage(fields)
    const reply = await call('GET', `/conversations/messages/email/${answer.body.emailMessageId}`)
    expect(reply.body).toMatchObject({ threadId: 'thread1', replyToMessageId: 'mail1', source: 'api', status: 'sent' })
    const { body } = await call('GET', '/conversations/messages/email/mail1')
    expect(body).toMatchObject({ id: 'mail1', threadId: 'thread1', from: given.from, to: [given.to], body: 'Hi' })
  })
})

describe('a scheduled message', () => {
  it('is in the list until it is cancelled', async () => {
    const conversation = await openConversation('later@example.com')
    const { body } = await sendMessage({
      contactId: conversation.contactId,
      message: 'Later',
      scheduledTimestamp: inAnHour(),
    })
    expect((await listMessages(conversation)).messages).toMatchObject([{ id: body.messageId, status: 'scheduled' }])
    const path = `/conversations/messages/${body.messageId}/schedule`
    const cancelled = await call('DELETE', path)
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 200])
    expect((await listMessages(conversation)).messages).toEqual([])
    const again = await call('DELETE', path)
    expect([again.status, again.body.status]).toEqual([200, 404])
  })

  it('is cancelled by the id of the mail when it is one', async () => {
    const { contactId } = await openConversation('latermail@example.com')
    const { body } = await sendMessage({ contactId, type: 'Email', html: 'Later', scheduledTimestamp: inAnHour() })
    const cancelled = await call('DELETE', `/conversations/messages/email/${body.emailMessageId}/schedule`)
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 200])
    expect(sandbox.conversations.inboxOf(contactId)).toEqual([])
  })

  it('is not one that was sent, is unknown or is elsewhere: 200 with 404 in the body', async () => {
    const { contactId } = await openConversation('sent@example.com')
    const sent = sandbox.conversations.send(contactId, 'api', { type: 'SMS', body: 'Hi' })
    const foreign = sandbox.conversations.send(seedIds.foreignContact, 'api', { type: 'Email', status: 'scheduled' })
    for (const id of [sent.id, 'unknown', foreign.id, `email/${foreign.emailMessageId}`, 'email/unknown']) {
      const { status, body } = await call('DELETE', `/conversations/messages/${id}/schedule`)
      expect([status, body.status, body.message]).toEqual([200, 404, 'Failed cancel the scheduled message'])
    }
    expect(sandbox.store.messages.has(foreign.id)).toBe(true)
  })
})
