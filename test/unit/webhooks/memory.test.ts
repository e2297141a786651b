/** What is remembered of deliveries, and what happens when Botpress is out of order. */
import { beforeEach, describe, expect, it } from 'vitest'
import { handleRequest } from '../../../src/handler'
import { SHARDS } from '../../../src/states'
import { elapse, fakeClock, pass } from '../support/clock'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { signed } from './support/keys'
import { contactCreate, deliver, receiver, sameReceiver, startHandler, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const send = async (one: Receiver, webhook: object): Promise<number> =>
  (await elapse(handleRequest(one, signed(webhook)))).result.status

const remembered = (one: Receiver) => SHARDS.map((shard) => one.states.stored(`webhooksSeen${shard}`)?.seen ?? [])
const leases = (one: Receiver) => SHARDS.map((shard) => one.states.stored(`webhookLease${shard}`))

function breakStates(
  one: Receiver,
  operation: 'getState' | 'setState' | 'getOrSetState',
  name: 'Lease' | 'sSeen'
): void {
  for (const shard of SHARDS) one.states.fail(operation, `webhook${name}${shard}`)
}

describe('Botpress failing', () => {
  it('every other time: each event is created exactly once when GoHighLevel repeats', async () => {
    const one = receiver()
    one.bot.isDown = (attempt) => attempt % 2 === 1
    const sent = range(60).map(() => contactCreate(one))
    const deliveries = sent.flatMap((webhook, index) =>
      range(index % 3 === 0 ? 2 : 1).map(() => deliver(() => handleRequest(one, signed(webhook))))
    )
    const { result } = await elapse(Promise.all(deliveries))
    for (const statuses of result)
      expect([...new Set(statuses.slice(0, -1)), statuses.at(-1)]).toMatchObject(
        statuses.length > 1 ? [503, 200] : [200]
      )
    expect(result.some((statuses) => statuses.length > 1)).toBe(true)
    expect(one.bot.counts()).toEqual(Object.fromEntries(sent.map(({ webhookId }) => [webhookId, 1])))
  })

  it('answers 503 and remembers nothing, so that the next copy creates the event', async () => {
    const one = receiver()
    const webhook = contactCreate(one)
    one.bot.isDown = () => true
    expect(await send(one, webhook)).toBe(503)
    await pass(10)
    expect(remembered(one).flat()).toEqual([])
    expect(leases(one).filter(Boolean)).toEqual([])
    one.bot.isDown = () => false
    expect(await send(one, webhook)).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it('for one webhook fails none of those beside it', async () => {
    const one = receiver()
    one.bot.isDown = (attempt) => attempt === 3
    const sent = range(8).map(() => contactCreate(one, { contactId: 'fakecontact' }))
    const answers = Promise.all(sent.map((webhook) => handleRequest(one, signed(webhook))))
    const statuses = (await elapse(answers)).result.map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 503])
    expect(one.bot.created).toHaveLength(7)
  })

  it('logs that the webhook will come again, and nothing of it', async () => {
    const one = receiver()
    one.bot.isDown = () => true
    await send(one, contactCreate(one))
    expect(one.lines).toHaveLength(1)
    expect(one.lines[0]).toMatch(/^warn .*again/)
  })
})

describe('the state API failing', () => {
  it.each([
    ['the lease can not be taken', 'getOrSetState', 'Lease'],
    ['what was delivered can not be read', 'getState', 'sSeen'],
  ] as const)('so that %s: 503, and nothing is created', async (_what, operation, name) => {
    const one = receiver()
    breakStates(one, operation, name)
    const webhook = contactCreate(one)
    expect(await send(one, webhook)).toBe(503)
    expect(one.bot.attempts).toBe(0)
    expect(await send(sameReceiver(one), webhook)).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it('so that the connection can not be read: 503, and nothing is created', async () => {
    const one = receiver()
    one.states.fail('getState', 'credentials', 1)
    const webhook = contactCreate(one)
    expect(await send(one, webhook)).toBe(503)
    expect(one.bot.attempts).toBe(0)
    expect(await send(one, webhook)).toBe(200)
  })

  it('so that the delivery can not be remembered: still 200, and the event stands', async () => {
    const one = receiver()
    breakStates(one, 'setState', 'sSeen')
    expect(await send(one, contactCreate(one))).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it('twice while remembering: it is remembered all the same', async () => {
    const one = receiver()
    for (const shard of SHARDS) one.states.fail('setState', `webhooksSeen${shard}`, 2)
    const webhook = contactCreate(one)
    for (const expected of [200, 200]) expect(await send(one, webhook)).toBe(expected)
    expect(one.bot.created).toHaveLength(1)
  })

  it('so that the lease can not be given back: still 200, and others go on once it has run out', async () => {
    const one = receiver()
    breakStates(one, 'setState', 'Lease')
    expect(await send(one, contactCreate(one, { id: 'fakecontact' }))).toBe(200)
    const handle = await startHandler()
    const next = signed(contactCreate(one, { id: 'fakecontact' }))
    const { result, ms } = await elapse(handle(sameReceiver(one), next))
    expect(result.status).toBe(200)
    expect(ms).toBeLessThan(20_000)
    expect(one.bot.created).toHaveLength(2)
  })

  it('never makes a process that dies block the others for good', async () => {
    const one = receiver()
    const doomed = sameReceiver(one)
    for (const shard of SHARDS) doomed.states.hang('getState', `webhooksSeen${shard}`)
    const webhook = contactCreate(one)
    void handleRequest(doomed, signed(webhook))
    await pass(1_000)
    const handle = await startHandler()
    const { result } = await elapse(handle(sameReceiver(one), signed(webhook)))
    expect(result.status).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })
})

const oldest = { key: 'oldest', at: 0 }
const full = () => range(1_000).map((index) => ({ key: index === 0 ? 'oldest' : `key-${index}`, at: Date.now() }))

describe('the memory of deliveries', () => {
  it('holds 1,000 of each shard at most, and lets the oldest go', async () => {
    const one = receiver()
    for (const shard of SHARDS) one.states.put(`webhooksSeen${shard}`, { seen: full() })
    const webhook = contactCreate(one)
    expect(await send(one, webhook)).toBe(200)
    for (const seen of remembered(one)) expect(seen).toHaveLength(1_000)
    const [changed] = remembered(one).filter((seen) => seen.some(({ key }) => key === webhook.webhookId))
    expect(changed?.map(({ key }) => key)).not.toContain(oldest.key)
    expect(changed?.map(({ key }) => key)).toContain('key-1')
  })

  it('lets go what is older than 24 hours', async () => {
    const one = receiver()
    const at = Date.now()
    for (const shard of SHARDS) {
      one.states.put(`webhooksSeen${shard}`, {
        seen: [oldest, { key: 'a day old', at: at - 86_400_001 }, { key: 'new', at }],
      })
    }
    const webhook = contactCreate(one)
    await send(one, webhook)
    const changed = remembered(one).find((seen) => seen.some(({ key }) => key === webhook.webhookId))
    expect(changed?.map(({ key }) => key)).toEqual(['new', webhook.webhookId])
  })

  it('is of no use to a copy that is older: it is refused', async () => {
    const one = receiver()
    const webhook = contactCreate(one)
    await send(one, webhook)
    await pass(24 * 3_600_000 + 1_000)
    expect(await send(one, webhook)).toBe(400)
    expect(one.bot.created).toHaveLength(1)
  })

  it('holds nothing of a webhook but its id, or a hash where it has none', async () => {
    const one = receiver()
    const named = contactCreate(one)
    const { webhookId: _, ...unnamed } = contactCreate(one)
    for (const webhook of [named, unnamed]) await send(one, webhook)
    const kept = remembered(one).flat()
    expect(kept.map(({ key }) => key)).toContain(named.webhookId)
    expect(kept).toHaveLength(2)
    expect(JSON.stringify(kept)).not.toContain('private-')
  })

  it('is not written when nothing was created', async () => {
    const one = receiver()
    const webhook = contactCreate(one)
    for (const _ of range(3)) await send(one, webhook)
    const writes = one.states.calls.filter(
      ({ operation, name }) => operation === 'setState' && name.startsWith('webhooksSeen')
    )
    expect(writes).toHaveLength(1)
  })
})
