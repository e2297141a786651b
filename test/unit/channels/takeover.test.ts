/** A colleague takes over in GoHighLevel's inbox, and hands the contact back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkAgainstSchema, readDeployedDefinition } from '../../../sandbox/botpress'
import { useFakeNetwork } from '../support/network'
import { run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import type { Receiver } from '../webhooks/support/receiver'
import {
  answerGhl,
  bodiesOf,
  CONTACT,
  CONVERSATION,
  conversationOn,
  deliverTo,
  inbound,
  inbox,
  outboundWebhook,
  say,
  write,
} from './support/inbox'

useFakeNetwork()
watchForLeaks()

const MINUTE = 60_000
const conversation = {
  [`GET /conversations/${CONVERSATION}`]: { body: { id: CONVERSATION, contactId: CONTACT, type: 1 } },
}

/** Only dates: what waits goes on waiting in real time. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())
const later = (minutes: number) => void vi.setSystemTime(Date.now() + minutes * MINUTE)

const reply = (one: Receiver, fields = {}) => deliverTo(one, outboundWebhook(one, fields))
const pausedUntil = (one: Receiver) => one.chat.users[0]?.tags.pausedUntil
const typesOf = (one: Receiver) => one.bot.created.map(({ type }) => type)

/** True when what the contact writes reaches the bot, and what the bot says reaches the contact. */
async function isBotOn(one: Receiver): Promise<boolean> {
  const heard = (await write(one)).length
  const asked = answerGhl(conversation)
  await say(one, 'text', { text: 'Hello' })
  const said = bodiesOf(asked).length
  expect(said, 'the bot hears and speaks, or neither').toBe(heard)
  return heard === 1
}

async function talking(configuration = {}): Promise<Receiver> {
  answerGhl(conversation)
  const one = inbox(configuration)
  await conversationOn(one, 'SMS')
  return one
}

describe('when a colleague answers a contact', () => {
  it('the bot neither hears nor says anything there for an hour, and then does again', async () => {
    const one = await talking()
    await reply(one)
    expect(await isBotOn(one)).toBe(false)
    later(59)
    expect(await isBotOn(one)).toBe(false)
    later(2)
    expect(await isBotOn(one)).toBe(true)
  })

  it('what the contact writes meanwhile is an event all the same', async () => {
    const one = await talking()
    await reply(one)
    one.bot.created.length = 0
    const webhook = inbound(one)
    await deliverTo(one, webhook)
    expect(one.bot.created).toEqual([{ type: 'inboundMessageReceived', payload: webhook }])
  })

  it('each further answer begins the time anew', async () => {
    const one = await talking()
    await reply(one)
    later(50)
    await reply(one)
    later(50)
    expect(await isBotOn(one)).toBe(false)
  })

  it('the bot is silent on all media with that contact, and with nobody else', async () => {
    const one = await talking()
    await reply(one)
    expect(await write(one, { messageType: 'WhatsApp' })).toEqual([])
    expect(await write(one, { contactId: 'another', conversationId: 'another' })).toHaveLength(1)
  })

  it('an event tells of it with what was written, by whom, and until when', async () => {
    const one = await talking()
    one.bot.created.length = 0
    const webhook = outboundWebhook(one)
    await deliverTo(one, webhook)
    expect(typesOf(one)).toEqual(['humanAgentReplied', 'outboundMessageSent'])
    const payload = one.bot.created[0]?.payload
    expect(payload).toEqual({ ...webhook, paused: true, pausedUntil: pausedUntil(one) })
    const { events = {} } = await readDeployedDefinition()
    expect(checkAgainstSchema(events.humanAgentReplied?.schema ?? expect.fail(), payload)).toEqual([])
    expect(Date.parse(String(pausedUntil(one)))).toBe(Date.parse(String(webhook.dateAdded)) + 60 * MINUTE)
  })

  it('who never wrote before, the bot is silent too', async () => {
    answerGhl(conversation)
    const one = inbox()
    await reply(one)
    expect(await write(one)).toEqual([])
  })

  it('a copy of the answer is one event', async () => {
    const one = await talking()
    one.bot.created.length = 0
    const webhook = outboundWebhook(one)
    for (const _ of [1, 2, 3]) await deliverTo(one, webhook)
    expect(typesOf(one)).toEqual(['humanAgentReplied', 'outboundMessageSent'])
  })

  it('Botpress failing half way makes no event twice', async () => {
    const one = await talking()
    one.bot.created.length = 0
    const from = one.bot.attempts
    one.bot.isDown = (attempt) => attempt === from + 2
    const webhook = outboundWebhook(one)
    expect([await deliverTo(one, webhook), await deliverTo(one, webhook)]).toEqual([503, 200])
    expect(typesOf(one)).toEqual(['humanAgentReplied', 'outboundMessageSent'])
  })

  it.each(['SMS', 'Email', 'WhatsApp', 'FB', 'IG', 'Live Chat', 'GMB'])('it counts on %s', async (messageType) => {
    const one = await talking()
    await reply(one, { messageType })
    expect(await isBotOn(one)).toBe(false)
  })

  it('GoHighLevel may leave out the source, where it names the user', async () => {
    const one = await talking()
    await reply(one, { source: undefined })
    expect(await isBotOn(one)).toBe(false)
  })

  it('GoHighLevel may leave out the user, where it names its own inbox', async () => {
    const one = await talking()
    await reply(one, { userId: undefined })
    expect(await isBotOn(one)).toBe(false)
  })
})

