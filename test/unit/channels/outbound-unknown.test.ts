/** A message of which nobody knows whether it arrived is not sent again; what becomes of a message later is told. */
import { randomUUID } from 'node:crypto'
import nock from 'nock'
import { beforeEach, describe, expect, it } from 'vitest'
import { sendMessage, type Outgoing } from '../../../src/channels/outbound'
import { elapse, fakeClock } from '../support/clock'
import { ghlScope, neverAnswers, socketError, useFakeNetwork } from '../support/network'
import { failureOf, privateText, watchForLeaks } from '../support/secrets'
import { sameReceiver, type Receiver } from '../webhooks/support/receiver'
import { answerGhl, bodiesOf, conversationOn, deliverTo, inbox, outboundWebhook, outgoing } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const ROUTE = '/conversations/messages'

async function talking(): Promise<Receiver> {
  answerGhl()
  const one = inbox()
  await conversationOn(one, 'SMS')
  return one
}

/** The reason why Botpress is told that the message failed. */
const reasonFor = async (one: Receiver, message: Outgoing): Promise<string> =>
  (await elapse(failureOf(sendMessage(sameReceiver(one), message)))).result.message

describe('after an attempt that may have reached the contact', () => {
  beforeEach(fakeClock)

  const uncertain: [string, () => void][] = [
    ['an answer that never came', () => neverAnswers('POST', ROUTE)],
    ['a broken connection', () => void ghlScope().post(ROUTE).replyWithError(socketError('ECONNRESET'))],
    ['a gateway in trouble', () => void ghlScope().post(ROUTE).reply(502, '<html>Bad Gateway</html>')],
    ['a page in place of an answer', () => void ghlScope().post(ROUTE).reply(200, '<html>Maintenance</html>')],
  ]

  it.each(uncertain)('(%s) it fails, and is never sent again', async (_what, answer) => {
    const one = await talking()
    const { message, acknowledged } = outgoing(one, 'text', { text: privateText('answer') })
    nock.cleanAll()
    answer()
    expect(await reasonFor(one, message)).toContain('The message was not sent by SMS')
    const asked = answerGhl()
    expect(await reasonFor(one, message)).toContain('may have reached the contact already')
    expect(bodiesOf(asked)).toEqual([])
    expect(acknowledged).toEqual([])
  })

  it('the next message is sent all the same', async () => {
    const one = await talking()
    nock.cleanAll()
    ghlScope().post(ROUTE).reply(502, '')
    await reasonFor(one, outgoing(one, 'text', { text: 'first' }).message)
    const asked = answerGhl()
    await elapse(sendMessage(one, outgoing(one, 'text', { text: 'second' }).message))
    expect(bodiesOf(asked).map(({ message }) => message)).toEqual(['second'])
  })
})

describe('after an attempt that reached nobody', () => {
  beforeEach(fakeClock)

  it('because GoHighLevel could not be reached it is sent when Botpress repeats it', async () => {
    const one = await talking()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    nock.cleanAll()
    ghlScope().persist().post(ROUTE).replyWithError(socketError('ECONNREFUSED'))
    expect(await reasonFor(one, message)).toContain('could not be reached')
    const asked = answerGhl()
    await elapse(sendMessage(one, message))
    expect(bodiesOf(asked)).toHaveLength(1)
  })

  it('because what is about to be sent could not be written down it is sent when Botpress repeats it', async () => {
    const one = await talking()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    // As often as a state is tried to be written.
    one.states.fail('setState', 'outbox', 4)
    const asked = answerGhl()
    await elapse(failureOf(sendMessage(one, message)))
    expect(bodiesOf(asked)).toEqual([])
    await elapse(sendMessage(one, message))
    expect(bodiesOf(asked)).toHaveLength(1)
  })
})

describe('a process that dies while it sends', () => {
  it('leaves a note, so that no other sends the message again', async () => {
    const one = await talking()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    const { id } = message.conversation
    one.states.putIn(id, 'outbox', { messages: [{ id: message.message.id, sent: [], isSending: true }] })
    const asked = answerGhl()
    expect((await failureOf(sendMessage(one, message))).message).toContain('is not sent a second time')
    expect(bodiesOf(asked)).toEqual([])
  })

  it('after the first of several parts has that one not sent again either', async () => {
    const one = await talking()
    const text = 'word '.repeat(600)
    const { message, acknowledged } = outgoing(one, 'text', { text })
    const { id } = message.conversation
    one.states.putIn(id, 'outbox', { messages: [{ id: message.message.id, sent: ['first'], isSending: false }] })
    const asked = answerGhl()
    await sendMessage(one, message)
    expect(bodiesOf(asked)).toHaveLength(1)
    expect(acknowledged).toEqual([{ messageId: 'first' }])
  })
})

describe('messages of one conversation', () => {
  it('go out in the order in which the bot said them, however long each takes', async () => {
    const one = await talking()
    let count = 0
    const asked = answerGhl({
      [`POST ${ROUTE}`]: () => ({ body: { messageId: `sent-${++count}`, conversationId: 'c' } }),
    })
    const texts = Array.from({ length: 10 }, (_, index) => `text ${index}`)
    await Promise.all(texts.map((text) => sendMessage(sameReceiver(one), outgoing(one, 'text', { text }).message)))
    expect(bodiesOf(asked).map(({ message }) => message)).toEqual(texts)
  })

  it('are remembered, the last twenty of them', async () => {
    const one = await talking()
    answerGhl()
    for (let index = 0; index < 25; index++) {
      await sendMessage(one, outgoing(one, 'text', { text: `text ${index}` }).message)
    }
    const conversation = one.chat.conversations.at(-1)?.id
    expect(one.states.stored('outbox', conversation)?.messages).toHaveLength(20)
  })
})

const told = async (fields: Record<string, unknown>) => {
  const one = inbox({ pauseOnHumanReply: false })
  answerGhl()
  const webhook = outboundWebhook(one, { messageId: randomUUID(), body: privateText('answer'), ...fields })
  expect(await deliverTo(one, webhook)).toBe(200)
  return { lines: one.lines.filter((line) => line.startsWith('error')), webhook }
}

describe('what GoHighLevel tells later of a message', () => {
  it.each(['failed', 'undelivered'])('when it %s is an error in the log, without its text', async (status) => {
    const { lines, webhook } = await told({ source: 'api', status, messageType: 'WhatsApp' })
    expect(lines).toEqual([
      `error A message could not be delivered: WhatsApp, status ${status}, messageId ${webhook.messageId}`,
    ])
  })

  it.each([
    [{ source: 'api', status: 'delivered' }],
    [{ source: 'app', status: 'failed' }],
    [{ source: 'workflow', status: 'failed' }],
  ])('is none when it is %o', async (fields) => {
    expect((await told(fields)).lines).toEqual([])
  })
})
