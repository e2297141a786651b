import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, book, call, listOf, locationId, refusalOf, sandbox, useSandbox } from './support'

useSandbox()

const DAY_MS = 86_400_000
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/

async function askSlots(days = 7, query = '', calendarId: string = seedIds.calendar): Promise<Answer> {
  const from = Date.now()
  const path = `/calendars/${calendarId}/free-slots?startDate=${from}&endDate=${from + days * DAY_MS}${query}`
  return call('GET', path, { version: '2021-04-15' })
}

function slotsOf({ body }: Answer): string[] {
  return Object.values(body).flatMap((day) => (typeof day === 'object' ? Object(day).slots : []))
}

async function listSlots(days = 7, query = '', calendarId: string = seedIds.calendar): Promise<string[]> {
  return slotsOf(await askSlots(days, query, calendarId))
}

const listDemos = (userId?: string): Promise<string[]> =>
  listSlots(31, userId ? `&userId=${userId}` : '', seedIds.demoCalendar)

/** A slot of the second calendar in which its whole team is free. */
async function findDemo(): Promise<{ startTime: string; isFreeFor: (userId?: string) => Promise<boolean> }> {
  const free = await listDemos(seedIds.user)
  const common = (await listDemos(seedIds.secondUser)).filter((slot) => free.includes(slot))
  const startTime = common.find((slot) => Date.parse(slot) > Date.now() + 60_000) ?? ''
  return { startTime, isFreeFor: async (userId) => (await listDemos(userId)).includes(startTime) }
}

async function block(fields: Record<string, unknown>): Promise<Answer> {
  const body = { locationId, ...fields }
  return call('POST', '/calendars/events/block-slots', { body, version: '2021-04-15' })
}

describe('calendars', () => {
  it('are listed with length, type and team, and read one by one', async () => {
    const answer = await call('GET', `/calendars/?locationId=${locationId}`, { version: '2021-04-15' })
    expect(listOf(answer, 'calendars').map(({ name }) => name)).toEqual(['Consultation', 'Demo'])
    const demo = { id: seedIds.demoCalendar, calendarType: 'round_robin', slotDuration: 60, slotDurationUnit: 'mins' }
    const teamMembers = [{ userId: seedIds.user, isPrimary: true }, { userId: seedIds.secondUser }]
    const { body } = await call('GET', `/calendars/${seedIds.demoCalendar}`)
    expect(body.calendar).toMatchObject({ ...demo, teamMembers })
    expect((await call('GET', `/calendars/${seedIds.secondCalendar}`)).status).toBe(403)
  })

  it('that have several team members want one named', async () => {
    const { startTime } = sandbox.findFreeSlot(seedIds.demoCalendar)
    const fields = { calendarId: seedIds.demoCalendar, startTime }
    expect((await book(fields)).status).toBe(400)
    expect((await book({ ...fields, assignedUserId: seedIds.secondUser })).status).toBe(200)
  })
})