describe('no colleague has taken over', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the bot itself, or another app', { source: 'api' }],
    ['another bot whose messages name a user', { source: 'api', userId: 'user0000000000000001' }],
    ['a workflow', { source: 'workflow' }],
    ['a campaign', { source: 'campaign' }],
    ['a bulk action', { source: 'bulk_actions' }],
    ['nobody that is named', { source: undefined, userId: undefined }],
    ['a colleague who called', { messageType: 'CALL' }],
    ['a colleague who left a comment for colleagues', { messageType: 'TYPE_INTERNAL_COMMENT' }],
    ['an activity in the inbox', { messageType: 'TYPE_ACTIVITY_OPPORTUNITY' }],
    ['the contact', { type: 'InboundMessage', direction: 'inbound' }],
  ])('when it was %s', async (_who, fields) => {
    const one = await talking()
    await reply(one, fields)
    expect(pausedUntil(one)).toBeUndefined()
    expect(typesOf(one)).not.toContain('humanAgentReplied')
    expect(await isBotOn(one)).toBe(true)
  })
})

describe('the configuration', () => {
  it('can leave the bot on, and the event still comes', async () => {
    const one = await talking({ pauseOnHumanReply: false })
    await reply(one)
    expect(one.bot.created.find(({ type }) => type === 'humanAgentReplied')?.payload).toMatchObject({ paused: false })
    expect(await isBotOn(one)).toBe(true)
  })

  it('can set the minutes', async () => {
    const one = await talking({ pauseMinutes: 5 })
    await reply(one)
    later(4)
    expect(await isBotOn(one)).toBe(false)
    later(2)
    expect(await isBotOn(one)).toBe(true)
  })

  it('can make it last until it is handed back', async () => {
    const one = await talking({ pauseMinutes: 0 })
    await reply(one)
    later(20 * 60)
    expect(await isBotOn(one)).toBe(false)
    expect(await run('resumeConversation', { conversationId: CONVERSATION }, one)).toMatchObject({ success: true })
    expect(await isBotOn(one)).toBe(true)
  })
})

