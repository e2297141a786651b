/** The lists of a location in which names are looked up. Ids are made up, in the form of GoHighLevel's. */
import { byRoute, type Answerer } from './routes'

export const ids = {
  consultation: 'calendar000000000001',
  demo: 'calendar000000000002',
  sales: 'pipeline000000000001',
  support: 'pipeline000000000002',
  newLead: '00000000-0000-4000-8000-00000000000a',
  proposal: '00000000-0000-4000-8000-00000000000b',
  ticketNew: '00000000-0000-4000-8000-00000000000c',
  uma: 'user0000000000000001',
  ugo: 'user0000000000000002',
  followUp: 'workflow000000000001',
  spring: 'campaign000000000001',
  expensive: 'reason00000000000001',
  colour: 'field000000000000001',
  size: 'field000000000000002',
  tier: 'field000000000000003',
  contact: 'contact0000000000001',
  deal: 'deal0000000000000001',
}

export const pipelines = [
  {
    id: ids.sales,
    name: 'Sales',
    stages: [
      { id: ids.newLead, name: 'New', position: 0 },
      { id: ids.proposal, name: 'Proposal sent', position: 1 },
    ],
  },
  { id: ids.support, name: 'Support', stages: [{ id: ids.ticketNew, name: 'New', position: 0 }] },
]

export const CALENDARS = 'GET /calendars/'
export const PIPELINES = 'GET /opportunities/pipelines'
export const USERS = 'GET /users/'
export const WORKFLOWS = 'GET /workflows/'
export const CAMPAIGNS = 'GET /campaigns/'
export const REASONS = 'GET /opportunities/lost-reason'
export const FIELDS = 'GET /locations/location-1/customFields'

const contactFields = [
  { id: ids.colour, name: 'Favourite colour', fieldKey: 'contact.favourite_colour', dataType: 'TEXT' },
  { id: ids.size, name: 'Size', fieldKey: 'contact.size', dataType: 'TEXT' },
]

/** Answers the lists; anything else is undefined. */
export const lists = (): Answerer =>
  byRoute({
    [CALENDARS]: {
      body: {
        calendars: [
          { id: ids.consultation, name: 'Consultation' },
          { id: ids.demo, name: 'Product demo' },
        ],
      },
    },
    [PIPELINES]: { body: { pipelines } },
    [USERS]: {
      body: {
        users: [
          { id: ids.uma, name: 'Uma User', firstName: 'Uma', lastName: 'User', email: 'uma@example.com' },
          { id: ids.ugo, firstName: 'Ugo', lastName: 'Other', email: 'ugo@example.com' },
        ],
      },
    },
    [WORKFLOWS]: { body: { workflows: [{ id: ids.followUp, name: 'Follow-up after chat', status: 'published' }] } },
    [CAMPAIGNS]: { body: { campaigns: [{ id: ids.spring, name: 'Spring offer' }] } },
    [REASONS]: { body: { lostReasons: [{ id: ids.expensive, name: 'Too expensive' }], total: 1 } },
    [FIELDS]: ({ query }) => ({
      body: {
        customFields:
          query.model === 'opportunity'
            ? [{ id: ids.tier, name: 'Tier', fieldKey: 'opportunity.tier', dataType: 'TEXT' }]
            : contactFields,
      },
    }),
  })

/** Answers the first of these that knows the request. */
export const firstOf =
  (...answerers: Answerer[]): Answerer =>
  (asked) => {
    for (const answerer of answerers) {
      const reply = answerer(asked)
      if (reply) return reply
    }
    return undefined
  }
