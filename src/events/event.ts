/** What an event is: one value with GoHighLevel's type, what Studio shows, and the fields that come with it. */
import { z } from '@botpress/sdk'
import type { AnyObject } from '../actions/action'
import { answer, text } from '../schemas/fields'

export type Event = {
  /** `type` of GoHighLevel's webhook. */
  type: string
  /** As Studio shows it. */
  title: string
  /** When it comes, in one sentence. */
  description: string
  /** OAuth scopes without which GoHighLevel does not send it. */
  scopes: readonly string[]
  /** GoHighLevel's field names. All are optional and unknown ones pass, so that no webhook can fail to fit. */
  payload: AnyObject
  /** Ids that GoHighLevel always sends. */
  ids: readonly string[]
}

/** What every webhook carries beside its own fields. */
const envelope = () => ({
  type: text('Type', "GoHighLevel's name of the event"),
  locationId: text('Location ID', 'Location in which it happened'),
  companyId: text('Company ID', 'Agency in which it happened'),
  timestamp: text('Timestamp', 'When it happened, ISO 8601'),
  webhookId: text('Webhook ID', 'Names this delivery; the same on repetitions'),
})

/** The payload's schema is made when it is first needed: a process that only runs actions starts sooner without. */
export function defineEvent<Fields extends z.ZodRawShape>(
  event: Omit<Event, 'payload' | 'ids'> & { fields: z.ZodObject<Fields>; ids?: readonly (keyof Fields & string)[] }
): Event {
  const { fields, ids = [], ...shown } = event
  let made: AnyObject | undefined
  return {
    ...shown,
    ids,
    get payload() {
      made ??= answer({ ...fields.shape, ...envelope() })
      return made
    },
  }
}

/** The schema as deployed: the ids that always come are required. */
export const deployed = ({ payload, ids }: Event): AnyObject =>
  payload.required(Object.fromEntries(ids.map((id) => [id, true as const])))

/** The part that the integration definition wants. */
export const eventDefinitionsOf = (events: Record<string, Event>) =>
  Object.fromEntries(
    Object.entries(events).map(([name, event]) => [
      name,
      { title: event.title, description: event.description, schema: deployed(event) },
    ])
  )
