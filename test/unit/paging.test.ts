import { afterEach, describe, expect, it, vi } from 'vitest'
import { refusalOf } from './support/actions'
import { useFakeNetwork } from './support/network'
import { itemsOf, PAGED, type Item } from './support/paged'
import { answerBy, run, type Answerer } from './support/routes'
import { watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()
afterEach(() => void vi.useRealTimers())

/** More than the retry budget would wait for: refused at once, yet it may succeed later. */
const TOO_MANY = {
  status: 429,
  body: { statusCode: 429, message: 'Too Many Requests' },
  headers: { 'x-ratelimit-interval-milliseconds': '60000' },
}

type Data = Record<string, unknown>

async function dataOf(action: string, input: object): Promise<Data> {
  const { success, data } = await run(action, input)
  expect(success).toBe(true)
  return { ...Object(data) }
}

const idsOf = (list: unknown): unknown[] => (Array.isArray(list) ? list.map((item) => Object(item).id) : [])

/** Answers so many pages, and refuses those after. */
const refusingAfter = (pages: number, serve: Answerer, refusal: ReturnType<Answerer> = TOO_MANY): Answerer => {
  let asked = 0
  return (one) => (++asked > pages ? refusal : serve(one))
}

const cursorOf = (list: string, position: unknown): string =>
  Buffer.from(JSON.stringify([list, position])).toString('base64url')

describe.each(PAGED)('$action', ({ action, input, items, usual, most, sizeOf, positionOf, serve }) => {
  const all = itemsOf(2 * most + 1)
  const get = (more: object) => dataOf(action, { ...input, ...more })

  it.each([
    [{}, usual],
    [{ limit: 1 }, 1],
    [{ limit: most }, most],
    [{ limit: most + 1 }, most],
    [{ limit: 1_000_000 }, most],
    [{ all: true }, most],
    [{ all: true, limit: most - 1 }, most - 1],
  ])('takes a page of %j as the route can give it', async (more, size) => {
    const asked = answerBy(serve(itemsOf(1)))
    await get(more)
    expect(asked.map(sizeOf)).toEqual([size])
  })

  it.each([{ limit: 0 }, { limit: -1 }, { limit: 1.5 }, { limit: '10' }])('refuses %j', async (more) => {
    expect(await refusalOf(action, { ...input, ...more })).toContain('limit')
  })

  it('gives page after page by the cursor, each item once, and no cursor with the last', async () => {
    const asked = answerBy(serve(all))
    const seen: unknown[] = []
    let cursor: unknown
    const limit = most - 1
    for (let page = 0; page < 3; page++) {
      const data = await get({ limit, ...(page > 0 && { cursor }) })
      seen.push(...idsOf(data[items]))
      expect(data).not.toHaveProperty('stoppedEarly')
      cursor = data.nextCursor
      // Opaque, and fit for an URL.
      if (page < 2) expect(cursor).toMatch(/^[\w-]+$/)
    }
    expect(cursor).toBeUndefined()
    expect(seen).toEqual(all.map(({ id }) => id))
    expect(new Set(asked.map(positionOf)).size).toBe(3)
  })

  it('gives all pages at once', async () => {
    const asked = answerBy(serve(all))
    const data = await get({ all: true })
    expect(idsOf(data[items])).toEqual(all.map(({ id }) => id))
    expect(data).toMatchObject({ stoppedEarly: false })
    expect(data).not.toHaveProperty('nextCursor')
    expect(asked).toHaveLength(3)
  })

  it('gives all that are left, from a cursor on, whatever the size of the page before', async () => {
    answerBy(serve(all))
    const { nextCursor: cursor } = await get({ limit: 1 })
    const data = await get({ all: true, cursor })
    expect(idsOf(data[items])).toEqual(all.slice(1).map(({ id }) => id))
  })

  it('gives an empty list where there is nothing', async () => {
    answerBy(serve([]))
    const data = await get({})
    expect(data[items]).toEqual([])
    expect(data).not.toHaveProperty('nextCursor')
  })

  it('stops when time is running out, and says where to go on', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const slow: Answerer = (one) => (vi.setSystemTime(Date.now() + 13_000), serve(all)(one))
    const asked = answerBy(slow)
    const data = await get({ all: true, limit: 2 })
    expect(asked).toHaveLength(2)
    expect(data).toMatchObject({ stoppedEarly: true, nextCursor: expect.any(String) })
    const next = await get({ limit: 2, cursor: data.nextCursor })
    expect([...idsOf(data[items]), ...idsOf(next[items])]).toEqual(all.slice(0, 6).map(({ id }) => id))
  })

  it.each([
    ['for now', TOO_MANY],
    ['for good', { status: 400, body: { message: 'No more of this' } }],
  ])('keeps what it has when a later page fails %s, and says where to go on', async (_how, refusal) => {
    answerBy(refusingAfter(2, serve(all), refusal))
    const data = await get({ all: true, limit: 3 })
    expect(idsOf(data[items])).toEqual(all.slice(0, 6).map(({ id }) => id))
    expect(data).toMatchObject({ stoppedEarly: true })
    answerBy(serve(all))
    const next = await get({ limit: 3, cursor: data.nextCursor })
    expect(idsOf(next[items])).toEqual(all.slice(6, 9).map(({ id }) => id))
  })

  it('fails when the first page does', async () => {
    answerBy(() => TOO_MANY)
    const outcome = await run(action, { ...input, all: true })
    expect(outcome).toMatchObject({ success: false, error: { code: 'RATE_LIMITED', retryable: true } })
    expect(outcome).not.toHaveProperty('data')
  })

  it.each([
    'garbage',
    'eyJhIjoxfQ',
    cursorOf('somethingElse', 1),
    cursorOf(items, null),
    cursorOf(items, -1),
    cursorOf(items, { page: 'two' }),
    cursorOf(items, [{}]),
    Buffer.from('["').toString('base64url'),
  ])('refuses the cursor %s before anything is sent', async (cursor) => {
    expect(await refusalOf(action, { ...input, cursor })).toContain('cursor must be the nextCursor')
  })

  it('takes an empty cursor for none, as Studio sends it', async () => {
    const asked = answerBy(serve(all))
    await get({ cursor: '' })
    await get({})
    expect(positionOf(asked[0] ?? expect.fail())).toEqual(positionOf(asked[1] ?? expect.fail()))
  })
})

