/** What happens when a message of the bot is not sent: a reason in the bot's log, and never a second copy. */
import { describe, expect, it, vi } from 'vitest'
import { sendMessage } from '../../../src/channels/outbound'
import { elapse, fakeClock } from '../support/clock'
import { useFakeNetwork } from '../support/network'
import { failureOf, watchForLeaks } from '../support/secrets'
import { sameReceiver, type Receiver } from '../webhooks/support/receiver'
import { answerGhl, bodiesOf, conversationOn, inbox, outgoing, queued, refusalOf, SEND } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const refused = (status: number, message: string) => ({
  status,
  body: { status, message, name: 'HttpException', traceId: 'trace-1' },
})

async function onMedium(medium: string, reply: ReturnType<typeof refused>): Promise<string> {
  answerGhl({ [SEND]: reply })
  const one = inbox()
  await conversationOn(one, medium)
  return refusalOf(one, 'text', { text: 'Hello' })
}

describe('a message that GoHighLevel refuses', () => {
  it.each([
    ['SMS', 'Cannot send message as DND is active for SMS.', 'do not disturb'],
    ['Email', 'Cannot send email as ada@example.com has unsubscribed', 'unsubscribed'],
    ['SMS', 'Missing phone number', 'is missing or not valid'],
    ['Email', "Unable to send e-mail, contact's e-mail is invalid", 'is missing or not valid'],
    ['SMS', 'Invalid country calling code', 'Correct it in the contact'],
    [
      'Email',
      "Cannot send message as emailTo is not under contact's primary or additional emails",
      'Correct it in the contact',
    ],
    [
      'WhatsApp',
      "Can't send WhatsApp message as the last inbound message was earlier than 24 hours ago and there is no template.",
      'only within 24 hours',
    ],
    [
      'FB',
      "Can't send Facebook message as the last inbound message was earlier than 24 hours ago and there is no Facebook comment.",
      'only within 24 hours',
    ],
    ['GMB', 'type must be one of the following values: SMS, Email', 'did not accept the input'],
  ])('by %s (%s) fails with the reason and what to do', async (medium, words, expected) => {
    const message = await onMedium(medium, refused(400, words))
    expect(message).toContain(`not sent by ${medium}`)
    expect(message).toContain(expected)
    expect(message).toContain('status 400')
    expect(message).toContain('trace-1')
  })

  it("names nobody: addresses and numbers in GoHighLevel's words are left out", async () => {
    const words = 'Cannot send to ada@example.com, "Ada" <ada+x@sub.example.org> or +1 (555) 010-0123 or 15550100123'
    const message = await onMedium('SMS', refused(400, words))
    expect(message).not.toMatch(/ada@|ada\+x|example\.(com|org)|555|0100123/)
    expect(message).toContain('[address]')
    expect(message).toContain('[number]')
  })

  it('is sent when Botpress repeats it and GoHighLevel takes it then', async () => {
    const asked = answerGhl({ [SEND]: [refused(400, 'Missing phone number'), queued()] })
    const one = inbox()
    await conversationOn(one, 'SMS')
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    await failureOf(sendMessage(one, message))
    await sendMessage(one, message)
    expect(bodiesOf(asked)).toHaveLength(2)
  })

  it('half way is repeated from where it stopped', async () => {
    const asked = answerGhl({ [SEND]: [queued(), refused(422, 'Not now'), queued()] })
    const one = inbox()
    await conversationOn(one, 'SMS')
    const { message } = outgoing(one, 'text', { text: `${'a'.repeat(1_600)} ${'b'.repeat(1_600)}` })
    await failureOf(sendMessage(one, message))
    await sendMessage(one, message)
    expect(bodiesOf(asked).map(({ message: text }) => String(text)[0])).toEqual(['a', 'b', 'b'])
  })

  it('because the connection is lost says how to connect', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    const stored = one.states.stored('credentials') ?? expect.fail()
    const lost = inbox()
    lost.states.put('credentials', { ...stored, lost: 'The connection to GoHighLevel was revoked.' })
    const asked = answerGhl()
    const thrown = await failureOf(sendMessage(lost, outgoing(one, 'text', { text: 'Hello' }).message))
    expect(thrown.message).toContain(`Open ${lost.webhookUrl}/oauth/start to connect`)
    expect(asked).toEqual([])
  })
})

async function talk(): Promise<{ one: Receiver; asked: ReturnType<typeof answerGhl> }> {
  const asked = answerGhl()
  const one = inbox()
  await conversationOn(one, 'SMS')
  return { one, asked }
}

describe('a message that Botpress repeats', () => {
  it('is sent once, and acknowledged each time', async () => {
    const { one, asked } = await talk()
    const { message, acknowledged } = outgoing(one, 'text', { text: 'Hello' })
    for (const _ of [1, 2, 3]) await sendMessage(sameReceiver(one), message)
    expect(bodiesOf(asked)).toHaveLength(1)
    expect(new Set(acknowledged.map(({ messageId }) => messageId)).size).toBe(1)
    expect(acknowledged).toHaveLength(3)
  })

  it('at once is sent once', async () => {
    const { one, asked } = await talk()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    await Promise.all([1, 2, 3].map(() => sendMessage(sameReceiver(one), message)))
    expect(bodiesOf(asked)).toHaveLength(1)
  })

  it('at once in two processes is sent once', async () => {
    fakeClock()
    const { one, asked } = await talk()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    const processes = await Promise.all(
      [1, 2].map(async () => (vi.resetModules(), (await import('../../../src/channels/outbound')).sendMessage))
    )
    await elapse(Promise.all(processes.map((send) => send(sameReceiver(one), message))))
    expect(bodiesOf(asked)).toHaveLength(1)
  })

  it('when it carries the acknowledgement already is not even looked at', async () => {
    const { one, asked } = await talk()
    const { message } = outgoing(one, 'text', { text: 'Hello' })
    message.message.tags = { messageId: 'sent before' }
    await sendMessage(one, message)
    expect(bodiesOf(asked)).toEqual([])
  })

  it('because its acknowledgement failed is no failure, and acknowledged without being sent again', async () => {
    const { one, asked } = await talk()
    const { message, acknowledged } = outgoing(one, 'text', { text: 'Hello' })
    await sendMessage(one, { ...message, ack: async () => Promise.reject(new Error('Botpress is out of order')) })
    expect(one.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1)
    await sendMessage(one, message)
    expect(bodiesOf(asked)).toHaveLength(1)
    expect(acknowledged).toEqual([{ messageId: expect.any(String) }])
  })
})
