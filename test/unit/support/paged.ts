/** Every list that GoHighLevel gives in pages, each served in the route's own way out of so many items. */
import { ids } from './lookups'
import type { Answerer, Asked } from './routes'

export type Paged = {
  action: string
  input: object
  /** Name of the items in the answer. */
  items: string
  usual: number
  most: number
  /** The size of the page that was asked for. */
  sizeOf: (asked: Asked) => unknown
  /** What tells GoHighLevel where the page begins. */
  positionOf: (asked: Asked) => unknown
  serve: (all: Item[]) => Answerer
}

export type Item = { id: string }

export const itemsOf = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: `item00000000000${10_000 + index}` }))

const bodyOf = ({ body }: Asked): Record<string, unknown> => ({ ...Object(body) })

/** A route that counts from an offset. */
const byOffset = (
  parameter: 'offset' | 'skip',
  answer: (page: Item[], all: Item[], end: number) => object
): Pick<Paged, 'sizeOf' | 'positionOf' | 'serve'> => ({
  sizeOf: ({ query }) => Number(query.limit),
  positionOf: ({ query }) => query[parameter],
  serve: (all) => (asked) => {
    const from = Number(asked.query[parameter])
    const end = from + Number(asked.query.limit)
    return { body: answer(all.slice(from, end), all, end) }
  },
})

/** Where the page begins that comes after the item with this id. */
const after = (all: Item[], id: unknown): number => (id ? all.findIndex((item) => item.id === id) + 1 : 0)

export const PAGED: Paged[] = [
  {
    action: 'listOrders',
    input: {},
    items: 'orders',
    usual: 10,
    most: 100,
    ...byOffset('offset', (data, all) => ({ data, totalCount: all.length })),
  },
  {
    action: 'getContactsByBusinessId',
    input: { businessId: 'business000000000001' },
    items: 'contacts',
    usual: 25,
    most: 100,
    ...byOffset('skip', (contacts, all) => ({ contacts, count: all.length })),
  },
  {
    action: 'listForms',
    input: {},
    items: 'forms',
    usual: 10,
    most: 50,
    ...byOffset('skip', (forms, all) => ({ forms, total: all.length })),
  },
  {
    action: 'listLostReasons',
    input: {},
    items: 'lostReasons',
    usual: 100,
    most: 100,
    ...byOffset('skip', (lostReasons, all) => ({ lostReasons, total: all.length })),
  },
  {
    action: 'listAppointmentNotes',
    input: { appointmentId: 'appointment000000001' },
    items: 'notes',
    usual: 20,
    most: 20,
    ...byOffset('offset', (notes, all, end) => ({ notes, hasMore: end < all.length })),
  },
  {
    action: 'listFormSubmissions',
    input: {},
    items: 'submissions',
    usual: 20,
    most: 100,
    sizeOf: ({ query }) => Number(query.limit),
    positionOf: ({ query }) => query.page,
    serve: (all) => (asked) => {
      const [limit, page] = [Number(asked.query.limit), Number(asked.query.page)]
      const submissions = all.slice((page - 1) * limit, page * limit)
      return { body: { submissions, meta: { total: all.length, currentPage: page } } }
    },
  },
  {
    action: 'searchContacts',
    input: {},
    items: 'contacts',
    usual: 20,
    most: 100,
    sizeOf: (asked) => bodyOf(asked).pageLimit,
    positionOf: (asked) => bodyOf(asked).searchAfter ?? bodyOf(asked).page,
    serve: (all) => (asked) => {
      const { pageLimit, searchAfter } = bodyOf(asked)
      const from = after(all, Array.isArray(searchAfter) ? searchAfter[1] : undefined)
      const page = all.slice(from, from + Number(pageLimit))
      return {
        body: {
          contacts: page.map((item) => ({ ...item, searchAfter: [1784498400000, item.id] })),
          total: all.length,
        },
      }
    },
  },
  {
    action: 'searchOpportunities',
    input: { contactId: ids.contact },
    items: 'opportunities',
    usual: 20,
    most: 100,
    sizeOf: ({ query }) => Number(query.limit),
    positionOf: ({ query }) => query.startAfterId,
    serve: (all) => (asked) => {
      const from = after(all, asked.query.startAfterId)
      const opportunities = all.slice(from, from + Number(asked.query.limit))
      // Often still there on the last page.
      const startAfterId = opportunities.at(-1)?.id ?? 'none'
      return { body: { opportunities, meta: { total: all.length, startAfter: 1784498400000, startAfterId } } }
    },
  },
  {
    action: 'listMessages',
    input: { conversationId: 'conversation00000001' },
    items: 'messages',
    usual: 20,
    most: 100,
    sizeOf: ({ query }) => Number(query.limit),
    positionOf: ({ query }) => query.lastMessageId,
    serve: (all) => (asked) => {
      const from = after(all, asked.query.lastMessageId)
      const messages = all.slice(from, from + Number(asked.query.limit))
      const nextPage = from + messages.length < all.length
      return { body: { messages: { lastMessageId: messages.at(-1)?.id ?? 'none', nextPage, messages } } }
    },
  },
  {
    action: 'searchConversations',
    input: {},
    items: 'conversations',
    usual: 20,
    most: 100,
    sizeOf: ({ query }) => Number(query.limit),
    positionOf: ({ query }) => query.startAfterDate,
    serve: (all) => (asked) => {
      const { startAfterDate, limit } = asked.query
      const from = startAfterDate === undefined ? 0 : Number(startAfterDate) + 1
      const conversations = all
        .slice(from, from + Number(limit))
        .map((item, index) => ({ ...item, sort: [from + index] }))
      return { body: { conversations, total: all.length } }
    },
  },
]
