/** Calendars and blocked slots, as they come back. */
import { z } from '@botpress/sdk'
import { amount, answer, flag, text } from './fields'

export const calendar = answer({
  id: text('Calendar ID', 'ID of the calendar'),
  name: text('Name', 'Name of the calendar'),
  description: text('Description', 'What it is for'),
  calendarType: text('Type', 'round_robin, event, class_booking, collective, service_booking or personal'),
  isActive: flag('Is Active', 'False for one that cannot be booked'),
  slotDuration: amount('Slot Duration', 'Length of an appointment'),
  slotDurationUnit: text('Slot Duration Unit', 'mins or hours'),
  groupId: text('Group ID', 'ID of the calendar group'),
  slug: text('Slug', 'Part of its booking link'),
  teamMembers: z
    .array(
      answer({ userId: text('User ID', 'ID of the user'), isPrimary: flag('Is Primary', 'True for the main one') })
    )
    .title('Team Members')
    .describe('Users whose time is booked'),
})

export const blockedSlot = answer({
  id: text('Event ID', 'ID of the blocked slot; delete it with Delete Event'),
  title: text('Title', 'Why the time is blocked'),
  startTime: text('Start Time', 'When it begins, ISO 8601'),
  endTime: text('End Time', 'When it ends, ISO 8601'),
  calendarId: text('Calendar ID', 'ID of the calendar'),
  assignedUserId: text('User ID', 'ID of the user whose time is blocked'),
  locationId: text('Location ID', 'Location it belongs to'),
})
