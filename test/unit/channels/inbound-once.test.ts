/** A message reaches the bot once and in its order, wherever and however often GoHighLevel delivers it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { elapse, fakeClock } from '../support/clock'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { signed } from '../webhooks/support/keys'
import { deliver, sameReceiver, startHandler, type Receiver } from '../webhooks/support/receiver'
import { handleRequest } from '../../../src/handler'
import { answerGhl, inbound, inbox } from './support/inbox'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const statusesOf = async (answers: Promise<{ status: number }>[]) =>
  (await elapse(Promise.all(answers))).result.map(({ status }) => status)

async function processes(one: Receiver, count: number) {
  const handlers = await Promise.all(range(count).map(() => startHandler()))
  return handlers.map((handle) => (webhook: object) => handle(sameReceiver(one), signed(webhook)))
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

const textsOf = (one: Receiver) => one.chat.messages.map(({ payload }) => payload.text)

describe('the same messageId', () => {
  it('in two webhooks becomes one message, though two events', async () => {
    answerGhl()
    const one = inbox()
    const webhook = inbound(one)
    await statusesOf([handleRequest(one, signed(webhook))])
    await statusesOf([handleRequest(one, signed({ ...webhook, webhookId: 'another' }))])
    expect(one.chat.messages).toHaveLength(1)
    expect(one.bot.created).toHaveLength(2)
  })

  it('in two processes at once becomes one message', async () => {
    answerGhl()
    const one = inbox()
    const [a, b] = await processes(one, 2)
    const webhook = inbound(one, { attachments: ['https://example.com/a.png'] })
    const copies = ['1', '1', '2', '3'].map(
      (webhookId, index) => (index % 2 ? a : b)?.({ ...webhook, webhookId }) ?? expect.fail()
    )
    expect(await statusesOf(copies)).toEqual([200, 200, 200, 200])
    expect(one.chat.messages.map(({ type }) => type)).toEqual(['text', 'image'])
    expect(one.chat.users).toHaveLength(1)
  })

  it('after Botpress has failed half way becomes no second message of what it took', async () => {
    answerGhl()
    const one = inbox()
    // The text is taken, the picture is not.
    one.chat.isDown = (operation, call) => operation === 'getOrCreateMessage' && call === 2
    const webhook = inbound(one, { attachments: ['https://example.com/a.png'] })
    const { result } = await elapse(deliver(() => handleRequest(one, signed(webhook))))
    expect(result).toEqual([503, 200])
    expect(one.chat.messages.map(({ type }) => type)).toEqual(['text', 'image'])
    expect(one.bot.created).toHaveLength(1)
  })

  it.each(['getOrCreateUser', 'updateUser', 'getOrCreateConversation', 'updateConversation'] as const)(
    'after %s has failed becomes a message when it comes again',
    async (operation) => {
      answerGhl()
      const one = inbox()
      one.chat.isDown = (name, call) => name === operation && call === 1
      const webhook = inbound(one)
      const { result } = await elapse(deliver(() => handleRequest(one, signed(webhook))))
      expect(result).toEqual([503, 200])
      expect([one.chat.messages.length, one.bot.created.length]).toEqual([1, 1])
    }
  )

  it('becomes one message when the event after it fails', async () => {
    answerGhl()
    const one = inbox()
    one.bot.isDown = (attempt) => attempt === 1
    const webhook = inbound(one)
    const { result } = await elapse(deliver(() => handleRequest(one, signed(webhook))))
    expect(result).toEqual([503, 200])
    expect([one.chat.messages.length, one.bot.created.length]).toEqual([1, 1])
  })
})

describe('messages of one conversation', () => {
  it('that come together reach the bot in the order in which they were written', async () => {
    answerGhl()
    const one = inbox()
    one.chat.takesMs = 5
    const written = Date.now()
    const webhooks = range(12).map((index) =>
      inbound(one, { body: `text ${index}`, dateAdded: new Date(written + index * 1000).toISOString() })
    )
    // The first one is under way already when the others come, in any order.
    const [first, ...others] = webhooks
    const shuffled = others.map((webhook, index) => ({ webhook, at: (index * 7) % 11 })).sort((a, b) => a.at - b.at)
    await statusesOf(
      [first, ...shuffled.map(({ webhook }) => webhook)].map((webhook) => handleRequest(one, signed({ ...webhook })))
    )
    expect(textsOf(one)).toEqual(webhooks.map(({ body }) => body))
  })

  it('that overtake each other on their way to two processes are handed over as they were written', async () => {
    answerGhl()
    const one = inbox()
    const [a, b] = await processes(one, 2)
    const first = inbound(one, { body: 'first', dateAdded: ago(300) })
    const second = inbound(one, { body: 'second', dateAdded: ago(0) })
    const late = new Promise((resolve) => void setTimeout(resolve, 200))
    await statusesOf([b?.(second) ?? expect.fail(), late.then(() => a?.(first) ?? expect.fail())])
    expect(textsOf(one)).toEqual(['first', 'second'])
  })

  it.each([
    ['that were written long enough ago wait for nothing', -500, 0],
    ["that GoHighLevel's clock puts into the future wait half a second", 3_600_000, 500],
  ])('%s', async (_what, offset, wait) => {
    answerGhl()
    const one = inbox()
    // Later messages ask GoHighLevel nothing.
    await statusesOf([handleRequest(one, signed(inbound(one)))])
    const webhook = inbound(one, { dateAdded: ago(-offset) })
    const { ms } = await elapse(handleRequest(one, signed(webhook)))
    expect(ms).toBe(wait)
    expect(one.chat.messages).toHaveLength(2)
  })

  it('that come late are handed over late: none is lost', async () => {
    answerGhl()
    const one = inbox()
    for (const minute of [2, 3, 1]) {
      const dateAdded = `2026-11-20T10:0${minute}:00.000Z`
      await statusesOf([handleRequest(one, signed(inbound(one, { body: `minute ${minute}`, dateAdded })))])
    }
    expect(textsOf(one)).toEqual(['minute 2', 'minute 3', 'minute 1'])
  })

  it('that only some processes get, a slow one among them, are all handed over', async () => {
    answerGhl()
    const one = inbox()
    one.chat.takesMs = 300
    const senders = await processes(one, 2)
    const webhooks = range(20).map((index) => inbound(one, { body: `text ${index}` }))
    const deliveries = webhooks.map((webhook, index) => deliver(() => senders[index % 2]?.(webhook) ?? expect.fail()))
    const { result } = await elapse(Promise.all(deliveries))
    expect(result.map((statuses) => statuses.at(-1))).toEqual(webhooks.map(() => 200))
    expect(textsOf(one).sort()).toEqual(webhooks.map(({ body }) => body).sort())
  })
})

describe('100 conversations at once', () => {
  it('in three processes lose nothing, cross nothing, and keep the order within each', async () => {
    const asked = answerGhl({})
    const one = inbox()
    one.chat.takesMs = 3
    const senders = await processes(one, 3)
    const started = Date.now()
    const webhooks = range(300).map((index) => {
      const [who, turn] = [index % 100, Math.floor(index / 100)]
      return inbound(one, {
        contactId: `contact-${who}`,
        conversationId: `conversation-of-${who}`,
        body: `${who} says ${turn}`,
        dateAdded: new Date(started + index).toISOString(),
      })
    })
    // Each conversation is in one process, as a kept-alive connection would have it; every tenth comes twice.
    const deliveries = webhooks.flatMap((webhook, index) =>
      range(index % 10 === 0 ? 2 : 1).map((copy) =>
        deliver(() => senders[((index % 100) + copy) % 3]?.(webhook) ?? expect.fail())
      )
    )
    const { result } = await elapse(Promise.all(deliveries))
    expect(new Set(result.map((statuses) => statuses.at(-1)))).toEqual(new Set([200]))
    expect(one.chat.conversations).toHaveLength(100)
    expect(one.chat.users).toHaveLength(100)
    expect(one.chat.messages).toHaveLength(300)
    for (const { id, tags } of one.chat.conversations) {
      const who = String(tags.conversationId).replace('conversation-of-', '')
      const here = one.chat.messages.filter(({ conversationId }) => conversationId === id)
      expect(here.map(({ payload }) => payload.text)).toEqual([0, 1, 2].map((turn) => `${who} says ${turn}`))
      const user = one.chat.users.find((candidate) => candidate.id === here[0]?.userId)
      expect(user?.tags.contactId).toBe(`contact-${who}`)
      expect(tags.contactId).toBe(`contact-${who}`)
    }
    expect(asked.length).toBeGreaterThanOrEqual(100)
  }, 60_000)
})

describe('two installations in one process', () => {
  it('share no conversation, whatever they have in common', async () => {
    answerGhl()
    const one = inbox()
    const other = inbox()
    const same = { messageId: 'same', body: 'same' }
    await statusesOf([one, other].map((to) => handleRequest(to, signed(inbound(to, same)))))
    expect([one.chat.messages.length, other.chat.messages.length]).toEqual([1, 1])
  })
})
