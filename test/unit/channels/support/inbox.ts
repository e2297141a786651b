/** A bot that takes part in a conversation: what GoHighLevel tells it, and what it makes GoHighLevel send. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Outgoing } from '../../../../src/channels/outbound'
import { sendMessage } from '../../../../src/channels/outbound'
import type { Medium } from '../../../../src/channels/media'
import { handleRequest } from '../../../../src/handler'
import type { ChatMessage } from '../../support/chat'
import type { Options } from '../../support/installation'
import { failureOf, privateText } from '../../support/secrets'
import { signed } from '../../webhooks/support/keys'
import { envelope, receiver, sameReceiver, type Handle, type Receiver } from '../../webhooks/support/receiver'
import { answerBy, byRoute, type Answerer, type Asked } from '../../support/routes'
import type { Reply } from '../../support/actions'

type Fields = Record<string, unknown>

export const CONTACT = 'contact0000000000001'
export const CONVERSATION = 'conversation00000001'

/** Of the person who writes, in the form of GET /contacts/{id}. */
export const person = {
  id: CONTACT,
  firstName: 'Ada',
  lastName: 'Example',
  email: 'ada@example.com',
  phone: '+15550100123',
}

const CONTACT_ROUTE = `GET /contacts/${CONTACT}`
export const SEND = 'POST /conversations/messages'

let sent = 0
/** An answer to a message that was sent. */
export const queued = (): Reply => ({
  body: {
    conversationId: CONVERSATION,
    messageId: `sent${String(++sent).padStart(16, '0')}`,
    msg: 'Message queued successfully.',
  },
})

/** GoHighLevel knows the person and sends whatever it is given, unless told otherwise; gives back what it was asked. */
export const answerGhl = (routes: Record<string, Reply | Reply[] | Answerer> = {}): Asked[] =>
  answerBy(byRoute({ [CONTACT_ROUTE]: { body: { contact: person } }, [SEND]: () => queued(), ...routes }))

export const bodiesOf = (asked: Asked[]): Fields[] =>
  asked.filter(({ method, path }) => `${method} ${path}` === SEND).map(({ body }) => ({ ...Object(body) }))

/** A connected installation whose bot takes messages. */
export const inbox = (configuration: Options['configuration'] = {}): Receiver => receiver({ configuration })

/** The message of a contact, as a webhook. */
export const inbound = (one: Receiver, fields: Fields = {}): Fields => ({
  type: 'InboundMessage',
  ...envelope(one),
  contactId: CONTACT,
  conversationId: CONVERSATION,
  messageId: `message-${randomUUID()}`,
  messageType: 'SMS',
  direction: 'inbound',
  status: 'delivered',
  contentType: 'text/plain',
  attachments: [],
  body: privateText('message'),
  // Long enough ago not to be held back.
  dateAdded: new Date(Date.now() - 1000).toISOString(),
  ...fields,
})

/** A message to the contact, as a webhook. By default a colleague wrote it in GoHighLevel's inbox. */
export const outboundWebhook = (one: Receiver, fields: Fields = {}): Fields =>
  inbound(one, {
    type: 'OutboundMessage',
    direction: 'outbound',
    source: 'app',
    userId: 'user0000000000000001',
    ...fields,
  })

/** Delivers a webhook; gives back the status of the answer. */
export const deliverTo = async (one: Receiver, webhook: Fields, handle: Handle = handleRequest): Promise<number> =>
  (await handle(one, signed(webhook))).status

/** A contact writes; gives back what the bot was handed for it. */
export async function write(one: Receiver, fields: Fields = {}): Promise<ChatMessage[]> {
  const before = one.chat.messages.length
  expect(await deliverTo(one, inbound(one, fields))).toBe(200)
  return one.chat.messages.slice(before)
}

/** The bot's conversation on a medium, opened by a message of the contact. */
export async function conversationOn(one: Receiver, messageType: string, fields: Fields = {}) {
  await write(one, { messageType, ...fields })
  return lastConversation(one)
}

export const lastConversation = (one: Receiver) =>
  one.chat.conversations.at(-1) ?? expect.fail('There is no conversation')

export type Said = { acknowledged: Record<string, string | undefined>[]; id: string }

/** What Botpress hands over for a message of the bot. */
export function outgoing(one: Receiver, type: string, payload: Fields, conversation = lastConversation(one)) {
  const acknowledged: Said['acknowledged'] = []
  const message: Outgoing = {
    type,
    payload,
    conversation: structuredClone(conversation),
    message: { id: `botmessage-${randomUUID()}`, tags: {} },
    ack: async ({ tags }) => void acknowledged.push(tags),
  }
  return { message, acknowledged }
}

/** The bot says something in the conversation. */
export async function say(
  one: Receiver,
  type: string,
  payload: Fields,
  conversation = lastConversation(one)
): Promise<Said> {
  const { message, acknowledged } = outgoing(one, type, payload, conversation)
  await sendMessage(sameReceiver(one), message)
  return { acknowledged, id: message.message.id }
}

/** The reason why what the bot says is not sent, as it ends up in the bot's log. */
export async function refusalOf(one: Receiver, type: string, payload: Fields): Promise<string> {
  const { message, acknowledged } = outgoing(one, type, payload)
  const thrown = await failureOf(sendMessage(sameReceiver(one), message))
  expect(thrown).toMatchObject({ type: 'Runtime' })
  expect(acknowledged).toEqual([])
  return thrown.message
}

export const ALL_MEDIA: Medium[] = [
  'SMS',
  'RCS',
  'Email',
  'WhatsApp',
  'FB',
  'IG',
  'GMB',
  'Live_Chat',
  'TIKTOK',
  'Custom',
]
