import { describe, expect, it } from 'vitest'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, linesOf, onlyOf, run, type Answerer } from '../support/routes'
import { watchForLeaks } from '../support/secrets'
import { BOOK, bookable, bookedAs, SLOTS } from '../support/slots'

useFakeNetwork()
watchForLeaks()

const startTime = '2026-07-20T10:00:00+02:00'
const slots = [startTime]
const ada = { id: ids.contact }
const person = { calendarId: ids.consultation, startTime, email: 'ada@example.com' }
const booking = { locationId: 'location-1', calendarId: ids.consultation, startTime }

const onlyUma: Answerer = ({ query }) => ({
  body: { '2026-07-20': { slots: query.userId === ids.uma ? slots : [] } },
})

describe('bookAppointment in a calendar of several team members', () => {
  const teamMembers = [{ userId: ids.uma }, { userId: ids.ugo, isPrimary: true }, { userId: 'user0000000000000003' }]

  /** Free times of each team member; under "all" those of the calendar. */
  const team = (free: string[], calendar: object = {}) =>
    bookable({
      calendar: { teamMembers, ...calendar },
      byEmail: ada,
      others: {
        [SLOTS]: ({ query }) => ({
          body: { '2026-07-20': { slots: free.includes(query.userId ?? 'all') ? slots : [] } },
        }),
      },
    })

  it.each([
    ['the primary one when free', ['all', ids.uma, ids.ugo], ids.ugo],
    ['the first of the others who is free', ['all', ids.uma, 'user0000000000000003'], ids.uma],
    ['nobody when none is free, and leaves it to GoHighLevel', ['all'], undefined],
  ])('picks %s', async (_title, free, assignedUserId) => {
    const asked = answerBy(team(free))
    expect(await run('bookAppointment', person)).toMatchObject({ success: true })
    expect(onlyOf(asked, BOOK).body).toEqual({
      ...booking,
      contactId: ada.id,
      ...(assignedUserId && { assignedUserId }),
    })
  })

  it('takes the one that is given, by name too, and checks whether that one is free', async () => {
    const users = { body: { users: [{ id: ids.uma, name: 'Uma User' }] } }
    const asked = answerBy(
      bookable({ calendar: { teamMembers }, byEmail: ada, others: { [SLOTS]: onlyUma, 'GET /users/': users } })
    )
    await run('bookAppointment', { ...person, assignedUserId: 'uma user' })
    expect(onlyOf(asked, BOOK).body).toMatchObject({ assignedUserId: ids.uma })
  })

  it.each([
    ['a collective calendar', { calendarType: 'collective' }],
    ['a calendar of one', { teamMembers: [{ userId: ids.uma }] }],
    ['a calendar that names none', { teamMembers: null }],
  ])('names nobody in %s', async (_title, calendar) => {
    const asked = answerBy(team(['all', ids.uma], calendar))
    await run('bookAppointment', person)
    expect(onlyOf(asked, BOOK).body).toEqual({ ...booking, contactId: ada.id })
    expect(linesOf(asked).filter((line) => line === SLOTS)).toHaveLength(1)
  })

  it('answers what GoHighLevel knows of the times', async () => {
    const times = { startTime, endTime: '2026-07-20T11:00:00+02:00' }
    const known = { status: 201, body: { ...Object(bookedAs('a').body), ...times } }
    answerBy(bookable({ slots, byEmail: ada, others: { [BOOK]: known } }))
    expect((await run('bookAppointment', person)).data).toMatchObject(times)
  })
})
