/** Each webhook creates its event once, however often and wherever it arrives. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { WebRequest } from '../../../src/handler'
import { handleRequest } from '../../../src/handler'
import { elapse, fakeClock, pass } from '../support/clock'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { StateStore } from '../support/states'
import { signed } from './support/keys'
import { contactCreate, deliver, receiver, sameReceiver, startHandler, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const webhooks = (one: Receiver, count: number, fields = {}) => range(count).map(() => contactCreate(one, fields))
const idsOf = (sent: { webhookId: string }[]) => sent.map(({ webhookId }) => webhookId)

/** Fails unless the events are those of the webhooks, each once. */
function expectOnceEach(one: Receiver, sent: { webhookId: string }[]): void {
  const counts = one.bot.counts()
  expect(
    Object.values(counts).filter((count) => count !== 1),
    'created more than once'
  ).toEqual([])
  expect(Object.keys(counts).sort()).toEqual(idsOf(sent).sort())
}

const every = <Item>(items: Item[], nth: number): Item[] => items.filter((_, index) => index % nth === 0)

const statusesOf = async (answers: Promise<{ status: number }>[]) =>
  (await elapse(Promise.all(answers))).result.map(({ status }) => status)

const all200 = (count: number) => range(count).map(() => 200)

/** Sends to this process. */
const send = (one: Receiver, request: WebRequest) => handleRequest(one, request)

/** Two processes that take turns. */
async function twoProcesses(one: Receiver) {
  const handlers = [await startHandler(), await startHandler()]
  const seen = handlers.map(() => sameReceiver(one))
  return (request: WebRequest, index: number) => {
    const at = index % handlers.length
    const [handle, installation] = [handlers[at], seen[at]]
    return handle && installation ? handle(installation, request) : expect.fail('no such process')
  }
}

describe('a webhook that comes twice', () => {
  it('in a row creates one event, and both are answered 200', async () => {
    const one = receiver()
    const request = signed(contactCreate(one))
    expect(await statusesOf([send(one, request)])).toEqual([200])
    expect(await statusesOf([send(one, request)])).toEqual([200])
    expect(one.bot.created).toHaveLength(1)
  })

  it('at once creates one event', async () => {
    const one = receiver()
    const request = signed(contactCreate(one))
    expect(await statusesOf(range(5).map(() => send(one, request)))).toEqual(all200(5))
    expect(one.bot.created).toHaveLength(1)
  })

  it('in two processes at once creates one event', async () => {
    const one = receiver()
    const sendTo = await twoProcesses(one)
    const request = signed(contactCreate(one))
    expect(await statusesOf(range(4).map((index) => sendTo(request, index)))).toEqual(all200(4))
    expect(one.bot.created).toHaveLength(1)
  })

  it('in two processes one after the other creates one event', async () => {
    const one = receiver()
    const sendTo = await twoProcesses(one)
    const request = signed(contactCreate(one))
    for (const index of range(4)) await elapse(sendTo(request, index))
    expect(one.bot.created).toHaveLength(1)
  })

  it('with another timestamp creates one event', async () => {
    const one = receiver()
    const webhook = contactCreate(one)
    await elapse(send(one, signed(webhook)))
    await pass(60_000)
    await elapse(send(one, signed({ ...webhook, timestamp: new Date().toISOString() })))
    expect(one.bot.created).toHaveLength(1)
  })

  it('without a webhookId creates one event, and another body another one', async () => {
    const one = receiver()
    const { webhookId: _, ...webhook } = contactCreate(one)
    for (const sent of [webhook, webhook, { ...webhook, lastName: 'other' }]) await elapse(send(one, signed(sent)))
    expect(one.bot.created).toHaveLength(2)
  })

  it('23 hours apart creates one event', async () => {
    const one = receiver()
    const request = signed(contactCreate(one))
    await elapse(send(one, request))
    await pass(23 * 3_600_000)
    expect(await statusesOf([send(one, request)])).toEqual([200])
    expect(one.bot.created).toHaveLength(1)
  })

  it('for two installations creates one event for each', async () => {
    const store = new StateStore()
    const ids = { integrationId: 'fakeint-once', webhookId: 'fakehook-once' }
    const app = { clientId: 'fakeapp1-fakeclient', clientSecret: 'fake-client-secret' }
    const both = [receiver({ store, ids, configuration: app }), receiver({ store, ids, configuration: app })]
    const [first] = both
    if (!first) return expect.fail('no installation')
    const request = signed(contactCreate(first))
    await statusesOf([...both, ...both].map((one) => send(one, request)))
    for (const one of both) expect(one.bot.created).toHaveLength(1)
  })
})

describe('200 webhooks at once, every third delivered twice', () => {
  it('create each event exactly once', async () => {
    const one = receiver()
    const sent = webhooks(one, 200)
    const requests = [...sent, ...every(sent, 3)].map(signed)
    expect(await statusesOf(requests.map((request) => send(one, request)))).toEqual(all200(requests.length))
    expectOnceEach(one, sent)
  })

  it('create each event exactly once in two processes', async () => {
    const one = receiver()
    const sendTo = await twoProcesses(one)
    const sent = webhooks(one, 200)
    const copies = every(sent, 3).map((webhook) => sendTo(signed(webhook), sent.indexOf(webhook) + 1))
    const statuses = await statusesOf([...sent.map((webhook, index) => sendTo(signed(webhook), index)), ...copies])
    expect(statuses).toEqual(all200(267))
    expectOnceEach(one, sent)
  })

  it('create each event exactly once while Botpress takes long for each', async () => {
    const one = receiver()
    one.bot.takesMs = 500
    const sendTo = await twoProcesses(one)
    const sent = webhooks(one, 40, { contactId: 'fakecontact' })
    const deliveries = sent.flatMap((webhook) => [0, 1].map((index) => deliver(() => sendTo(signed(webhook), index))))
    const { result } = await elapse(Promise.all(deliveries))
    expect(result.map((statuses) => statuses.at(-1))).toEqual(all200(80))
    expectOnceEach(one, sent)
  })
})

const note = (id: string) => ({ type: 'NoteCreate', id, contactId: 'fakecontact' })

describe('events of one contact', () => {
  it('come in the order of their webhooks', async () => {
    const one = receiver()
    one.bot.takesMs = 5
    const contact = { id: 'fakecontact' }
    const fields = [
      contact,
      note('n1'),
      { ...contact, type: 'ContactUpdate' },
      note('n2'),
      { ...contact, type: 'ContactDelete' },
    ]
    const sent = fields.map((each) => contactCreate(one, each))
    await statusesOf(sent.map((webhook) => send(one, signed(webhook))))
    expect(one.bot.created.map(({ payload }) => payload.webhookId)).toEqual(idsOf(sent))
  })

  it('include those of the appointments of the contact', async () => {
    const one = receiver()
    one.bot.takesMs = 5
    for (const contactId of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const appointment = { id: `appointment-${contactId}`, contactId }
      const sent = [
        ...range(3).map(() => contactCreate(one, { id: contactId })),
        contactCreate(one, { type: 'AppointmentCreate', id: undefined, appointment }),
      ]
      const before = one.bot.created.length
      await statusesOf(sent.map((webhook) => send(one, signed(webhook))))
      expect(one.bot.created.slice(before).map(({ payload }) => payload.webhookId)).toEqual(idsOf(sent))
    }
  })
})
