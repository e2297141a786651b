/** What happens to appointments. */
import { z } from '@botpress/sdk'
import { appointment } from '../schemas/appointment'
import { defineEvent } from './event'

const ofAppointment = {
  scopes: ['calendars/events.readonly'],
  fields: z.object({ appointment: appointment.title('Appointment').describe('The appointment') }),
  ids: ['appointment'] as const,
}

export const appointmentCreated = defineEvent({
  ...ofAppointment,
  type: 'AppointmentCreate',
  title: 'Appointment Created',
  description: 'An appointment was booked',
})

export const appointmentUpdated = defineEvent({
  ...ofAppointment,
  type: 'AppointmentUpdate',
  title: 'Appointment Updated',
  description: 'An appointment was moved, confirmed, cancelled or changed otherwise',
})

export const appointmentDeleted = defineEvent({
  ...ofAppointment,
  type: 'AppointmentDelete',
  title: 'Appointment Deleted',
  description: 'An appointment was deleted',
})
