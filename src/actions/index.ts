/** Every action, under the name that Botpress calls it by. */
import type { Action } from './action'
import * as apiCall from './api-call'
import * as appointments from './appointments'
import * as contacts from './contacts'
import * as opportunities from './opportunities'
import * as orders from './orders'

/** By resource, in the order in which hub.md shows them. */
export const actionGroups: Record<string, Record<string, Action>> = {
  Contacts: { ...contacts },
  Opportunities: { ...opportunities },
  Appointments: { ...appointments },
  Orders: { ...orders },
  'Everything else': { ...apiCall },
}

export const actions: Record<string, Action> = Object.assign({}, ...Object.values(actionGroups))
