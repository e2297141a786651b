/** Orders: what contacts have bought. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import type { Ghl } from '../ghl/client'
import { path } from '../ghl/path'
import { amount, answer, choice, count, day, id, locationId, text } from '../schemas/fields'
import { order } from '../schemas/order'
import { defineAction } from './action'
import { listOutput, paging, readByOffset } from './support/list'

/** GoHighLevel's payment routes call the location altId; each name is optional and means the same. */
const owner = {
  altId: id('Location ID (altId)', 'Leave empty for the connected location').optional(),
  altType: choice(['location'], 'Kind of Owner', 'Always location').optional(),
  locationId,
}

type Owner = { altId?: string | undefined; altType?: string | undefined; locationId?: string | undefined }

const ownerQuery = (ghl: Ghl, { altId, altType, locationId: location }: Owner) => ({
  altId: altId ?? location ?? ghl.locationId,
  // The running API insists on it although its description no longer lists it.
  altType: altType ?? 'location',
})

const pageSize = { usual: 10, most: 100 }

export const listOrders = defineAction({
  title: 'List Orders',
  description: "List orders of the location, newest first, e.g. a contact's orders by contactId, page by page",
  scopes: ['payments/orders.readonly'],
  example: { contactId: '{{workflow.contactId}}', paymentStatus: 'paid', limit: 5 },
  input: z.object({
    contactId: id('Contact ID', 'Only orders of this contact').optional(),
    status: text('Status', 'Only orders in this state, e.g. completed').optional(),
    paymentStatus: choice(
      ['paid', 'unpaid', 'refunded', 'partially_paid'],
      'Payment Status',
      'Only orders paid like this'
    ).optional(),
    paymentMode: choice(['live', 'test'], 'Payment Mode', 'Only live or only test orders').optional(),
    startAt: day('From', 'First day').optional(),
    endAt: day('To', 'Last day').optional(),
    search: text('Search', 'Text to look for, such as the name of the buyer').optional(),
    sourceId: id('Source ID', 'Only orders placed through this funnel, form or page').optional(),
    funnelProductIds: text('Funnel Product IDs', 'Only orders of these products, IDs separated by commas').optional(),
    offset: count(0, 1_000_000, 'Offset', 'How many to pass over, in place of a cursor').optional(),
    ...owner,
    ...paging(pageSize),
  }),
  data: answer({
    orders: z.array(order).title('Orders').describe('The orders of this page'),
    totalCount: amount('Total Count', 'How many orders match'),
    ...listOutput,
  }),
  done: 'Orders listed',
  run: async (ghl, { altId, altType, locationId: location, limit, cursor, all, offset, ...filters }) => {
    const query = { ...ownerQuery(ghl, { altId, altType, locationId: location }), ...filters }
    const size = { ...pageSize, startAt: offset }
    const list = await readByOffset(ghl, 'orders', { limit, cursor, all }, size, async (pageLimit, from) => {
      const answered = await ghl.get('/payments/orders', { ...query, limit: pageLimit, offset: from })
      return { items: listOf(answered, 'data', 'orders'), total: answered.totalCount }
    })
    return { ...list, totalCount: list.total }
  },
})

export const getOrderById = defineAction({
  title: 'Get Order by ID',
  description: 'Read one order with its items, amounts and buyer by its ID',
  scopes: ['payments/orders.readonly'],
  example: { orderId: '{{workflow.orderId}}' },
  input: z.object({ orderId: id('Order ID', 'ID of the order'), ...owner }),
  data: order,
  done: 'Order found',
  run: async (ghl, { orderId, ...input }) =>
    unwrap(await ghl.get(path`/payments/orders/${orderId}`, ownerQuery(ghl, input)), 'order'),
})
