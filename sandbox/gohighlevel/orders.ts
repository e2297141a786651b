import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { createHttpException, createPaymentsValidationError } from './errors'
import type { JsonObject, Order } from './records'
import { type BodyRules, listComplaints, requiredText } from './validation'

const PAYMENT_STATUSES = ['paid', 'unpaid', 'refunded', 'partially_paid']
const DAY_MS = 86_400_000

export function ordersRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const access = requireAccess(sandbox, 'payments/orders.readonly')

  routes.get('/payments/orders', access, (c) => {
    const locationId = checkOwner(c, sandbox)
    const query = c.req.query()
    const offset = readCount('offset', query.offset, 0)
    const limit = readCount('limit', query.limit, 10)
    const found = [...sandbox.store.orders.values()].filter(
      (order) => order.locationId === locationId && matchesFilters(order, query)
    )
    found.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    return sendJson(c, { data: found.slice(offset, offset + limit).map(showListed), totalCount: found.length })
  })

  routes.get('/payments/orders/:orderId', access, (c) => {
    const locationId = checkOwner(c, sandbox)
    const order = sandbox.store.orders.get(c.req.param('orderId'))
    if (!order || order.locationId !== locationId) throw createHttpException('Order not found')
    return sendJson(c, showOrder(order, sandbox))
  })

  return routes
}

/** `altId` names the location; `altType` is still enforced though the description no longer has it. */
function checkOwner(c: Context<ApiEnv>, sandbox: SandboxContext): string {
  const { altId, altType, paymentStatus, locationId } = c.req.query()
  const rules: BodyRules = {
    altId: requiredText,
    paymentStatus: { type: 'string', values: PAYMENT_STATUSES },
  }
  const query: JsonObject = { altId, paymentStatus }
  if (altType !== undefined) query.altType = altType
  const habit = sandbox.store.ordersAltType
  if (habit === 'optional') rules.altType = { type: 'string', values: ['location'] }
  if (habit === 'required') {
    rules.altType = altType ? { type: 'string', values: ['location'] } : requiredText
  }
  const complaints = listComplaints(query, rules)
  if (complaints.length > 0) throw createPaymentsValidationError(complaints)
  if (locationId !== undefined) checkLocation(c, locationId)
  return checkLocation(c, altId)
}

function readCount(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (!/^\d+$/.test(value)) {
    throw createPaymentsValidationError([`${name} must be a number conforming to the specified constraints`])
  }
  return Number(value)
}

function matchesFilters(order: Order, query: Record<string, string>): boolean {
  const { status, paymentStatus, paymentMode, startAt, endAt, contactId, sourceId, search } = query
  const createdAt = Date.parse(order.createdAt)
  if (startAt && createdAt < Date.parse(startAt)) return false
  if (endAt && createdAt >= Date.parse(endAt) + DAY_MS) return false
  if (status && order.status !== status) return false
  if (paymentStatus && order.paymentStatus !== paymentStatus) return false
  if (paymentMode && order.liveMode !== (paymentMode === 'live')) return false
  if (contactId && order.contactId !== contactId) return false
  if (sourceId && order.sourceId !== sourceId) return false
  const searched = `${order.id} ${order.contactName} ${order.contactEmail} ${order.sourceName}`.toLowerCase()
  return !search || searched.includes(search.toLowerCase())
}

function showCommon(order: Order): JsonObject {
  const { id, locationId, contactId, currency, amount, status, liveMode, fulfillmentStatus } = order
  const { createdBy, createdAt, updatedAt } = order
  const common = { _id: id, altId: locationId, altType: 'location', contactId, currency, amount, status, liveMode }
  return { ...common, fulfillmentStatus, createdBy, createdAt, updatedAt }
}

function showListed(order: Order): JsonObject {
  const { contactName, contactEmail, amount, discount, items } = order
  const { sourceType, sourceSubType, sourceName, sourceId } = order
  return {
    ...showCommon(order),
    contactName,
    contactEmail,
    subtotal: amount + discount,
    discount,
    totalProducts: items.length,
    onetimeProducts: items.length,
    recurringProducts: 0,
    sourceType,
    sourceSubType,
    sourceName,
    sourceId,
    sourceMeta: {},
  }
}

function showOrder(order: Order, sandbox: SandboxContext): JsonObject {
  const contact = sandbox.store.contacts.get(order.contactId)
  return {
    ...showCommon(order),
    contactSnapshot: { id: order.contactId, email: order.contactEmail, phone: contact?.phone ?? null },
    amountSummary: { subtotal: order.amount + order.discount, discount: order.discount },
    source: { type: order.sourceType, subType: order.sourceSubType, id: order.sourceId, name: order.sourceName },
    items: order.items,
    markAsTest: false,
    automaticTaxesCalculated: false,
  }
}
