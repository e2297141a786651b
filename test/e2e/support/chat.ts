/** GoHighLevel's inbox with the bot at one end and contacts and colleagues at the other. */
import { afterEach, beforeAll, expect } from 'vitest'
import {
  checkAgainstSchema,
  handOver,
  readDeployedDefinition,
  speak,
  type BundleAnswer,
  type Conversation,
  type Message,
  type Said,
  type Utterance,
} from '../../../sandbox/botpress'
import { seedIds, type MessageInput, type MessageType, type StoredMessage } from '../../../sandbox/gohighlevel'
import type { Bot, Data } from './bot'
import { deliver } from './delivery'
import { world } from './world'

/** What a webhook is to the bundle. */
export type Webhook = Parameters<Bot['installation']['webhook']>[0]

/** A connected bot to which GoHighLevel tells what happens. */
export async function openInbox(configuration: Data = {}): Promise<Bot> {
  const { webhooks } = world.ghl
  const connected = await world.installConnected()
  const bot = connected.as({
    configuration: {
      ...connected.installation.configuration,
      webhookPublicKey: webhooks.publicKey,
      legacyWebhookPublicKey: webhooks.legacyPublicKey,
      ...configuration,
    },
  })
  webhooks.url = bot.installation.webhookUrl
  return bot
}

let contacts = 0

/** A new contact, of whom nothing may be logged. */
export async function addContact(bot: Bot, fields: Data = {}): Promise<string> {
  const number = ++contacts
  const { id } = await bot.succeed('createContact', {
    firstName: `Firstname${number}`,
    lastName: `Lastname${number}`,
    email: `contact${number}@example.com`,
    phone: `+1555020${String(number).padStart(4, '0')}`,
    ...fields,
  })
  await world.ghl.webhooks.idle()
  return String(id)
}

/** The contact writes; gives back what the bot was handed for it. */
export async function write(bot: Bot, contactId: string, message: MessageInput): Promise<Message[]> {
  const before = heardBy(bot).length
  world.leaks.addPersonal(message)
  world.ghl.conversations.receive(contactId, message)
  await world.ghl.webhooks.idle()
  return heardBy(bot).slice(before)
}

/** A colleague answers in GoHighLevel's inbox. */
export async function reply(contactId: string, message: MessageInput): Promise<void> {
  world.leaks.addPersonal(message)
  world.ghl.conversations.reply(contactId, seedIds.user, message)
  await world.ghl.webhooks.idle()
}

const dataOf = (bot: Bot) => world.botpress.bot(bot.installation.botId)

/** What has reached the bot, oldest first. */
export const heardBy = (bot: Bot): Message[] =>
  [...dataOf(bot).messages.values()].filter(({ direction }) => direction === 'incoming')

export const textsOf = (messages: Message[]): unknown[] => messages.map(({ payload }) => payload.text)
export const conversationsOf = (bot: Bot): Conversation[] => [...dataOf(bot).conversations.values()]
export const usersOf = (bot: Bot) => [...dataOf(bot).users.values()]

/** What stands in GoHighLevel's inbox and was not written by the contact, oldest first. */
export const answersTo = (contactId: string): StoredMessage[] =>
  world.ghl.conversations.inboxOf(contactId).filter(({ direction }) => direction === 'outbound')

/** The bot's conversation on a medium, opened by a message of the contact. */
export async function conversationOn(bot: Bot, contactId: string, type: MessageType): Promise<string> {
  const [message] = await write(bot, contactId, { type, body: 'Hello there', subject: 'First subject' })
  return message?.conversationId ?? expect.fail('The bot was handed nothing')
}

/** The bot says something; whatever the integration answers. */
export async function say(bot: Bot, conversationId: string, utterance: Utterance): Promise<Said> {
  world.leaks.addPersonal(utterance.payload)
  const said = await speak(dataOf(bot), bot.installation, conversationId, utterance)
  world.leaks.addShown(said.answer.body)
  await world.ghl.webhooks.idle()
  return said
}

/** The bot says something, which is sent; gives back the requests that it became. */
export async function sendsOf(bot: Bot, conversationId: string, utterance: Utterance): Promise<Data[]> {
  const before = world.ghl.requests.length
  const { answer, message } = await say(bot, conversationId, utterance)
  expect(answer.status, answer.body).toBe(200)
  expect(dataOf(bot).messages.get(message.id)?.tags.messageId, 'acknowledged by an id').toBeTruthy()
  return world.ghl.requests
    .slice(before)
    .filter(({ method, path }) => method === 'POST' && path === '/conversations/messages')
    .map(({ body }) => ({ ...Object(body) }))
}

/** The bot says something, which cannot be sent; gives back the reason, which stands in the bot's log as well. */
export async function refusalOf(bot: Bot, conversationId: string, utterance: Utterance): Promise<string> {
  const { answer, message } = await say(bot, conversationId, utterance)
  expect(dataOf(bot).messages.get(message.id)?.tags).toEqual({})
  const reason = reasonOf(answer)
  await expect.poll(() => world.logs().join('\n')).toContain(`[For Bot Owner] ${reason}`)
  return reason
}

export function reasonOf({ status, body }: BundleAnswer): string {
  const error: unknown = JSON.parse(body)
  expect({ status, ...Object(error) }).toMatchObject({ status: 400, type: 'Runtime' })
  return String(Object(error).message)
}

/** The same message of the bot once more. */
export const repeat = (bot: Bot, message: Message): Promise<BundleAnswer> =>
  handOver(dataOf(bot), bot.installation, message)

/** GoHighLevel's webhooks go nowhere from now on; gives back what would have been delivered. */
export function collectWebhooks(bot: Bot): Webhook[] {
  const collected: Webhook[] = []
  const answer = { status: 200, headers: {}, body: '' }
  world.gateway.route(bot.installation.webhookId, { webhook: async (request) => (collected.push(request), answer) })
  return collected
}

/** Delivers it as often as it takes. */
export async function deliverTo(bot: Bot, webhook: Webhook): Promise<void> {
  const statuses = await deliver(async () => (await bot.installation.webhook(webhook)).status)
  expect(statuses.at(-1)).toBe(200)
}

/** Botpress would refuse tags and payloads that were never declared. */
export async function checkChat(): Promise<void> {
  const { channels = {}, user: declared } = await readDeployedDefinition()
  for (const { users, conversations, messages } of world.botpress.bots.values()) {
    for (const { tags } of users.values()) expectDeclared(tags, declared?.tags)
    for (const { channel, tags } of conversations.values()) expectDeclared(tags, channels[channel]?.conversation?.tags)
    for (const { conversationId, type, payload, tags } of messages.values()) {
      const channel = channels[conversations.get(conversationId)?.channel ?? '']
      expectDeclared(tags, channel?.message?.tags)
      const { schema } = channel?.messages?.[type] ?? expect.fail(`There is no message of type ${type}`)
      expect(checkAgainstSchema(schema, payload), `${type} fits its deployed schema`).toEqual([])
    }
  }
}

function expectDeclared(tags: Record<string, string>, declared: object = {}): void {
  expect(Object.keys(declared)).toEqual(expect.arrayContaining(Object.keys(tags)))
}

/** Call beside useWorld. */
export function useChat(): void {
  // GoHighLevel's clock is behind: no message is so young that it is held back for those before it.
  beforeAll(() => world.ghl.store.advanceClock(-1000))
  afterEach(async () => {
    world.ghl.webhooks.url = undefined
    try {
      await checkChat()
    } finally {
      world.botpress.bots.clear()
    }
  })
}