describe('free slots', () => {
  it("come as a map of days beside a traceId, in the location's zone", async () => {
    const { body } = await askSlots()
    const { traceId, ...days } = body
    expect(traceId).toEqual(expect.any(String))
    expect(Object.keys(days).length).toBeGreaterThanOrEqual(6)
    for (const [day, { slots }] of Object.entries(days).map(([key, value]) => [key, Object(value)] as const)) {
      for (const slot of slots) expect([slot.slice(0, 10), isoTime.test(slot)]).toEqual([day, true])
    }
    expect(await listSlots()).toContain(sandbox.findFreeSlot().startTime)
  })

  it('carry the offset of the zone that is asked for, and can be booked as they are', async () => {
    const slots = await listSlots(3, '&timezone=Asia/Kolkata')
    expect(slots.every((slot) => slot.endsWith('+05:30'))).toBe(true)
    const [startTime] = slots
    expect((await book({ startTime })).status).toBe(200)
    expect(await listSlots(3, '&timezone=Asia/Kolkata')).toEqual(slots.slice(1))
  })

  it('take epoch milliseconds of at most 31 days', async () => {
    expect((await askSlots(31)).status).toBe(200)
    expect((await askSlots(31.1)).status).toBe(400)
    const path = `/calendars/${seedIds.calendar}/free-slots?startDate=2026-07-20&endDate=2026-07-21`
    expect((await call('GET', path)).status).toBe(422)
    expect((await askSlots(1, '&timezone=Mars/Base')).status).toBe(400)
  })

  it('leave out the days on which a calendar is closed', async () => {
    const { body } = await askSlots(14, '', seedIds.demoCalendar)
    const days = Object.keys(body).filter((key) => /^\d{4}-/.test(key))
    expect(days.length).toBeGreaterThan(0)
    for (const day of days) expect([0, 6]).not.toContain(new Date(day).getUTCDay())
  })

  it('are those of any team member, or of the one that is asked for', async () => {
    const { startTime, isFreeFor } = await findDemo()
    await book({ calendarId: seedIds.demoCalendar, startTime, assignedUserId: seedIds.user })
    expect(await isFreeFor(seedIds.user)).toBe(false)
    expect(await isFreeFor(seedIds.secondUser)).toBe(true)
    expect(await isFreeFor()).toBe(true)
    await book({ calendarId: seedIds.demoCalendar, startTime, assignedUserId: seedIds.secondUser })
    expect(await isFreeFor()).toBe(false)
  })
})

describe('blocked slots', () => {
  it('keep a calendar from being booked until they are deleted as an event', async () => {
    const { startTime, endTime } = sandbox.findFreeSlot()
    const blocked = await block({ calendarId: seedIds.calendar, title: 'Meeting', startTime, endTime })
    expect(blocked.status).toBe(201)
    expect(blocked.body).toMatchObject({ title: 'Meeting', calendarId: seedIds.calendar, startTime, endTime })
    expect(await listSlots()).not.toContain(startTime)
    expect((await book({ startTime })).body.message).toBe('The slot you have selected is no longer available.')
    const deleted = await call('DELETE', `/calendars/events/${blocked.body.id}`, { body: {} })
    expect(deleted.body.succeeded).toBe(true)
    expect((await book({ startTime })).status).toBe(200)
  })

  it('of a user count in all calendars of the user', async () => {
    const { startTime, isFreeFor } = await findDemo()
    const endTime = new Date(Date.parse(startTime) + 3_600_000).toISOString()
    expect((await block({ assignedUserId: seedIds.user, startTime, endTime })).status).toBe(201)
    expect(await isFreeFor(seedIds.user)).toBe(false)
    expect(await isFreeFor(seedIds.secondUser)).toBe(true)
    expect(await listSlots(31)).not.toContain(startTime)
  })

  it('belong to a calendar or to a user, and have two times in order', async () => {
    const { startTime, endTime } = sandbox.findFreeSlot()
    const times = { startTime, endTime }
    const owners = { calendarId: seedIds.calendar, assignedUserId: seedIds.user }
    expect((await block({ ...times, ...owners })).status).toBe(400)
    expect((await block(times)).status).toBe(400)
    expect((await block({ calendarId: seedIds.calendar, startTime })).status).toBe(422)
    expect((await block({ calendarId: seedIds.calendar, startTime: endTime, endTime: startTime })).status).toBe(400)
  })

  it('are listed by epoch milliseconds, apart from appointments', async () => {
    const { startTime, endTime } = sandbox.findFreeSlot()
    const { body } = await block({ calendarId: seedIds.calendar, startTime, endTime })
    const from = Date.parse(startTime)
    const query = `locationId=${locationId}&calendarId=${seedIds.calendar}&startTime=${from}&endTime=${from + 1}`
    const listed = await call('GET', `/calendars/blocked-slots?${query}`)
    expect(listed.body.events).toMatchObject([{ id: body.id, startTime, endTime }])
    expect((await call('GET', `/calendars/events?${query}`)).body.events).toEqual([])
    const [status] = await refusalOf('GET', `/calendars/blocked-slots?locationId=${locationId}&startTime=1&endTime=2`)
    expect(status).toBe(422)
  })
})
