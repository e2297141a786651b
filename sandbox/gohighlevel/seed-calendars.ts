import type { Calendar } from './calendar-records'
import { seedIds } from './seed-ids'
import type { Store } from './store'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const WORKING_DAYS = [1, 2, 3, 4, 5]

export function seedCalendars(store: Store): void {
  const { location, secondLocation, user, secondUser } = seedIds
  const consultation = {
    groupId: seedIds.calendarGroup,
    name: 'Consultation',
    calendarType: 'event',
    slotMinutes: 30,
    openDays: EVERY_DAY,
    opensAt: 8 * 60,
    closesAt: 20 * 60,
    minimumNotice: 0,
  }
  const demo = { ...consultation, name: 'Demo', calendarType: 'round_robin', openDays: WORKING_DAYS, slotMinutes: 60 }
  addCalendar(store, { ...consultation, id: seedIds.calendar, locationId: location, teamMembers: [user] })
  addCalendar(store, { ...demo, id: seedIds.demoCalendar, locationId: location, teamMembers: [user, secondUser] })
  addCalendar(store, {
    ...consultation,
    id: seedIds.secondCalendar,
    locationId: secondLocation,
    teamMembers: [secondUser],
  })
}

function addCalendar(store: Store, calendar: Calendar): void {
  store.calendars.set(calendar.id, calendar)
}
