import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, createContact, listOf, locationId, refusalOf, sandbox, useSandbox, uuid } from './support'

useSandbox()

const path = `/conversations/${seedIds.conversation}`

async function findConversationId(contactId: unknown): Promise<string> {
  const found = await call('GET', `/conversations/search?locationId=${locationId}&contactId=${contactId}`)
  return String(listOf(found, 'conversations')[0]?.id)
}

describe('a conversation', () => {
  it('comes with its contact, without messages, and goes with it', async () => {
    const { id: contactId } = await createContact({ email: 'talk@example.com' })
    const id = await findConversationId(contactId)
    const { status, body } = await call('GET', `/conversations/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, contactId, locationId, deleted: false, inbox: false, unreadCount: 0, type: 1 })
    expect(body).toMatchObject({
      starred: false,
      lastMessageType: 'TYPE_NO_SHOW',
      traceId: expect.stringMatching(uuid),
    })
    const message = sandbox.conversations.receive(String(contactId), { type: 'SMS', body: 'Hello' })
    await call('DELETE', `/contacts/${contactId}`)
    expect(await refusalOf('GET', `/conversations/${id}`)).toEqual([400, 'Conversation not found'])
    expect(sandbox.store.messages.has(message.id)).toBe(false)
  })

  it('is there for every seeded contact under an id of its own', () => {
    const { conversation, secondConversation, foreignConversation } = seedIds
    const { contact, secondContact, foreignContact } = seedIds
    const ids = [conversation, secondConversation, foreignConversation]
    const owners = ids.map((id) => sandbox.store.conversations.get(id)?.contactId)
    expect(owners).toEqual([contact, secondContact, foreignContact])
    expect(ids.every((id) => id.length === 20)).toBe(true)
  })

  it('shows its kind as a number and the date of the last message as a pair', async () => {
    const dateAdded = '2026-03-01T10:00:00.250Z'
    sandbox.conversations.receive(seedIds.secondContact, { type: 'Email', html: '<p>Hi <b>you</b></p>', dateAdded })
    const { body } = await call('GET', `/conversations/${seedIds.secondConversation}`)
    expect(body.lastMessageDate).toEqual({ seconds: Date.parse(dateAdded) / 1000 - 0.25, nanoseconds: 250_000_000 })
    expect(body).toMatchObject({ type: 2, inbox: true, unreadCount: 1 })
    expect(body).toMatchObject({ lastMessageType: 'TYPE_EMAIL', lastMessageBody: 'Hi you' })
  })

  it('of another location is answered 403', async () => {
    const foreign = `/conversations/${seedIds.foreignConversation}`
    for (const method of ['GET', 'DELETE']) expect((await call(method, foreign)).status).toBe(403)
    expect((await call('PUT', foreign, { body: { locationId } })).status).toBe(403)
    expect((await call('GET', `${foreign}/messages`)).status).toBe(403)
    const body = { locationId: seedIds.secondLocation, contactId: seedIds.foreignContact }
    expect((await call('POST', '/conversations/', { body })).status).toBe(403)
  })

  it('is not created twice: the answer has the id of the one that is there', async () => {
    const body = { locationId, contactId: seedIds.contact }
    const answer = await call('POST', '/conversations/', { body })
    expect(answer.status).toBe(400)
    const canonicalCode = 'CONVERSATIONS_CONVERSATION_ALREADY_EXISTS'
    const exists = { message: 'Conversation already exists', canonicalCode, conversationId: seedIds.conversation }
    expect(answer.body).toMatchObject(exists)
  })

  it('can be created again once it is deleted, without its messages', async () => {
    const { id } = await createContact({ email: 'again@example.com', assignedTo: seedIds.user })
    const contactId = String(id)
    const old = await findConversationId(contactId)
    sandbox.conversations.receive(contactId, { type: 'SMS', body: 'Hello' })
    expect((await call('DELETE', `/conversations/${old}`)).body).toMatchObject({ success: true })
    expect(sandbox.conversations.inboxOf(contactId)).toEqual([])
    const created = await call('POST', '/conversations/', { body: { locationId, contactId } })
    expect(created.status).toBe(201)
    const conversation = { contactId, locationId, deleted: false, assignedTo: seedIds.user }
    expect(created.body).toMatchObject({ success: true, conversation })
    const { id: newId, dateAdded, dateUpdated, lastMessageDate } = Object(created.body.conversation)
    expect(newId).not.toBe(old)
    for (const date of [dateAdded, dateUpdated, lastMessageDate]) expect(date).toMatch(/^\d{4}-.*Z$/)
  })

  it('is opened again by a message', async () => {
    const { id } = await createContact({ phone: '+15550100301' })
    await call('DELETE', `/conversations/${await findConversationId(id)}`)
    const { conversationId } = sandbox.conversations.receive(String(id), { type: 'SMS', body: 'Me again' })
    expect(await findConversationId(id)).toBe(conversationId)
  })

  it('is not created for a contact that is not there, nor from a body with more or less', async () => {
    const missing = await call('POST', '/conversations/', { body: { locationId, contactId: 'unknown' } })
    expect([missing.status, missing.body.error]).toEqual([400, 'Contact with id unknown not found'])
    const [status, message] = await refusalOf('POST', '/conversations/', { locationId, name: 'x' })
    const complaints = ['property name should not exist', 'contactId should not be empty']
    expect([status, message]).toEqual([422, expect.arrayContaining(complaints)])
    expect((await refusalOf('POST', '/conversations/', { contactId: seedIds.contact }))[0]).toBe(403)
  })

  it('takes unread count, star and feedback, and nothing else', async () => {
    const body = { locationId, unreadCount: 3, starred: true, feedback: { score: 1 } }
    const answer = await call('PUT', path, { body })
    expect(answer.status).toBe(200)
    const conversation = { id: seedIds.conversation, contactId: seedIds.contact, unreadCount: 3, starred: true }
    expect(answer.body).toMatchObject({ success: true, conversation: { ...conversation, inbox: true, deleted: false } })
    const assigned = { locationId, assignedTo: seedIds.user }
    expect(await refusalOf('PUT', path, assigned)).toEqual([422, ['property assignedTo should not exist']])
    expect((await refusalOf('PUT', path, { locationId, unreadCount: '3' }))[0]).toBe(422)
    expect((await refusalOf('PUT', path, { starred: false }))[0]).toBe(403)
    expect((await refusalOf('PUT', '/conversations/unknown', { locationId }))[0]).toBe(400)
  })

  it('wants the scope of each call', async () => {
    const readOnly = sandbox.issueTokens({ scopes: ['conversations.readonly', 'conversations/message.readonly'] })
    const token = readOnly.access_token
    const statuses = async (calls: [string, string][]): Promise<number[]> => {
      const answers = await Promise.all(
        calls.map(([method, to]) => call(method, to, { token, body: method === 'GET' ? undefined : {} }))
      )
      return answers.map(({ status }) => status)
    }
    const reads: [string, string][] = [
      ['GET', path],
      ['GET', `${path}/messages`],
    ]
    expect(await statuses(reads)).toEqual([200, 200])
    const writes: [string, string][] = [
      ['PUT', path],
      ['DELETE', path],
      ['POST', '/conversations/'],
      ['POST', '/conversations/messages'],
      ['POST', '/conversations/messages/upload'],
      ['DELETE', '/conversations/messages/x/schedule'],
      ['POST', '/conversations/providers/live-chat/typing'],
    ]
    expect(await statuses(writes)).toEqual(writes.map(() => 401))
  })
})
