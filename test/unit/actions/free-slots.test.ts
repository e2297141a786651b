import { afterEach, describe, expect, it, vi } from 'vitest'
import { connected, refusalOf } from '../support/actions'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, faultOf, linesOf, run, type Answerer } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import { LOCATION, locationIn, SLOTS, slotsAnswer, slotsWithin } from '../support/slots'

useFakeNetwork()
watchForLeaks()
afterEach(() => void vi.useRealTimers())

const calendarId = ids.consultation
const DAY_MS = 86_400_000

const world = (slots: Answerer, timezone = 'Europe/Berlin'): Answerer =>
  byRoute({ [LOCATION]: locationIn(timezone), [SLOTS]: slots })

const none: Answerer = () => slotsAnswer([])

describe('getFreeSlots', () => {
  it("asks for whole days in the location's time zone, and answers its slots in order", async () => {
    const slots = ['2026-07-21T09:30:00+02:00', '2026-07-20T23:30:00+02:00', '2026-07-20T09:00:00+02:00']
    const asked = answerBy(world(slotsWithin(slots)))
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-21' }
    const outcome = await run('getFreeSlots', input)
    expect(linesOf(asked)).toEqual([LOCATION, SLOTS])
    expect(asked.map(({ version }) => version)).toEqual(['2021-07-28', '2021-04-15'])
    expect(asked[1]?.query).toEqual({
      startDate: String(Date.parse('2026-07-20T00:00:00+02:00')),
      endDate: String(Date.parse('2026-07-22T00:00:00+02:00')),
      timezone: 'Europe/Berlin',
    })
    expect(outcome).toEqual({
      success: true,
      message: 'Free slots listed',
      data: { slots: [slots[2], slots[1], slots[0]], timezone: 'Europe/Berlin', total: 3 },
    })
  })

  it.each([
    // 23 and 25 hours long.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
    ['America/Chicago', '2026-03-08', '2026-03-08T00:00:00-06:00', '2026-03-09T00:00:00-05:00'],
    ['America/Santiago', '2026-09-06', '2026-09-06T01:00:00-03:00', '2026-09-07T00:00:00-03:00'],
    ['Asia/Kolkata', '2026-07-20', '2026-07-20T00:00:00+05:30', '2026-07-21T00:00:00+05:30'],
  ])('counts a day in %s whole: %s', async (timezone, day, from, to) => {
    const asked = answerBy(world(none))
    await run('getFreeSlots', { calendarId, startDate: day, endDate: day, timezone })
    // A time zone that is given needs no look at the location.
    expect(linesOf(asked)).toEqual([SLOTS])
    expect(asked[0]?.query).toEqual({ startDate: `${Date.parse(from)}`, endDate: `${Date.parse(to)}`, timezone })
  })

  it('takes moments, and passes the team member on', async () => {
    const asked = answerBy(world(none))
    const [startDate, endDate] = ['2026-07-20T10:00:00+02:00', '2026-07-20T12:00:00Z']
    await run('getFreeSlots', { calendarId, startDate, endDate, userId: ids.uma, timezone: 'UTC' })
    expect(asked[0]?.query).toEqual({
      startDate: String(Date.parse(startDate)),
      endDate: String(Date.parse(endDate)),
      timezone: 'UTC',
      userId: ids.uma,
    })
  })

  it('leaves out slots outside of the moments, which whole days hold', async () => {
    const slots = ['2026-07-20T09:30:00Z', '2026-07-20T10:00:00Z', '2026-07-20T11:30:00Z', '2026-07-20T12:00:00Z']
    answerBy(world(() => slotsAnswer(slots)))
    const [startDate, endDate] = ['2026-07-20T10:00:00Z', '2026-07-20T12:00:00Z']
    const { data } = await run('getFreeSlots', { calendarId, startDate, endDate, timezone: 'UTC' })
    expect(data).toMatchObject({ slots: slots.slice(1, 3) })
  })

  it('splits a span of more than 31 days and joins the answers, each slot once', async () => {
    const slots = ['2026-07-01T09:00:00Z', '2026-08-01T00:00:00Z', '2026-08-31T23:30:00Z', '2026-09-29T09:00:00Z']
    const asked = answerBy(world(({ query }) => slotsAnswer(query.startDate ? slots : [])))
    const input = { calendarId, startDate: '2026-07-01', endDate: '2026-09-29', timezone: 'UTC' }
    const { data } = await run('getFreeSlots', input)
    expect(data).toMatchObject({ slots, total: 4 })
    const from = Date.parse('2026-07-01T00:00:00Z')
    const windows = asked.map(({ query }) => [Number(query.startDate) - from, Number(query.endDate) - from])
    expect(windows.map((window) => window.map((ms) => ms / DAY_MS))).toEqual([
      [0, 31],
      [31, 62],
      [62, 91],
    ])
  })

  it('asks once for exactly 31 days', async () => {
    const asked = answerBy(world(none))
    await run('getFreeSlots', { calendarId, startDate: '2026-07-01', endDate: '2026-07-31', timezone: 'UTC' })
    expect(asked).toHaveLength(1)
  })

  it('passes over keys that are no days, and days without slots', async () => {
    const body = {
      traceId: 'trace-1',
      '2026-07-20': { slots: ['2026-07-20T09:00:00Z', null, 7] },
      '2026-07-21': {},
      x: 1,
    }
    answerBy(world(() => ({ body })))
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-21', timezone: 'UTC' }
    expect((await run('getFreeSlots', input)).data).toEqual({
      slots: ['2026-07-20T09:00:00Z'],
      timezone: 'UTC',
      total: 1,
    })
  })

  it('gives at most so many, and tells how many there are', async () => {
    const slots = ['2026-07-20T09:00:00Z', '2026-07-20T09:30:00Z', '2026-07-20T10:00:00Z']
    answerBy(world(slotsWithin(slots)))
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-20', timezone: 'UTC', limit: 2 }
    expect((await run('getFreeSlots', input)).data).toEqual({ slots: slots.slice(0, 2), timezone: 'UTC', total: 3 })
  })

  it('falls back on UTC where the location tells no time zone', async () => {
    answerBy(byRoute({ [LOCATION]: { body: { location: { id: 'location-1' } } }, [SLOTS]: none }))
    const { data } = await run('getFreeSlots', { calendarId, startDate: '2026-07-20', endDate: '2026-07-20' })
    expect(data).toMatchObject({ timezone: 'UTC' })
  })

  it("asks for the location's time zone once in a while", async () => {
    const shared = connected()
    const asked = answerBy(world(none))
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-20' }
    await run('getFreeSlots', input, shared)
    await run('getFreeSlots', input, shared)
    expect(linesOf(asked)).toEqual([LOCATION, SLOTS, SLOTS])
  })

  it.each([
    [{ timezone: 'Europe/Atlantis' }, 'timezone must be an IANA time zone'],
    [{ timezone: 'UTC', startDate: '2026-02-30' }, 'startDate is no day of the calendar'],
    [{ timezone: 'UTC', startDate: '20.07.2026' }, 'startDate must be'],
    [{ timezone: 'UTC', endDate: '2026-13-01' }, 'endDate is no day of the calendar'],
    [{ timezone: 'UTC', endDate: '2026-07-19' }, 'endDate must not be before startDate'],
    [{ timezone: 'UTC', endDate: '' }, 'endDate is required'],
    [{ timezone: 'UTC', limit: 0 }, 'limit'],
  ])('refuses %j before anything is sent', async (changed, says) => {
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-21', ...changed }
    expect(await refusalOf('getFreeSlots', input)).toContain(says)
  })

  it('passes on a refusal', async () => {
    answerBy(world(() => ({ status: 404, body: { message: 'Calendar not found' } })))
    const input = { calendarId, startDate: '2026-07-20', endDate: '2026-07-20' }
    expect(await run('getFreeSlots', input)).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('findNextFreeSlots', () => {
  const now = Date.parse('2026-07-20T08:00:00Z')
  const start = () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(now)
  }

  it('looks from now on, window by window, and stops at three', async () => {
    start()
    const slots = ['2026-07-20T07:30:00Z', '2026-07-20T09:00:00Z', '2026-09-01T09:00:00Z', '2026-09-02T09:00:00Z']
    const asked = answerBy(world(slotsWithin([...slots, '2026-09-03T09:00:00Z']), 'UTC'))
    const outcome = await run('findNextFreeSlots', { calendarId, userId: ids.uma })
    expect(outcome).toEqual({
      success: true,
      message: 'Next free slots found',
      data: { slots: slots.slice(1), timezone: 'UTC' },
    })
    const windows = asked.slice(1).map(({ query }) => [Number(query.startDate) - now, Number(query.endDate) - now])
    expect(windows).toEqual([
      [0, 31 * DAY_MS],
      [31 * DAY_MS, 62 * DAY_MS],
    ])
    expect(asked[1]?.query).toMatchObject({ timezone: 'UTC', userId: ids.uma })
  })

  it('asks no further once there are as many as wanted', async () => {
    const slots = ['2026-08-01T09:00:00Z', '2026-08-01T09:30:00Z']
    const asked = answerBy(world(slotsWithin(slots)))
    const input = { calendarId, count: 1, from: '2026-08-01T09:00:00Z', timezone: 'UTC' }
    expect((await run('findNextFreeSlots', input)).data).toEqual({ slots: slots.slice(0, 1), timezone: 'UTC' })
    expect(asked).toHaveLength(1)
  })

  it('gives up after half a year, with what it has found', async () => {
    start()
    const asked = answerBy(world(slotsWithin(['2026-09-01T09:00:00Z'])))
    const { data } = await run('findNextFreeSlots', { calendarId, timezone: 'UTC' })
    expect(data).toMatchObject({ slots: ['2026-09-01T09:00:00Z'] })
    expect(asked).toHaveLength(6)
  })

  it.each([
    [{ from: 'tomorrow' }, 'from must be a date and time'],
    [{ count: 0 }, 'count'],
    [{ count: 101 }, 'count'],
    [{ timezone: 'Mars' }, 'timezone must be an IANA time zone'],
  ])('refuses %j', async (changed, says) => {
    answerBy(world(none))
    expect(await faultOf('findNextFreeSlots', { calendarId, timezone: 'UTC', ...changed })).toContain(says)
  })
})
