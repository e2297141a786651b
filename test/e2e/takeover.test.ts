/** A colleague takes over a conversation in GoHighLevel's inbox and hands it back, through the built bundle. */
import { describe, expect, it } from 'vitest'
import { checkAgainstSchema, readDeployedDefinition, type Utterance } from '../../sandbox/botpress'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot } from './support/bot'
import {
  addContact,
  answersTo,
  conversationOn,
  conversationsOf,
  openInbox,
  reply,
  say,
  textsOf,
  useChat,
  usersOf,
  write,
} from './support/chat'
import { eventsOf } from './support/delivery'
import { useWorld, world } from './support/world'

useWorld()
useChat()

const text = (words: string): Utterance => ({ type: 'text', payload: { text: words } })

const botWordsTo = (contactId: string) =>
  answersTo(contactId)
    .filter(({ source }) => source === 'api')
    .map(({ body }) => body)

/** A bot that talks with a contact by SMS. */
async function talking(configuration = {}) {
  const bot = await openInbox(configuration)
  const contactId = await addContact(bot)
  const conversationId = await conversationOn(bot, contactId, 'SMS')
  await say(bot, conversationId, text('How can I help you?'))
  return { bot, contactId, conversationId }
}

/** The id of the conversation in GoHighLevel, as a flow gets it. */
const ghlIdOf = (bot: Bot): string => conversationsOf(bot)[0]?.tags.conversationId ?? expect.fail('no conversation')

const pausedUntil = (bot: Bot): number => Date.parse(usersOf(bot)[0]?.tags.pausedUntil ?? '')

describe('when a colleague answers', () => {
  it('the bot hears and says nothing there until it is handed back', async () => {
    const { bot, contactId, conversationId } = await talking()
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    expect(await write(bot, contactId, { type: 'SMS', body: 'Thank you, Uma' })).toEqual([])
    const { answer, message } = await say(bot, conversationId, text('Can I help as well?'))
    expect(answer.status).toBe(200)
    expect(botWordsTo(contactId)).toEqual(['How can I help you?'])
    await expect
      .poll(() => world.logs().join('\n'))
      .toContain(`The bot is paused in conversation ${conversationId}: its message was not sent`)
    await bot.succeed('resumeConversation', { conversationId: ghlIdOf(bot) })
    expect(textsOf(await write(bot, contactId, { type: 'SMS', body: 'And you, bot?' }))).toEqual(['And you, bot?'])
    await say(bot, conversationId, text('Here I am'))
    expect(botWordsTo(contactId)).toEqual(['How can I help you?', 'Here I am'])
    expect(world.botpress.bot(bot.installation.botId).messages.get(message.id)?.tags).toEqual({})
  })

  it('an event says who, what and until when', async () => {
    const { bot, contactId } = await talking()
    const before = Date.now()
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    const events = eventsOf(bot).filter(({ type }) => type === 'humanAgentReplied')
    expect(events).toMatchObject([
      {
        payload: {
          contactId,
          conversationId: ghlIdOf(bot),
          userId: seedIds.user,
          body: 'Uma here, I take over',
          paused: true,
          pausedUntil: new Date(pausedUntil(bot)).toISOString(),
        },
      },
    ])
    // GoHighLevel's clock is a second behind.
    expect(pausedUntil(bot)).toBeGreaterThan(before + 59 * 60_000)
    expect(pausedUntil(bot)).toBeLessThanOrEqual(Date.now() + 60 * 60_000)
    const { events: deployed = {} } = await readDeployedDefinition()
    const schema = deployed.humanAgentReplied?.schema ?? expect.fail('humanAgentReplied is not deployed')
    expect(checkAgainstSchema(schema, events[0]?.payload)).toEqual([])
  })

  it('what the contact writes meanwhile is an event', async () => {
    const { bot, contactId } = await talking()
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    await write(bot, contactId, { type: 'SMS', body: 'Thank you, Uma' })
    const bodies = eventsOf(bot)
      .filter(({ type }) => type === 'inboundMessageReceived')
      .map(({ payload }) => payload.body)
    expect(bodies).toEqual(['Hello there', 'Thank you, Uma'])
  })

  it('the bot goes on with everybody else', async () => {
    const { bot, contactId } = await talking()
    const otherId = await addContact(bot)
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    expect(await write(bot, otherId, { type: 'SMS', body: 'Is anybody there?' })).toHaveLength(1)
  })

  it('in another process the bot is silent too', async () => {
    const { bot, contactId, conversationId } = await talking()
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    const elsewhere = bot.as({ process: await world.startProcess() })
    expect(await write(elsewhere, contactId, { type: 'SMS', body: 'Thank you, Uma' })).toEqual([])
    await say(elsewhere, conversationId, text('Can I help as well?'))
    expect(botWordsTo(contactId)).toEqual(['How can I help you?'])
  })

  it('a flow can still send, which is not the bot talking', async () => {
    const { bot, contactId } = await talking()
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    await bot.succeed('sendMessage', { contactId, type: 'SMS', message: 'Your appointment is tomorrow' })
    expect(botWordsTo(contactId)).toEqual(['How can I help you?', 'Your appointment is tomorrow'])
  })

  it('the bot goes on where it is configured so', async () => {
    const { bot, contactId } = await talking({ pauseOnHumanReply: false })
    await reply(contactId, { type: 'SMS', body: 'Uma here' })
    expect(await write(bot, contactId, { type: 'SMS', body: 'Thank you, Uma' })).toHaveLength(1)
    expect(eventsOf(bot).find(({ type }) => type === 'humanAgentReplied')?.payload.paused).toBe(false)
  })

  it('the bot is silent as long as it is configured', async () => {
    const { bot, contactId } = await talking({ pauseMinutes: 5 })
    await reply(contactId, { type: 'SMS', body: 'Uma here, I take over' })
    expect(Math.round((pausedUntil(bot) - Date.now()) / 60_000)).toBe(5)
  })
})