it('the cursor of one list is refused by every other', async () => {
  for (const one of PAGED) {
    answerBy(one.serve(itemsOf(9)))
    const { nextCursor: cursor } = await dataOf(one.action, { ...one.input, limit: 1 })
    for (const other of PAGED.filter(({ action }) => action !== one.action)) {
      expect(await refusalOf(other.action, { ...other.input, cursor })).toContain('cursor')
    }
  }
})

it('all pages are no more than a bot can hold', async () => {
  const { action, items, serve } = PAGED[0] ?? expect.fail()
  const asked = answerBy(serve(itemsOf(10_500)))
  const data = await dataOf(action, { all: true })
  expect(idsOf(data[items])).toHaveLength(10_000)
  expect(data).toMatchObject({ stoppedEarly: true, total: 10_500, nextCursor: expect.any(String) })
  expect(asked).toHaveLength(100)
})

describe('a full last page', () => {
  // A search tells how many there are, but not how many came before the cursor.
  const told = PAGED.filter(({ action }) => !action.startsWith('search'))

  it.each(told)('of $action has no nextCursor, since GoHighLevel tells that it is the last', async (list) => {
    const all: Item[] = itemsOf(4)
    answerBy(list.serve(all))
    const data = await dataOf(list.action, { ...list.input, limit: 4 })
    expect(idsOf(data[list.items])).toHaveLength(4)
    expect(data).not.toHaveProperty('nextCursor')
  })
})

describe('the names that GoHighLevel has for it', () => {
  it('stay for orders: offset and totalCount', async () => {
    const { serve } = PAGED[0] ?? expect.fail()
    const asked = answerBy(serve(itemsOf(30)))
    const data = await dataOf('listOrders', { offset: 15, limit: 10 })
    expect(asked[0]?.query).toMatchObject({ offset: '15', limit: '10' })
    expect(data).toMatchObject({ totalCount: 30, total: 30 })
    const next = await dataOf('listOrders', { offset: 15, limit: 10, cursor: data.nextCursor })
    expect(asked[1]?.query).toMatchObject({ offset: '25' })
    expect(idsOf(next.orders)).toHaveLength(5)
  })

  it('stay for the contacts of a business: skip and count', async () => {
    const { serve, input } = PAGED[1] ?? expect.fail()
    const asked = answerBy(serve(itemsOf(30)))
    const data = await dataOf('getContactsByBusinessId', { ...input, skip: 28 })
    expect(asked[0]?.query).toMatchObject({ skip: '28', limit: '25' })
    expect(data).toMatchObject({ count: 30, total: 30 })
    expect(data).not.toHaveProperty('nextCursor')
    expect(idsOf(data.contacts)).toHaveLength(2)
  })
})
