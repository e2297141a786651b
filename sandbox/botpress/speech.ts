import { randomUUID } from 'node:crypto'
import type { BotpressApi } from './api'
import type { BotData } from './bot-data'
import type { BundleAnswer, Installation } from './installation'
import type { JsonObject, Message } from './records'

export type Utterance = { type: string; payload: JsonObject }

/** A message of the bot's, and what the integration has answered to it. */
export type Said = { message: Message; answer: BundleAnswer }

/** The bot says something in a conversation: it is kept as its message and handed to the integration. */
export async function speak(
  bot: BotData,
  installation: Installation,
  conversationId: string,
  { type, payload }: Utterance
): Promise<Said> {
  const message: Message = {
    id: `msg_${randomUUID()}`,
    createdAt: new Date().toISOString(),
    type,
    payload,
    direction: 'outgoing',
    userId: installation.botUserId,
    conversationId,
    tags: {},
  }
  bot.messages.set(message.id, message)
  return { message, answer: await handOver(bot, installation, message) }
}

/** Hands a message of the bot's to the integration; may be repeated, as Botpress may. */
export function handOver(bot: BotData, installation: Installation, message: Message): Promise<BundleAnswer> {
  const conversation = bot.conversations.get(message.conversationId)
  if (!conversation) throw new Error(`No conversation ${message.conversationId} in the stand-in`)
  const { type, payload, userId } = message
  return installation.message({ type, payload, conversation, message, user: { id: userId, tags: {} } })
}

export type RunningBot = {
  /** What it has said so far, oldest first. */
  readonly said: Said[]
  /** Resolves when everything that has reached it is answered. */
  idle(): Promise<void>
  stop(): void
}

/** A tiny bot: to each message that reaches it, it says what it is told to; conversations do not wait for each other. */
export function runBot(
  botpress: BotpressApi,
  installation: Installation,
  answer: (message: Message) => Utterance[]
): RunningBot {
  const said: Said[] = []
  const spoken = new Map<string, Promise<void>>()
  const answerAll = async (message: Message): Promise<void> => {
    const bot = botpress.bot(installation.botId)
    for (const utterance of answer(message)) {
      said.push(await speak(bot, installation, message.conversationId, utterance))
    }
  }
  const stop = botpress.onMessage((botId, message) => {
    if (botId !== installation.botId || message.direction !== 'incoming') return
    const before = spoken.get(message.conversationId) ?? Promise.resolve()
    spoken.set(
      message.conversationId,
      before.then(() => answerAll(message))
    )
  })
  return { said, idle: async () => void (await Promise.all(spoken.values())), stop }
}
