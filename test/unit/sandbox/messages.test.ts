import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, listMessages, locationId, openConversation, refusalOf, sandbox, useSandbox } from './support'

useSandbox()

describe('the messages of a conversation', () => {
  it('come newest first, one level down, each with its type in two forms', async () => {
    const conversation = await openConversation('list@example.com')
    const { contactId } = conversation
    const asked = sandbox.conversations.receive(contactId, {
      type: 'WhatsApp',
      body: 'Hi',
      attachments: ['https://x/1'],
    })
    const answered = sandbox.conversations.reply(contactId, seedIds.user, { type: 'SMS', body: 'Hello' })
    const reminded = sandbox.conversations.send(contactId, 'workflow', {
      type: 'Custom',
      body: 'Soon',
      conversationProviderId: 'provider1',
      status: 'delivered',
    })
    const { messages, nextPage, lastMessageId } = await listMessages(conversation)
    expect([nextPage, lastMessageId]).toEqual([false, asked.id])
    const common = { contactId, locationId, conversationId: asked.conversationId, contentType: 'text/plain' }
    const inbound = {
      id: asked.id,
      direction: 'inbound',
      body: 'Hi',
      status: 'delivered',
      attachments: ['https://x/1'],
    }
    expect(messages).toMatchObject([
      { ...common, id: reminded.id, source: 'workflow', conversationProviderId: 'provider1', status: 'delivered' },
      {
        ...common,
        id: answered.id,
        type: 2,
        messageType: 'TYPE_SMS',
        source: 'app',
        userId: seedIds.user,
        status: 'sent',
      },
      { ...common, ...inbound, type: 19, messageType: 'TYPE_WHATSAPP' },
    ])
    expect(messages[2]).not.toHaveProperty('source')
    expect(messages[2]?.dateAdded).toBe(asked.dateAdded)
  })

  it('are told one by one as they are in the list', async () => {
    const conversation = await openConversation('single@example.com')
    const { id } = sandbox.conversations.receive(conversation.contactId, { type: 'SMS', body: 'Hi' })
    const { status, body } = await call('GET', `/conversations/messages/${id}`)
    expect([status, body.message]).toEqual([200, (await listMessages(conversation)).messages[0]])
    const missing = await refusalOf('GET', '/conversations/messages/unknown')
    expect(missing).toEqual([400, 'No message found with id: unknown'])
    const foreign = sandbox.conversations.receive(seedIds.foreignContact, { type: 'SMS', body: 'Hi' })
    expect((await call('GET', `/conversations/messages/${foreign.id}`)).status).toBe(403)
  })

  it('go on after the last one of a page', async () => {
    const conversation = await openConversation('pages@example.com')
    const ids = Array.from({ length: 25 }, (_, index) => {
      const body = String(index)
      return sandbox.conversations.receive(conversation.contactId, { type: 'SMS', body }).id
    })
    const first = await listMessages(conversation)
    expect([first.messages.length, first.nextPage]).toEqual([20, true])
    const second = await listMessages(conversation, `lastMessageId=${first.lastMessageId}`)
    expect([second.messages.length, second.nextPage]).toEqual([5, false])
    const seen = [...first.messages, ...second.messages].map(({ id }) => id)
    expect(seen.toString()).toBe([...ids].sort((a, b) => ids.indexOf(b) - ids.indexOf(a)).toString())
    expect(await listMessages(conversation, `lastMessageId=${second.lastMessageId}`)).toEqual({
      nextPage: false,
      messages: [],
    })
    expect((await listMessages(conversation, 'limit=25')).nextPage).toBe(false)
    expect((await refusalOf('GET', `${conversation.path}?limit=101`))[0]).toBe(400)
    expect((await refusalOf('GET', `${conversation.path}?lastMessageId=unknown`))[0]).toBe(400)
  })

  it('are of the types that are asked for', async () => {
    const conversation = await openConversation('types@example.com')
    const { contactId } = conversation
    for (const type of ['SMS', 'Email', 'FB'] as const) sandbox.conversations.receive(contactId, { type, body: 'Hi' })
    await call('POST', '/conversations/messages', { body: { contactId, type: 'InternalComment', message: 'Note' } })
    const typesOf = async (type: string): Promise<unknown[]> =>
      (await listMessages(conversation, `type=${type}`)).messages.map(({ messageType }) => messageType)
    expect(await typesOf('TYPE_SMS,TYPE_FACEBOOK')).toEqual(['TYPE_FACEBOOK', 'TYPE_SMS'])
    for (const type of ['TYPE_INTERNAL_COMMENT', 'TYPE_INTERNAL_COMMENTS']) {
      expect(await typesOf(type)).toEqual(['TYPE_INTERNAL_COMMENT'])
    }
    expect((await listMessages(conversation, 'type=TYPE_SMS&limit=1')).nextPage).toBe(false)
    expect((await refusalOf('GET', `${conversation.path}?type=SMS`))[0]).toBe(422)
  })

  it('have recordings of calls only in their own place, and tell why one has failed', async () => {
    const conversation = await openConversation('calls@example.com')
    const { contactId } = conversation
    const attachments = ['https://example.com/voice.mp3']
    sandbox.conversations.receive(contactId, { type: 'Call', status: 'voicemail', attachments, callDuration: 12 })
    const voicemail = { type: 1, messageType: 'TYPE_CALL', status: 'voicemail', attachments: [] }
    const { messages } = await listMessages(conversation)
    expect(messages).toMatchObject([{ ...voicemail, meta: { callStatus: 'voicemail', callDuration: '12' } }])
    const { id } = sandbox.conversations.send(contactId, 'campaign', { type: 'SMS', body: 'Hi' })
    sandbox.conversations.setStatus(id, 'failed', 'Unreachable')
    expect((await listMessages(conversation)).messages[0]).toMatchObject({ id, status: 'failed', error: 'Unreachable' })
    expect(() => sandbox.conversations.setStatus('unknown', 'failed')).toThrow('unknown')
  })
})
