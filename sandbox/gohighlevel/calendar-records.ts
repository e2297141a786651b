/** What the sandbox keeps of calendars. */

export type Calendar = {
  id: string
  locationId: string
  groupId: string
  name: string
  calendarType: string
  slotMinutes: number
  /** Days of the week that are open, Sunday being 0. */
  openDays: number[]
  /** Minutes after midnight in the location's time zone. */
  opensAt: number
  closesAt: number
  /** Earliest bookable moment, in minutes from now. */
  minimumNotice: number
  teamMembers: string[]
}

export type Appointment = {
  id: string
  calendarId: string
  groupId: string
  locationId: string
  contactId: string
  assignedUserId: string
  title: string
  address: string
  notes: string
  description: string
  appointmentStatus: string
  startAt: number
  endAt: number
  isRecurring: boolean
  rrule?: string
  meetingLocationType?: string
  dateAdded: string
  dateUpdated: string
  deleted: boolean
}

/** Belongs to a calendar or to a user, never to both. */
export type BlockedSlot = {
  id: string
  locationId: string
  title: string
  calendarId?: string
  assignedUserId?: string
  startAt: number
  endAt: number
  dateAdded: string
}

export type AppointmentNote = {
  id: string
  appointmentId: string
  contactId: string
  body: string
  userId?: string
  dateAdded: string
}
