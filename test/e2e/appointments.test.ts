/** The actions on appointments and the generic call, against what stands in GoHighLevel afterwards. */
import { beforeAll, describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot, Data } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

let bot: Bot
beforeAll(async () => {
  bot = await world.installConnected()
})

const { calendar: calendarId, contact: contactId } = seedIds
const stored = (id: unknown) => world.ghl.store.appointments.get(String(id))
const iso = (ms: number) => new Date(ms).toISOString()
const HOUR = 3_600_000

const book = async (fields: Data = {}): Promise<{ id: string; startTime: string }> => {
  const { startTime } = world.ghl.findFreeSlot()
  const { id } = await bot.succeed('createAppointment', { calendarId, contactId, startTime, ...fields })
  world.forget()
  return { id: String(id), startTime }
}

describe('createAppointment', () => {
  it('books a free slot with every field that was given', async () => {
    const { startTime, endTime } = world.ghl.findFreeSlot()
    const fields = {
      title: 'First talk',
      address: '1 Example Street',
      description: 'About the website',
      appointmentStatus: 'new',
    }
    const more = { meetingLocationType: 'phone', assignedUserId: seedIds.user, toNotify: false }
    const data = await bot.succeed('createAppointment', {
      calendarId,
      contactId,
      startTime,
      endTime,
      ...fields,
      ...more,
    })
    expect(stored(data.id)).toMatchObject({
      ...fields,
      calendarId,
      contactId,
      locationId: seedIds.location,
      assignedUserId: seedIds.user,
      meetingLocationType: 'phone',
      startAt: Date.parse(startTime),
      endAt: Date.parse(endTime),
    })
    expect(data).toMatchObject({ title: 'First talk', appointmentStatus: 'new', startTime, endTime })
    expect(data).not.toHaveProperty('appoinmentStatus')
    expect(world.ghl.requests.map(({ headers }) => headers.version)).toEqual(['2021-04-15'])
  })

  it('says when it begins and ends, which GoHighLevel leaves out', async () => {
    const { startTime, endTime } = world.ghl.findFreeSlot()
    const data = await bot.succeed('createAppointment', { calendarId, contactId, startTime })
    expect(data.startTime).toBe(startTime)
    expect(Date.parse(String(data.endTime))).toBe(Date.parse(endTime))
  })

  it('is not taken for failed when its end cannot be read', async () => {
    world.ghl.faults.next({ method: 'GET', path: '/calendars/' }, { status: 403, body: { message: 'Forbidden' } })
    const { startTime } = world.ghl.findFreeSlot()
    const data = await bot.succeed('createAppointment', { calendarId, contactId, startTime })
    expect(stored(data.id)).toBeDefined()
  })

  it('at a time that is taken says so', async () => {
    const { startTime } = await book()
    const before = world.ghl.store.appointments.size
    const { error, message } = await bot.refuse('createAppointment', { calendarId, contactId, startTime })
    expect(error).toMatchObject({ status: 400, code: 'SLOT_TAKEN', retryable: false })
    expect(message).toMatch(/no longer free.*no longer available/)
    expect(world.ghl.store.appointments.size).toBe(before)
  })

  it('at a time that is taken succeeds when free slots are ignored', async () => {
    const { startTime } = await book()
    const input = { calendarId, contactId, startTime, ignoreFreeSlotValidation: true }
    expect(await bot.succeed('createAppointment', input)).toHaveProperty('id')
  })

  it('with nobody, or in another location, says so', async () => {
    const { startTime } = world.ghl.findFreeSlot()
    const refusalOf = async (changes: Data) =>
      (await bot.refuse('createAppointment', { calendarId, contactId, startTime, ...changes })).error.code
    expect(await refusalOf({ contactId: 'fakeMissingContact04' })).toBe('NOT_FOUND')
    expect(await refusalOf({ locationId: seedIds.secondLocation })).toBe('WRONG_LOCATION')
  })

  it.each([
    [{ startTime: '2031-07-20T10:00:00' }, /startTime must be .* with the offset/],
    [{ startTime: 'fake-tomorrow' }, /startTime must be/],
    [{ startTime: '2031-02-30T10:00:00Z' }, /startTime must be/],
    [{ startTime: '2031-07-20T10:00:00Z', endTime: '2031-07-20T09:00:00Z' }, /endTime must be after startTime/],
    [{ startTime: 1_900_000_000 }, /startTime must be of type string, not number/],
    [{ appointmentStatus: 'fake-status' }, /appointmentStatus must be one of/],
    [{ colour: 'fake-green' }, /there is no field colour/],
  ])('with %j names the field, and sends nothing', async (wrong, message) => {
    const input = { calendarId, contactId, startTime: '2031-07-20T08:00:00Z', ...wrong }
    expect(await bot.fail('createAppointment', input)).toMatch(message)
    expect(world.asked()).toEqual([])
  })
})

