import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { book, call, locationId, sandbox, useSandbox } from './support'

useSandbox()

describe('appointments', () => {
  it('answers a booking without times and reads it back in the offset of the location', async () => {
    const { startTime } = sandbox.findFreeSlot()
    const booked = await book({ startTime: new Date(startTime).toISOString() })
    expect(booked.status).toBe(200)
    expect(booked.body).toMatchObject({ status: 'booked', appoinmentStatus: 'confirmed', title: 'Ada Example' })
    expect(booked.body).not.toHaveProperty('startTime')
    const read = await call('GET', `/calendars/events/appointments/${booked.body.id}`)
    expect(read.body.appointment).toMatchObject({ startTime, deleted: false })
  })

  it('refuses a taken slot unless told to ignore it', async () => {
    const { startTime } = sandbox.findFreeSlot()
    await book({ startTime })
    const taken = await book({ startTime })
    expect(taken.status).toBe(400)
    expect(taken.body.message).toBe('The slot you have selected is no longer available.')
    expect((await book({ startTime, ignoreFreeSlotValidation: true })).status).toBe(200)
  })

  it('moves an appointment and refuses locationId on update', async () => {
    const { body } = await book()
    const path = `/calendars/events/appointments/${body.id}`
    const { startTime, endTime } = sandbox.findFreeSlot()
    expect((await call('PUT', path, { body: { startTime } })).status).toBe(200)
    expect((await call('GET', path)).body.appointment).toMatchObject({ startTime, endTime })
    expect((await call('PUT', path, { body: { locationId } })).status).toBe(422)
  })

  it('deletes with a JSON body only, and still answers what was deleted', async () => {
    const { body } = await book()
    expect((await call('DELETE', `/calendars/events/${body.id}`)).status).toBe(400)
    expect((await call('DELETE', `/calendars/events/${body.id}`, { body: {} })).body.succeeded).toBe(true)
    const read = await call('GET', `/calendars/events/appointments/${body.id}`)
    expect(read.status).toBe(200)
    expect(read.body.appointment).toMatchObject({ deleted: true })
  })

  it('lists events by epoch milliseconds and answers an empty list to ISO times', async () => {
    const { startTime } = sandbox.findFreeSlot()
    const { body } = await book({ startTime })
    const path = `/calendars/events?locationId=${locationId}`
    const from = Date.parse(startTime)
    const found = await call('GET', `${path}&calendarId=${seedIds.calendar}&startTime=${from}&endTime=${from + 1}`)
    const listed = expect.objectContaining({ id: body.id, startTime })
    expect(found.body.events).toEqual(expect.arrayContaining([listed]))
    const iso = encodeURIComponent(startTime)
    const none = await call('GET', `${path}&userId=${seedIds.user}&startTime=${iso}&endTime=${iso}`)
    expect([none.status, none.body.events]).toEqual([200, []])
    expect((await call('GET', `${path}&startTime=${from}&endTime=${from}`)).status).toBe(422)
  })
})

describe('appointment notes', () => {
  it('come in pages of at most 20 that tell whether there are more', async () => {
    const { body } = await book()
    const path = `/calendars/appointments/${body.id}/notes`
    for (const text of ['One', 'Two', 'Three']) {
      const created = await call('POST', path, { body: { body: text, userId: seedIds.user } })
      expect(created.status).toBe(201)
      expect(created.body.note).toMatchObject({ body: text, createdBy: { id: seedIds.user, name: 'Uma User' } })
    }
    const first = await call('GET', `${path}?limit=2&offset=0`)
    expect(first.body).toMatchObject({ notes: [{ body: 'One' }, { body: 'Two' }], hasMore: true })
    expect((await call('GET', `${path}?limit=2&offset=2`)).body).toMatchObject({ notes: [{}], hasMore: false })
    expect((await call('GET', `${path}?limit=21&offset=0`)).status).toBe(400)
    expect((await call('GET', `${path}?limit=2`)).status).toBe(400)
  })

  it('can be changed and deleted, and have at most 5,000 characters', async () => {
    const { body } = await book()
    const path = `/calendars/appointments/${body.id}/notes`
    expect((await call('POST', path, { body: { body: 'x'.repeat(5001) } })).status).toBe(422)
    const created = await call('POST', path, { body: { body: 'One' } })
    const note = `${path}/${Object(created.body.note).id}`
    expect((await call('PUT', note, { body: { body: 'Two' } })).body.note).toMatchObject({ body: 'Two' })
    expect((await call('DELETE', note)).body.success).toBe(true)
    expect((await call('GET', `${path}?limit=20&offset=0`)).body.notes).toEqual([])
  })
})
