/** GoHighLevel's appointment: what can be written, and what comes back. */
import { z } from '@botpress/sdk'
import { moment } from './dates'
import { answer, anything, choice, flag, id, optional, text, texts } from './fields'

const calendarId = id('Calendar', 'ID or name of the calendar')
const startTime = moment('Start Time', 'When the appointment begins')

const described = {
  endTime: moment('End Time', 'When it ends; by default after the length of a slot of the calendar'),
  title: text('Title', "Title; by default the contact's name"),
  appointmentStatus: choice(
    ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'],
    'Status',
    'State of the appointment'
  ),
  assignedUserId: id('Team Member', 'ID or name of the team member; needed for calendars with several'),
  description: text('Description', 'What it is about'),
  address: text('Address', 'Where it takes place, or the meeting link'),
  meetingLocationType: choice(
    ['custom', 'zoom', 'gmeet', 'phone', 'address', 'ms_teams', 'google'],
    'Meeting Location Type',
    'Kind of place'
  ),
  meetingLocationId: text('Meeting Location ID', 'One of the places set up in the calendar; default when empty'),
  overrideLocationConfig: flag('Override Location', "True uses the place given here, not the calendar's"),
  ignoreDateRange: flag('Ignore Date Range', 'True skips the minimum notice and the date range of the calendar'),
  ignoreFreeSlotValidation: flag('Ignore Free Slots', 'True books even where no slot is free'),
  toNotify: flag('Run Automations', 'False keeps GoHighLevel from sending notifications'),
  rrule: text('Recurrence', 'RFC 5545 rule, e.g. RRULE:FREQ=WEEKLY;COUNT=4; only with Ignore Free Slots'),
}

/** Fields of createAppointment. */
export const appointmentFields = {
  calendarId,
  contactId: id('Contact ID', 'ID of the contact it is with'),
  startTime,
  ...optional(described),
}

/** Fields of updateAppointment. GoHighLevel rejects contactId and locationId there. */
export const appointmentChanges = optional({ calendarId, startTime, ...described })

/** An appointment as it comes back. */
export const appointment = answer({
  id: text('Appointment ID', 'ID of the appointment'),
  calendarId: text('Calendar ID', 'ID of the calendar'),
  contactId: text('Contact ID', 'ID of the contact it is with'),
  locationId: text('Location ID', 'Location it belongs to'),
  title: described.title,
  startTime: text('Start Time', 'When it begins, ISO 8601 with offset'),
  endTime: text('End Time', 'When it ends, ISO 8601 with offset'),
  appointmentStatus: text('Status', 'new, confirmed, cancelled, showed, noshow, invalid, active or completed'),
  assignedUserId: text('Assigned User ID', 'ID of the team member'),
  users: texts('Users', 'IDs of all team members who take part'),
  address: text('Address', 'Where it takes place, or the meeting link'),
  notes: text('Notes', 'Notes'),
  description: text('Description', 'What it is about'),
  isRecurring: flag('Is Recurring', 'True when it belongs to a series'),
  rrule: text('Recurrence', 'RFC 5545 rule of the series'),
  masterEventId: text('Master Event ID', 'ID of the series'),
  groupId: text('Group ID', 'ID of the calendar group'),
  assignedResources: z.array(z.unknown()).title('Resources').describe('Rooms and equipment'),
  createdBy: anything('Created By', 'Who made it'),
  deleted: flag('Deleted', 'True for an appointment that was deleted'),
  dateAdded: text('Date Added', 'When it was created, ISO 8601'),
  dateUpdated: text('Date Updated', 'When it was last changed, ISO 8601'),
})
