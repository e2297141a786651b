import type { Calendar } from './calendar-records'
import type { Store } from './store'
import { readMinuteOfDay, readWeekday } from './time'

const MINUTE_MS = 60_000
/** Every calendar opens on a multiple of it, in every time zone. */
const STEP_MS = 5 * MINUTE_MS

type SlotQuestion = {
  startAt: number
  endAt: number
  userId: string
  /** Leaves the minimum notice out of account. */
  ignoreDateRange?: boolean
  /** The appointment that is being moved does not stand in its own way. */
  exceptId?: string
}

export function isSlotFree(store: Store, calendar: Calendar, question: SlotQuestion): boolean {
  const { startAt, endAt, ignoreDateRange } = question
  if (!isOpen(store, calendar, startAt, endAt)) return false
  if (!ignoreDateRange && startAt < store.now() + calendar.minimumNotice * MINUTE_MS) return false
  return !isBooked(store, question) && !isBlocked(store, calendar, question)
}

/**
 * Starts of the slots, in order, from one moment on until before another, that the user has free; without a user,
 * those that any team member has.
 */
export function* listFreeSlots(
  store: Store,
  calendar: Calendar,
  from: number,
  to: number,
  onlyUserId?: string
): Generator<number> {
  const members = calendar.teamMembers.filter((userId) => onlyUserId === undefined || userId === onlyUserId)
  for (let startAt = Math.ceil(from / STEP_MS) * STEP_MS; startAt < to; startAt += STEP_MS) {
    const endAt = startAt + calendar.slotMinutes * MINUTE_MS
    if (members.some((userId) => isSlotFree(store, calendar, { startAt, endAt, userId }))) yield startAt
  }
}

function isOpen(store: Store, calendar: Calendar, startAt: number, endAt: number): boolean {
  const timezone = store.readTimezone(calendar.locationId)
  const opening = readMinuteOfDay(startAt, timezone)
  const isOnGrid = startAt % MINUTE_MS === 0 && (opening - calendar.opensAt) % calendar.slotMinutes === 0
  if (!isOnGrid || endAt <= startAt || opening < calendar.opensAt) return false
  const closing = opening + (endAt - startAt) / MINUTE_MS
  return closing <= calendar.closesAt && calendar.openDays.includes(readWeekday(startAt, timezone))
}

/** Whatever calendar a user is booked in, the time is gone in all of them. */
function isBooked(store: Store, { startAt, endAt, userId, exceptId }: SlotQuestion): boolean {
  return [...store.appointments.values()].some(
    (item) =>
      item.id !== exceptId &&
      !item.deleted &&
      item.appointmentStatus !== 'cancelled' &&
      item.assignedUserId === userId &&
      item.startAt < endAt &&
      startAt < item.endAt
  )
}

function isBlocked(store: Store, calendar: Calendar, { startAt, endAt, userId }: SlotQuestion): boolean {
  return [...store.blockedSlots.values()].some(
    (item) =>
      (item.calendarId === calendar.id || item.assignedUserId === userId) &&
      item.startAt < endAt &&
      startAt < item.endAt
  )
}
