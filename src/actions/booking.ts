/** Booking as a bot does it: the person by e-mail or phone, the time out of the free ones. */
import { RuntimeError, z } from '@botpress/sdk'
import { listOf } from '../ghl/answer'
import { path } from '../ghl/path'
import { appointment } from '../schemas/appointment'
import { checkedMoment, epochMs, moment } from '../schemas/dates'
import { answer, flag, id, text } from '../schemas/fields'
import { withOffset } from '../schemas/time-zones'
import { defineAction } from './action'
import { isObject } from '../ghl/json'
import { contactToBook, endAfter, hostToBook, lengthOf, readCalendar } from './support/booking-steps'
import { readAppointment, readStored, withStatus } from './support/events'
import { bookOrSuggest, timeZoneOf } from './support/free-slots'
import { listOutput, wholeList } from './support/list'

const calendarId = id('Calendar', 'ID or name of the calendar')
const appointmentId = id('Appointment ID', 'ID of the appointment')
const timezone = text('Time Zone', "IANA time zone of suggested times, e.g. America/Chicago; the location's when empty")

export const bookAppointment = defineAction({
  title: 'Book Appointment',
  description:
    'Book a free time for a person given by e-mail or phone: finds or creates the contact, checks the time, picks the team member. A taken time answers with the nearest free ones in error.freeSlots.',
  scopes: ['calendars.readonly', 'calendars/events.write', 'contacts.readonly', 'contacts.write', 'locations.readonly'],
  example: {
    calendarId: 'Consultation',
    startTime: '2026-07-20T10:00:00+02:00',
    email: 'ada@example.com',
    name: 'Ada Example',
  },
  input: z.object({
    calendarId,
    startTime: moment('Start Time', 'A free slot of the calendar'),
    contactId: id('Contact ID', 'ID of the contact; otherwise give e-mail or phone').optional(),
    email: text('E-Mail', 'E-mail address of the person').optional(),
    phone: text('Phone', 'Phone number of the person, with country code').optional(),
    name: text('Name', 'Full name, for a contact that is new').optional(),
    title: text('Title', "Title; by default the contact's name").optional(),
    description: text('Description', 'What it is about').optional(),
    assignedUserId: id('Team Member', 'ID or name; picked among those who are free when empty').optional(),
    address: text('Address', 'Where it takes place, or the meeting link').optional(),
    timezone: timezone.optional(),
  }),
  data: appointment.extend({
    isNewContact: flag('Is New Contact', 'True when the contact was created for it').optional(),
  }),
  done: 'Appointment booked',
  run: async (ghl, { email, phone, name, timezone: asked, contactId, ...fields }) => {
    const input = { ...fields, startTime: checkedMoment(fields.startTime, 'startTime') }
    const wanted = epochMs(input.startTime, 'startTime')
    const zone = await timeZoneOf(ghl, asked)
    const calendar = await readCalendar(ghl, input.calendarId)
    const slots = { calendarId: input.calendarId, timezone: zone, userId: input.assignedUserId }
    return bookOrSuggest(ghl, slots, wanted, async () => {
      const assignedUserId = input.assignedUserId ?? (await hostToBook(ghl, calendar, slots, wanted))
      const person = await contactToBook(ghl, { contactId, email, phone, name })
      const endTime = endAfter(input.startTime, lengthOf(calendar))
      const body = { locationId: ghl.locationId, ...input, contactId: person.id, assignedUserId }
      const booked = await ghl.post('/calendars/events/appointments', body)
      const times = { startTime: input.startTime, endTime }
      return { ...readAppointment(booked, times), isNewContact: person.isNew }
    })
  },
})

export const rescheduleAppointment = defineAction({
  title: 'Reschedule Appointment',
  description:
    'Move an appointment to another free time and keep its length. A taken time answers with the nearest free ones in error.freeSlots.',
  scopes: ['calendars.readonly', 'calendars/events.readonly', 'calendars/events.write', 'locations.readonly'],
  example: { appointmentId: '{{workflow.appointmentId}}', startTime: '2026-07-21T14:00:00+02:00' },
  input: z.object({
    appointmentId,
    startTime: moment('Start Time', 'The new time, a free slot of the calendar'),
    timezone: timezone.optional(),
  }),
  data: appointment,
  done: 'Appointment rescheduled',
  run: async (ghl, { appointmentId: target, startTime: given, timezone: asked }) => {
    const startTime = checkedMoment(given, 'startTime')
    const wanted = epochMs(startTime, 'startTime')
    const route = path`/calendars/events/appointments/${target}`
    const current = await readStored(ghl, target)
    if (current.deleted === true) throw new RuntimeError('This appointment was deleted. Book a new one.')
    const zone = await timeZoneOf(ghl, asked)
    const length = Date.parse(String(current.endTime)) - Date.parse(String(current.startTime))
    const times = { startTime, endTime: endAfter(startTime, Number.isNaN(length) ? undefined : length) }
    const host = typeof current.assignedUserId === 'string' ? current.assignedUserId : undefined
    const slots = { calendarId: String(current.calendarId), timezone: zone, userId: host }
    const move = async () => ({ ...current, ...readAppointment(await ghl.put(route, times)), ...times })
    // The appointment itself occupies the time next to it, so that is never listed as free: GoHighLevel decides.
    const overlapsItself = Math.abs(wanted - Date.parse(String(current.startTime))) < length
    return overlapsItself ? move() : bookOrSuggest(ghl, slots, wanted, move)
  },
})

export const cancelAppointment = defineAction({
  title: 'Cancel Appointment',
  description: 'Cancel an appointment; it stays in the calendar as cancelled and its time is free again',
  scopes: ['calendars/events.write'],
  example: { appointmentId: '{{workflow.appointmentId}}' },
  input: z.object({ appointmentId }),
  data: appointment,
  done: 'Appointment cancelled',
  run: async (ghl, input) =>
    readAppointment(
      await ghl.put(path`/calendars/events/appointments/${input.appointmentId}`, { appointmentStatus: 'cancelled' })
    ),
})

export const listContactAppointments = defineAction({
  title: 'List Contact Appointments',
  description: 'List the appointments of a contact, e.g. to find the one to reschedule or cancel',
  scopes: ['contacts.readonly', 'locations.readonly'],
  example: { contactId: '{{workflow.contactId}}', upcoming: true },
  input: z.object({
    contactId: id('Contact ID', 'ID of the contact'),
    upcoming: flag('Upcoming Only', 'True leaves out the past and the cancelled ones').optional(),
  }),
  data: answer({
    appointments: z.array(appointment).title('Appointments').describe('Earliest first'),
    ...listOutput,
  }),
  done: 'Appointments listed',
  run: async (ghl, input) => {
    const zone = await timeZoneOf(ghl)
    const appointments = listOf(await ghl.get(path`/contacts/${input.contactId}/appointments`), 'events')
      .filter(isObject)
      // Unlike everywhere else the times come without an offset here.
      .map((event) => ({
        ...withStatus(event),
        startTime: withOffset(event.startTime, zone),
        endTime: withOffset(event.endTime, zone),
      }))
      .filter((event) => !input.upcoming || isUpcoming(event))
      .sort((a, b) => Date.parse(String(a.startTime)) - Date.parse(String(b.startTime)))
    return wholeList('appointments', appointments)
  },
})

const isUpcoming = (event: Record<string, unknown>): boolean =>
  Date.parse(String(event.startTime)) >= Date.now() && event.appointmentStatus !== 'cancelled' && event.deleted !== true
