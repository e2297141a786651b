import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { sandbox, sendMessage, useSandbox, uuid } from './support'

useSandbox()

const lastOf = (contactId: string): unknown => sandbox.conversations.inboxOf(contactId).at(-1)

describe('sending', () => {
  it('answers with ids and puts the message into the conversation', async () => {
    const { status, body } = await sendMessage({ message: 'Hello', status: 'pending', subType: 'SMS' })
    expect(status).toBe(200)
    const conversationId = seedIds.conversation
    expect(body).toMatchObject({ conversationId, msg: 'Message queued successfully.', status: 'pending' })
    expect(body.traceId).toMatch(uuid)
    expect(body).not.toHaveProperty('emailMessageId')
    const message = {
      id: body.messageId,
      direction: 'outbound',
      type: 'SMS',
      body: 'Hello',
      status: 'sent',
      source: 'api',
    }
    expect(lastOf(seedIds.contact)).toMatchObject({ ...message, attachments: [], contentType: 'text/plain' })
  })

  it.each(['RCS', 'IG', 'FB', 'TIKTOK', 'Custom', 'InternalComment'])('sends %s without more', async (type) => {
    const more = type === 'Custom' ? { conversationProviderId: 'provider1' } : {}
    expect((await sendMessage({ type, message: 'Hi', ...more })).status).toBe(200)
    expect(lastOf(seedIds.contact)).toMatchObject({ type, ...more })
  })

  it('begins a thread with a mail and goes on with it', async () => {
    const mail = { type: 'Email', html: '<p>Hi <b>Ada</b></p>', subject: 'Hello', emailCc: ['cc@example.com'] }
    const { body } = await sendMessage(mail)
    const { emailMessageId } = body
    const addresses = { from: 'Alpine Dental <office@example.com>', to: ['ada.example@example.com'] }
    const stored = {
      emailMessageId,
      threadId: emailMessageId,
      subject: 'Hello',
      body: 'Hi Ada',
      contentType: 'text/html',
    }
    expect(lastOf(seedIds.contact)).toMatchObject({ ...addresses, ...stored, html: mail.html, cc: ['cc@example.com'] })
    const emailFrom = 'desk@example.com'
    const next = await sendMessage({ ...mail, threadId: emailMessageId, replyMessageId: emailMessageId, emailFrom })
    expect(next.body.emailMessageId).not.toBe(emailMessageId)
    const reply = {
      threadId: emailMessageId,
      replyToMessageId: emailMessageId,
      from: 'Alpine Dental <desk@example.com>',
    }
    expect(lastOf(seedIds.contact)).toMatchObject(reply)
  })

  it('takes numbers, files, a template and a WhatsApp file in place of a text', async () => {
    const files = ['https://example.com/a.png']
    await sendMessage({ attachments: files, fromNumber: '+15550100000', toNumber: '+15550100001' })
    expect(lastOf(seedIds.contact)).toMatchObject({ attachments: files, from: '+15550100000', to: ['+15550100001'] })
    expect((await sendMessage({ type: 'WhatsApp', templateId: 'template1' })).status).toBe(200)
    sandbox.conversations.receive(seedIds.contact, { type: 'WhatsApp', body: 'Hi' })
    const whatsapp = { type: 'media', media: { type: 'image', url: 'https://example.com/b.png', name: 'b.png' } }
    expect((await sendMessage({ type: 'WhatsApp', whatsapp })).status).toBe(200)
    expect(lastOf(seedIds.contact)).toMatchObject({ attachments: ['https://example.com/b.png'] })
  })

  it('keeps a scheduled one back, by a time in seconds', async () => {
    const scheduledTimestamp = Math.floor(sandbox.store.now() / 1000) + 60
    expect((await sendMessage({ message: 'Later', scheduledTimestamp })).status).toBe(200)
    expect(lastOf(seedIds.contact)).toMatchObject({ status: 'scheduled', scheduledTimestamp })
  })
})
