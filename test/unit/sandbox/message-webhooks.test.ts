import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { readBodies, readTypes, useReceiver } from './receiver'
import { call, createContact, locationId, sandbox, useSandbox } from './support'

useSandbox()
useReceiver()

const { contact: contactId, conversation: conversationId, user } = seedIds

/** What came in of messages alone. */
async function readMessages(): Promise<Record<string, unknown>[]> {
  return (await readBodies()).filter(({ type }) => String(type).endsWith('boundMessage'))
}

const post = async (fields: Record<string, unknown>): Promise<Record<string, unknown>> =>
  (await call('POST', '/conversations/messages', { body: { contactId, ...fields } })).body

describe('what is told of messages', () => {
  it('an inbound one, with both ends, its type in three forms and no source', async () => {
    const attachments = ['https://example.com/a.png']
    const { id, dateAdded } = sandbox.conversations.receive(contactId, { type: 'SMS', body: 'Hello', attachments })
    const [message] = await readMessages()
    const types = { messageType: 'SMS', messageTypeId: 2, messageTypeString: 'TYPE_SMS' }
    const content = { body: 'Hello', contentType: 'text/plain', attachments, dateAdded, status: 'delivered' }
    const ids = { locationId, contactId, conversationId, messageId: id, webhookId: expect.any(String) }
    expect(message).toMatchObject({ type: 'InboundMessage', ...ids, ...types, ...content, direction: 'inbound' })
    expect(message).toMatchObject({ from: '+15550100001', to: '+15550100000' })
    expect(message).not.toHaveProperty('source')
  })

  it('every channel by its own name', async () => {
    const types = ['Email', 'WhatsApp', 'FB', 'IG', 'GMB', 'Live_Chat', 'Custom', 'RCS', 'TIKTOK', 'WebChat'] as const
    for (const type of types) sandbox.conversations.receive(contactId, { type, body: 'Hi' })
    const names = (await readMessages()).map(({ messageType }) => messageType)
    expect(names).toEqual(types.map((type) => (type === 'Live_Chat' ? 'Live Chat' : type)))
  })

  it('a mail with its HTML, its thread, a named sender and receivers in a list', async () => {
    const mail = { html: '<p>Hi</p>', subject: 'Hello', threadId: 'thread1', cc: ['cc@example.com'], bcc: [] }
    const { emailMessageId } = sandbox.conversations.receive(contactId, { type: 'Email', ...mail })
    const [message] = await readMessages()
    const addresses = { from: 'Ada Example <ada.example@example.com>', to: ['office@example.com'], cc: mail.cc }
    expect(message).toMatchObject({ messageType: 'Email', messageTypeString: 'TYPE_EMAIL', body: '<p>Hi</p>' })
    expect(message).toMatchObject({ ...addresses, emailMessageId, threadId: 'thread1', subject: 'Hello' })
  })

  it('a call that went to the voicemail, and one that was taken', async () => {
    const attachments = ['https://example.com/voice.mp3']
    sandbox.conversations.receive(contactId, { type: 'Call', status: 'voicemail', attachments })
    sandbox.conversations.receive(contactId, { type: 'Call', status: 'completed', callDuration: 120 })
    const [voicemail, taken] = await readMessages()
    expect(voicemail).toMatchObject({ messageType: 'CALL', status: 'voicemail', attachments, direction: 'inbound' })
    for (const name of ['body', 'callStatus', 'callDuration']) expect(voicemail).not.toHaveProperty(name)
    expect(taken).toMatchObject({ status: 'completed', callStatus: 'completed', callDuration: 120 })
  })

  it('an outbound one with its source: the app itself, a colleague, a workflow', async () => {
    const { messageId } = await post({ type: 'SMS', message: 'By the app' })
    const mail = await post({ type: 'Email', html: 'By the app' })
    sandbox.conversations.reply(contactId, user, { type: 'Email', html: 'By hand' })
    sandbox.conversations.send(contactId, 'workflow', { type: 'SMS', body: 'By itself' })
    const common = { type: 'OutboundMessage', direction: 'outbound', conversationId, status: 'sent' }
    const sent = await readMessages()
    expect(sent).toMatchObject([
      { ...common, messageId, source: 'api', body: 'By the app', from: '+15550100000', to: '+15550100001' },
      { ...common, source: 'api', emailMessageId: mail.emailMessageId, to: ['ada.example@example.com'] },
      { ...common, source: 'app', userId: user, from: 'Uma User <uma@example.com>' },
      { ...common, source: 'workflow', body: 'By itself' },
    ])
    expect(sent[0]).not.toHaveProperty('userId')
  })

  it('every new status of an outbound one, under the same id', async () => {
    const { id } = sandbox.conversations.reply(contactId, user, { type: 'SMS', body: 'Hi' })
    for (const status of ['delivered', 'delivered', 'read'] as const) sandbox.conversations.setStatus(id, status)
    const received = sandbox.conversations.receive(contactId, { type: 'SMS', body: 'Hi' })
    sandbox.conversations.setStatus(received.id, 'read')
    const told = (await readMessages()).map(({ type, messageId, status }) => [type, messageId, status])
    expect(told).toEqual([
      ['OutboundMessage', id, 'sent'],
      ['OutboundMessage', id, 'delivered'],
      ['OutboundMessage', id, 'read'],
      ['InboundMessage', received.id, 'delivered'],
    ])
  })

  it('nothing of comments, of what is scheduled or cancelled, and of what is refused', async () => {
    const scheduledTimestamp = Math.floor(sandbox.store.now() / 1000) + 60
    await post({ type: 'InternalComment', message: 'Between us', userId: user, mentions: [user] })
    const later = await post({ type: 'SMS', message: 'Later', scheduledTimestamp })
    const never = await post({ type: 'SMS', message: 'Never', scheduledTimestamp })
    await call('DELETE', `/conversations/messages/${never.messageId}/schedule`)
    await post({ type: 'Live_Chat', message: 'Nobody there', contactId: seedIds.secondContact })
    expect(await readTypes()).toEqual([])
    sandbox.conversations.setStatus(String(later.messageId), 'sent')
    expect(await readMessages()).toMatchObject([{ messageId: later.messageId, status: 'sent', body: 'Later' }])
  })

  it('nothing more of contacts that come and go', async () => {
    const { id } = await createContact({ email: 'short@example.com' })
    sandbox.conversations.receive(String(id), { type: 'Live_Chat', body: 'Hi' })
    await call('DELETE', `/contacts/${id}`)
    expect(await readTypes()).toEqual(['ContactCreate', 'InboundMessage', 'ConversationUnreadUpdate', 'ContactDelete'])
  })
})

