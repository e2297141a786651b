/** One run through every action, each step fed by what the earlier ones gave back. */
import { addDays, formatISO, setHours, startOfDay } from 'date-fns'

/** Ids that steps leave for later ones. */
export type Memory = Record<string, string>

export type Step = {
  action: string
  /** True when it changes nothing in GoHighLevel: with a real account only these run. */
  reads?: boolean
  /** The input, or undefined when there is nothing to run it on. */
  input: (memory: Memory) => Record<string, unknown> | undefined
  /** What to remember of the answer's data. */
  keep?: (data: Record<string, unknown>) => Memory
}

const idOf =
  (name: string) =>
  (data: Record<string, unknown>): Memory =>
    typeof data.id === 'string' ? { [name]: data.id } : {}

/** `id` or `_id` of the first element of the list under `key`. */
const firstOf =
  (key: string, name: string) =>
  (data: Record<string, unknown>): Memory => {
    const list: unknown = data[key]
    const first: unknown = Array.isArray(list) ? list[0] : undefined
    if (typeof first !== 'object' || first === null) return {}
    const found = 'id' in first ? first.id : '_id' in first ? first._id : undefined
    return typeof found === 'string' ? { [name]: found } : {}
  }

/** An input that needs remembered ids: undefined as long as one is missing. */
const needing =
  (names: string[], build: (memory: Memory) => Record<string, unknown>) =>
  (memory: Memory): Record<string, unknown> | undefined =>
    names.every((name) => memory[name]) ? build(memory) : undefined

/** Two days from now at the given hour: far enough for any notice period, near enough for any range. */
const dayAfterTomorrow = (hour: number): string => formatISO(setHours(startOfDay(addDays(new Date(), 2)), hour))

const lookUp = (endpoint: string, key: string, name: string, params: Record<string, unknown> = {}): Step => ({
  action: 'makeApiCall',
  reads: true,
  input: ({ locationId }) => ({ endpoint, method: 'GET', params: { locationId, ...params } }),
  keep: firstOf(key, name),
})

/** What the sandbox needs no looking up for, found in a real account first. */
export const discovery: Step[] = [
  lookUp('/contacts/', 'contacts', 'contactId', { limit: 1 }),
  lookUp('/businesses/', 'businesses', 'businessId'),
  lookUp('/calendars/', 'calendars', 'calendarId'),
]

export const scenario: Step[] = [
  {
    action: 'createContact',
    input: () => ({
      firstName: 'Grace',
      lastName: 'Example',
      email: 'grace@example.com',
      phone: '+1 555 010 0123',
      tags: ['Lead'],
      customFields: [{ key: 'contact.favourite_colour', field_value: 'green' }],
    }),
    keep: idOf('contactId'),
  },
  { action: 'getContact', reads: true, input: needing(['contactId'], ({ contactId }) => ({ contactId })) },
  {
    action: 'updateContact',
    input: needing(['contactId'], ({ contactId }) => ({ contactId, city: 'Zurich', website: null })),
  },
  {
    action: 'upsertContact',
    input: () => ({ email: 'grace@example.com', source: 'chatbot' }),
  },
  {
    action: 'getContactsByBusinessId',
    reads: true,
    input: needing(['businessId'], ({ businessId }) => ({ businessId, limit: 10 })),
  },
  {
    action: 'createOpportunity',
    input: needing(['pipelineId', 'contactId'], ({ pipelineId, contactId }) => ({
      pipelineId,
      contactId,
      name: 'Website redesign',
      status: 'open',
      monetaryValue: 2500,
    })),
    keep: idOf('opportunityId'),
  },
  {
    action: 'getOpportunity',
    reads: true,
    input: needing(['opportunityId'], ({ opportunityId }) => ({ opportunityId })),
  },
  {
    action: 'updateOpportunity',
    input: needing(['opportunityId'], ({ opportunityId }) => ({ opportunityId, monetaryValue: 3000 })),
  },
  {
    action: 'upsertOpportunity',
    input: needing(['pipelineId', 'contactId'], ({ pipelineId, contactId }) => ({
      pipelineId,
      contactId,
      name: 'Website redesign and shop',
      status: 'open',
    })),
  },
  {
    action: 'updateOpportunityStatus',
    input: needing(['opportunityId'], ({ opportunityId }) => ({ opportunityId, status: 'won' })),
  },
  {
    action: 'createAppointment',
    input: needing(['calendarId', 'contactId'], ({ calendarId, contactId }) => ({
      calendarId,
      contactId,
      startTime: dayAfterTomorrow(10),
    })),
    keep: idOf('appointmentId'),
  },
  {
    action: 'getCalendarEvents',
    reads: true,
    input: needing(['calendarId'], ({ calendarId }) => ({
      calendarId,
      startTime: dayAfterTomorrow(0),
      endTime: dayAfterTomorrow(23),
    })),
    keep: firstOf('events', 'appointmentId'),
  },
  {
    action: 'getAppointment',
    reads: true,
    input: needing(['appointmentId'], ({ appointmentId }) => ({ appointmentId })),
  },
  {
    action: 'updateAppointment',
    input: needing(['appointmentId'], ({ appointmentId }) => ({
      appointmentId,
      startTime: dayAfterTomorrow(14),
      endTime: dayAfterTomorrow(15),
    })),
  },
  { action: 'listOrders', reads: true, input: () => ({ limit: 5 }), keep: firstOf('orders', 'orderId') },
  { action: 'getOrderById', reads: true, input: needing(['orderId'], ({ orderId }) => ({ orderId })) },
  lookUp('/opportunities/pipelines', 'pipelines', 'pipelineId'),
  { action: 'deleteEvent', input: needing(['appointmentId'], ({ appointmentId }) => ({ eventId: appointmentId })) },
  {
    action: 'deleteOpportunity',
    input: needing(['opportunityId'], ({ opportunityId }) => ({ opportunityId })),
  },
  { action: 'deleteContact', input: needing(['contactId'], ({ contactId }) => ({ contactId })) },
]