describe('handing back', () => {
  it('lets the bot hear and speak again at once', async () => {
    const one = await talking()
    await reply(one)
    expect(await run('resumeConversation', { conversationId: CONVERSATION }, one)).toMatchObject({ success: true })
    expect(await isBotOn(one)).toBe(true)
  })

  it('is not undone by an answer from before that comes late', async () => {
    const one = await talking()
    const dateAdded = new Date().toISOString()
    later(10)
    await run('resumeConversation', { conversationId: CONVERSATION }, one)
    await reply(one, { dateAdded })
    expect(await isBotOn(one)).toBe(true)
    later(1)
    await reply(one)
    expect(await isBotOn(one)).toBe(false)
  })

  it('an answer from long ago that comes late silences nobody', async () => {
    const one = await talking()
    await reply(one, { dateAdded: new Date(Date.now() - 120 * MINUTE).toISOString() })
    expect(one.bot.created.find(({ type }) => type === 'humanAgentReplied')?.payload.paused).toBe(false)
    expect(await isBotOn(one)).toBe(true)
  })

  it('an earlier answer that comes after a later one shortens no pause', async () => {
    const one = await talking()
    const early = new Date(Date.now() - 30 * MINUTE).toISOString()
    await reply(one)
    const until = pausedUntil(one)
    await reply(one, { dateAdded: early })
    expect(pausedUntil(one)).toBe(until)
  })
})

describe('pausing by an action', () => {
  it('silences the bot as long as it says', async () => {
    const one = await talking()
    const { success, data } = await run('pauseConversation', { conversationId: CONVERSATION, minutes: 10 }, one)
    expect(success).toBe(true)
    expect(data).toEqual({
      conversationId: CONVERSATION,
      contactId: CONTACT,
      pausedUntil: new Date(Date.now() + 10 * MINUTE).toISOString(),
    })
    expect(await isBotOn(one)).toBe(false)
    later(11)
    expect(await isBotOn(one)).toBe(true)
  })

  it('lasts as configured unless it says, and for good with 0', async () => {
    const one = await talking({ pauseMinutes: 3 })
    await run('pauseConversation', { conversationId: CONVERSATION }, one)
    expect(pausedUntil(one)).toBe(new Date(Date.now() + 3 * MINUTE).toISOString())
    await run('pauseConversation', { conversationId: CONVERSATION, minutes: 0 }, one)
    expect(pausedUntil(one)).toMatch(/^9999-/)
  })

  it('is not shortened by the answer of a colleague', async () => {
    const one = await talking()
    await run('pauseConversation', { conversationId: CONVERSATION, minutes: 0 }, one)
    await reply(one)
    expect(pausedUntil(one)).toMatch(/^9999-/)
  })

  it('of a conversation that is not there says so, and silences nobody', async () => {
    const one = await talking()
    answerGhl({ [`GET /conversations/${CONVERSATION}`]: { status: 400, body: { message: 'Conversation not found' } } })
    const outcome = await run('pauseConversation', { conversationId: CONVERSATION }, one)
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
    expect(pausedUntil(one)).toBeUndefined()
  })
})

describe('two machines that answer each other', () => {
  it('are stopped: the bot pauses when a contact writes faster than people do', async () => {
    const one = await talking()
    let heard = 0
    for (let turn = 0; turn < 60; turn++) {
      heard += (await write(one)).length
      later(1 / 30)
    }
    expect(heard).toBeGreaterThanOrEqual(25)
    expect(heard).toBeLessThanOrEqual(30)
    expect(one.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1)
    expect(one.lines[0]).toContain('faster than people do')
    expect(one.bot.created.filter(({ type }) => type === 'inboundMessageReceived').length).toBeGreaterThan(60)
    later(61)
    expect(await isBotOn(one)).toBe(true)
  })

  it('are not seen in a person who writes a lot', async () => {
    const one = await talking()
    for (let turn = 0; turn < 60; turn++) {
      expect(await write(one)).toHaveLength(1)
      later(1 / 4)
    }
  })

  it('are counted by conversation', async () => {
    const one = await talking()
    for (let turn = 0; turn < 80; turn++) {
      const ids = { contactId: `contact-${turn % 4}`, conversationId: `conversation-${turn % 4}` }
      expect(await write(one, ids)).toHaveLength(1)
    }
  })
})