describe('what is told of conversations', () => {
  it('how many messages are unread, which answers of users and of the app set back', async () => {
    const { id: owner } = await createContact({ email: 'unread@example.com', phone: '+15550100501' })
    const who = String(owner)
    for (const body of ['One', 'Two']) sandbox.conversations.receive(who, { type: 'SMS', body })
    sandbox.conversations.send(who, 'workflow', { type: 'SMS', body: 'Thank you' })
    await call('POST', '/conversations/messages', { body: { contactId: who, type: 'InternalComment', message: 'Hm' } })
    sandbox.conversations.reply(who, user, { type: 'SMS', body: 'Yes?' })
    sandbox.conversations.receive(who, { type: 'SMS', body: 'Three' })
    await call('POST', '/conversations/messages', { body: { contactId: who, type: 'SMS', message: 'Yes' } })
    const bodies = await readBodies()
    const updates = bodies.filter(({ type }) => type === 'ConversationUnreadUpdate')
    expect(updates.map(({ unreadCount }) => unreadCount)).toEqual([1, 2, 0, 1, 0])
    expect(updates[1]).toMatchObject({ locationId, contactId: who, inbox: true, starred: false, deleted: false })
    expect(updates.every(({ id }) => id === bodies[1]?.conversationId)).toBe(true)
    expect(bodies.slice(1, 3).map(({ type }) => type)).toEqual(['InboundMessage', 'ConversationUnreadUpdate'])
  })

  it('the star, and nothing of what stays as it was', async () => {
    const path = `/conversations/${seedIds.secondConversation}`
    await call('PUT', path, { body: { locationId, starred: true } })
    await call('PUT', path, { body: { locationId, starred: true, unreadCount: 0, feedback: {} } })
    const [update, ...others] = await readBodies()
    const star = { id: seedIds.secondConversation, starred: true, unreadCount: 0, inbox: false, deleted: false }
    expect(update).toMatchObject({ type: 'ConversationUnreadUpdate', contactId: seedIds.secondContact, ...star })
    expect(others).toEqual([])
  })
})
