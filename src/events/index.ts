/** Every event, under the name that Botpress knows it by. */
import * as account from './account'
import * as appointments from './appointments'
import * as contacts from './contacts'
import * as conversations from './conversations'
import type { Event } from './event'
import * as objects from './objects'
import * as opportunities from './opportunities'
import * as payments from './payments'

/** By resource, in the order in which hub.md shows them. Those of GoHighLevel's app webhooks. */
export const eventGroups: Record<string, Record<string, Event>> = {
  'Contacts, notes and tasks': { ...contacts },
  'Conversations, campaigns and e-mail': { ...conversations },
  Appointments: { ...appointments },
  Opportunities: { ...opportunities },
  Payments: { ...payments },
  'Custom objects': { ...objects },
  'Location, users and app': { ...account },
}

export const events: Record<string, Event> = Object.assign({}, ...Object.values(eventGroups))