describe('getAppointment', () => {
  it('reads it, with times and status', async () => {
    const { id, startTime } = await book({ title: 'Second talk' })
    const data = await bot.succeed('getAppointment', { appointmentId: id })
    expect(data).toMatchObject({ id, title: 'Second talk', appointmentStatus: 'confirmed', startTime })
    expect(data).not.toHaveProperty('appoinmentStatus')
  })

  it('of which there is none says so', async () => {
    const { error } = await bot.refuse('getAppointment', { appointmentId: 'fakeMissingEvent0001' })
    expect(error).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})

describe('updateAppointment', () => {
  it('moves it to another free slot', async () => {
    const { id } = await book()
    const { startTime, endTime } = world.ghl.findFreeSlot()
    const data = await bot.succeed('updateAppointment', { appointmentId: id, startTime, endTime })
    expect(data).toMatchObject({ id, startTime, endTime })
    expect(stored(id)).toMatchObject({ startAt: Date.parse(startTime), endAt: Date.parse(endTime) })
  })

  it('cancels it, which frees the slot', async () => {
    const { id, startTime } = await book()
    await bot.succeed('updateAppointment', { appointmentId: id, appointmentStatus: 'cancelled' })
    expect(stored(id)?.appointmentStatus).toBe('cancelled')
    await bot.succeed('createAppointment', { calendarId, contactId, startTime })
  })

  it('to a time that is taken says so, and leaves it where it was', async () => {
    const [taken, own] = [await book(), await book()]
    const input = { appointmentId: own.id, startTime: taken.startTime }
    expect((await bot.refuse('updateAppointment', input)).error.code).toBe('SLOT_TAKEN')
    expect(stored(own.id)?.startAt).toBe(Date.parse(own.startTime))
  })
})

describe('getCalendarEvents', () => {
  it('lists what is booked between two moments, without what was deleted', async () => {
    const [kept, deleted] = [await book(), await book()]
    await bot.succeed('deleteEvent', { eventId: deleted.id })
    const [from, to] = [Date.parse(kept.startTime), Date.parse(deleted.startTime)]
    const span = { startTime: iso(from - HOUR), endTime: iso(to + HOUR) }
    const { events } = await bot.succeed('getCalendarEvents', { calendarId, ...span })
    const ids = [events].flat().map((event) => Object(event).id)
    expect(ids).toContain(kept.id)
    expect(ids).not.toContain(deleted.id)
    const query = world.ghl.requests.at(-1)?.query
    expect(query).toMatchObject({ startTime: String(from - HOUR), endTime: String(to + HOUR), calendarId })
    const mine = await bot.succeed('getCalendarEvents', { userId: seedIds.user, ...span })
    expect([mine.events].flat()).toHaveLength(ids.length)
  })

  it('of no calendar, user or group is refused, and sends nothing', async () => {
    const span = { startTime: iso(0), endTime: iso(HOUR) }
    expect(await bot.fail('getCalendarEvents', span)).toMatch(/calendarId, userId or groupId/)
    expect(world.asked()).toEqual([])
  })
})

describe('deleteEvent', () => {
  it('deletes the appointment, and says the second time that there is none', async () => {
    const { id } = await book()
    expect(await bot.succeed('deleteEvent', { eventId: id })).toEqual({})
    expect(stored(id)?.deleted).toBe(true)
    expect((await bot.refuse('deleteEvent', { eventId: id })).error.code).toBe('NOT_FOUND')
  })
})

describe('makeApiCall', () => {
  it('sends method, path, parameters and body, and answers what GoHighLevel sent', async () => {
    const name = 'Generic Person'
    const created = await bot.succeed('makeApiCall', {
      endpoint: '/contacts/',
      method: 'POST',
      data: { locationId: seedIds.location, name },
    })
    const { id } = Object(created.contact)
    const params = { locationId: seedIds.location, limit: 5, query: 'Ada' }
    const endpoint = `/contacts/business/${seedIds.business}`
    expect(await bot.succeed('makeApiCall', { endpoint, method: 'GET', params })).toMatchObject({ count: 1 })
    expect(world.ghl.requests.at(-1)?.query).toEqual({ ...params, limit: '5' })
    await bot.succeed('makeApiCall', { endpoint: `/contacts/${id}`, method: 'PUT', data: { city: 'Generic City' } })
    expect(world.ghl.store.contacts.get(id)).toMatchObject({ firstName: 'Generic', city: 'Generic City' })
    await bot.succeed('makeApiCall', { endpoint: `/contacts/${id}`, method: 'DELETE' })
    expect(world.ghl.store.contacts.has(id)).toBe(false)
  })

  it('wraps lists and texts, so that data is an object', async () => {
    const call = { endpoint: '/opportunities/pipelines', method: 'GET' }
    world.ghl.faults.next({}, { status: 200, body: [1, { id: 'generic-id' }] })
    expect(await bot.succeed('makeApiCall', call)).toEqual({ items: [1, { id: 'generic-id' }] })
    world.ghl.faults.next({}, { status: 200, body: 'generic words' })
    expect(await bot.succeed('makeApiCall', call)).toEqual({ text: 'generic words' })
    world.ghl.faults.next({}, { status: 204 })
    expect(await bot.succeed('makeApiCall', call)).toEqual({ text: '' })
  })

  it('reports what GoHighLevel refuses', async () => {
    const { error } = await bot.refuse('makeApiCall', { endpoint: '/no/such/route', method: 'GET' })
    expect(error).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  it('sends the version that fits the path, or the one given', async () => {
    const params = { locationId: seedIds.location }
    for (const [endpoint, version] of [
      ['/opportunities/pipelines', undefined],
      ['/calendars/', undefined],
      ['/calendars/', '2023-02-21'],
    ] as const) {
      await bot.act('makeApiCall', { endpoint, method: 'GET', params, ...(version && { version }) })
    }
    const versions = world.ghl.requests.map(({ headers }) => headers.version)
    expect(versions).toEqual(['2021-07-28', '2021-04-15', '2023-02-21'])
  })
})
