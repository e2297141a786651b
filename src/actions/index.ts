/** Every action, under the name that Botpress calls it by. */
import type { Action } from './action'
import * as apiCall from './api-call'
import * as appointmentNotes from './appointment-notes'
import * as appointments from './appointments'
import * as booking from './booking'
import * as calendars from './calendars'
import * as contactFinding from './contact-finding'
import * as contactWork from './contact-work'
import * as contacts from './contacts'
import * as conversations from './conversations'
import * as location from './location'
import * as messages from './messages'
import * as opportunities from './opportunities'
import * as orders from './orders'
import * as pipelines from './pipelines'

/** By resource, in the order in which hub.md shows them. */
export const actionGroups: Record<string, Record<string, Action>> = {
  Contacts: { ...contactFinding, ...contacts },
  'Notes, tasks and more on contacts': { ...contactWork },
  Booking: { ...booking, ...calendars },
  Appointments: { ...appointments, ...appointmentNotes },
  'Conversations and messages': { ...conversations, ...messages },
  Opportunities: { ...opportunities, ...pipelines },
  Orders: { ...orders },
  'The location and its lists': { ...location },
  'Everything else': { ...apiCall },
}

export const actions: Record<string, Action> = Object.assign({}, ...Object.values(actionGroups))
