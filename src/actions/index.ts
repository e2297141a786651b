/** Every action, under the name that Botpress calls it by. */
import type { Action } from './action'
import * as apiCall from './api-call'
import * as appointments from './appointments'
import * as contacts from './contacts'
import * as opportunities from './opportunities'
import * as orders from './orders'

export const actions: Record<string, Action> = {
  ...contacts,
  ...opportunities,
  ...orders,
  ...appointments,
  ...apiCall,
}
