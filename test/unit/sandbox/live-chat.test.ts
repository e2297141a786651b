import { expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, locationId, sandbox, useSandbox } from './support'

useSandbox()

const path = '/conversations/providers/live-chat/typing'
const body = { locationId, isTyping: 'true', visitorId: 'visitor1', conversationId: seedIds.conversation }

const type = (fields: Record<string, unknown>): Promise<Answer> => call('POST', path, { body: { ...body, ...fields } })

function chat(contactId: string): void {
  const contact = sandbox.store.contacts.get(contactId)
  if (contact) sandbox.store.contacts.set(contactId, { ...contact, visitorId: 'visitor1' })
}

it('remembers whether somebody was last said to be typing', async () => {
  chat(seedIds.contact)
  const { status, body: answer } = await type({})
  expect([status, answer.success]).toEqual([201, true])
  expect(sandbox.store.typing.get(seedIds.conversation)).toBe(true)
  expect((await type({ isTyping: 'false' })).status).toBe(201)
  expect(sandbox.store.typing.get(seedIds.conversation)).toBe(false)
})

it('refuses what is no text, and visitors and conversations that are not there', async () => {
  expect((await type({ isTyping: true })).body.message).toEqual(['isTyping must be a string'])
  expect((await type({ isTyping: 'yes' })).status).toBe(422)
  expect((await type({ visitorId: undefined })).body.message).toContain('visitorId should not be empty')
  expect((await type({ typing: true })).status).toBe(422)
  expect((await type({ visitorId: 'visitor2' })).status).toBe(400)
  expect((await type({ conversationId: 'unknown' })).status).toBe(400)
  expect((await type({ conversationId: seedIds.foreignConversation })).status).toBe(403)
  expect((await type({ locationId: seedIds.secondLocation })).status).toBe(403)
})

it('knows whoever writes in the chat as its visitor from then on', async () => {
  const { secondContact, secondConversation: conversationId } = seedIds
  const visitorOf = () => String(sandbox.store.contacts.get(secondContact)?.visitorId)
  sandbox.conversations.receive(secondContact, { type: 'Live_Chat', body: 'Is anybody there?' })
  const visitorId = visitorOf()
  expect((await type({ visitorId, conversationId })).status).toBe(201)
  sandbox.conversations.receive(secondContact, { type: 'Live_Chat', body: 'Hello?' })
  expect(visitorOf()).toBe(visitorId)
})