describe('no colleague has answered', () => {
  it.each(['api', 'workflow', 'campaign', 'bulk_actions'] as const)('when it was %s', async (source) => {
    const { bot, contactId } = await talking()
    world.ghl.conversations.send(contactId, source, { type: 'SMS', body: 'Special offer' })
    await world.ghl.webhooks.idle()
    expect(eventsOf(bot).map(({ type }) => type)).not.toContain('humanAgentReplied')
    expect(await write(bot, contactId, { type: 'SMS', body: 'Interesting' })).toHaveLength(1)
  })

  it('when a comment is for colleagues only', async () => {
    const { bot, contactId } = await talking()
    await bot.succeed('sendMessage', { contactId, type: 'InternalComment', message: 'Please call back' })
    await reply(contactId, { type: 'InternalComment', body: 'I will' })
    expect(await write(bot, contactId, { type: 'SMS', body: 'Hello again' })).toHaveLength(1)
  })
})

describe('handing over by an action', () => {
  it('to a colleague: assign, pause, tell them, and resume', async () => {
    const { bot, contactId, conversationId } = await talking()
    const ghlId = ghlIdOf(bot)
    expect(await bot.succeed('assignConversation', { conversationId: ghlId, assignedTo: 'Uma User' })).toEqual({
      conversationId: ghlId,
      contactId,
      assignedTo: seedIds.user,
    })
    expect(await bot.succeed('getConversation', { conversationId: ghlId })).toMatchObject({ assignedTo: seedIds.user })
    await bot.succeed('pauseConversation', { conversationId: ghlId, minutes: 0 })
    await bot.succeed('markAsUnread', { conversationId: ghlId })
    expect(await write(bot, contactId, { type: 'SMS', body: 'Hello, Uma' })).toEqual([])
    await say(bot, conversationId, text('I am off now'))
    expect(botWordsTo(contactId)).toEqual(['How can I help you?'])
    await bot.succeed('resumeConversation', { conversationId: ghlId })
    expect(await write(bot, contactId, { type: 'SMS', body: 'Hello, bot' })).toHaveLength(1)
  })

  it('of a conversation that is not there says so', async () => {
    const { bot } = await talking()
    for (const action of ['pauseConversation', 'resumeConversation', 'getConversation', 'markAsRead']) {
      const { error } = await bot.refuse(action, { conversationId: 'fakeconversation0001' })
      expect(error.code, action).toBe('NOT_FOUND')
    }
    expect(pausedUntil(bot)).toBeNaN()
  })
})
