import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { order } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const traceId = 'trace-1'
const connectedOwner = { altId: 'location-1', altType: 'location' }
const firstPage = { limit: '10', offset: '0' }
const page = { body: { data: [order(), { _id: 'order-2' }], totalCount: 2, traceId } }

/** Both names of the location, and its kind. */
const OWNERS = [
  [{}, connectedOwner],
  [{ altId: '', altType: '', locationId: '' }, connectedOwner],
  [{ altId: null, altType: null, locationId: null }, connectedOwner],
  [{ altId: ' ', locationId: ' ' }, connectedOwner],
  [{ altId: 'location-2' }, { altId: 'location-2', altType: 'location' }],
  [{ locationId: 'location-2' }, { altId: 'location-2', altType: 'location' }],
  [
    { altId: 'location-2', locationId: 'location-3', altType: 'location' },
    { altId: 'location-2', altType: 'location' },
  ],
] as const

describe('listOrders', () => {
  it('lists the orders of the connected location', async () => {
    const { outcome, sent, versions } = await call('listOrders', {}, page)
    expect(sent).toEqual([{ method: 'GET', path: '/payments/orders', query: { ...connectedOwner, ...firstPage } }])
    expect(versions).toEqual(['2021-07-28'])
    const data = { orders: [order(), { _id: 'order-2' }], totalCount: 2 }
    expect(outcome).toMatchObject({ success: true, message: 'Orders listed', data })
  })

  it('reads the list under orders too', async () => {
    const { outcome } = await call('listOrders', {}, { body: { orders: [order()], totalCount: 1 } })
    expect(outcome.data).toMatchObject({ orders: [order()], totalCount: 1 })
  })

  it('answers no orders as an empty list', async () => {
    const { outcome } = await call('listOrders', {}, { body: { data: [], totalCount: 0 } })
    expect(outcome).toMatchObject({ success: true, data: { orders: [], totalCount: 0 } })
  })

  it('passes on every filter', async () => {
    const filters = {
      contactId: 'contact-1',
      status: 'completed',
      paymentStatus: 'partially_paid',
      paymentMode: 'live',
      startAt: '2026-07-01',
      endAt: '2026-07-31',
      search: 'Ada & Söhne',
      sourceId: 'fakeFunnel0000000001',
      funnelProductIds: 'product-1,product-2',
    }
    const { sent } = await call('listOrders', { ...filters, limit: 20, offset: 0 }, page)
    const query = { ...connectedOwner, ...filters, limit: '20', offset: '0' }
    expect(sent).toEqual([{ method: 'GET', path: '/payments/orders', query }])
  })

  it.each(OWNERS)('takes the location from %j', async (owner, expected) => {
    const { sent } = await call('listOrders', owner, page)
    expect(sent).toEqual([{ method: 'GET', path: '/payments/orders', query: { ...expected, ...firstPage } }])
  })

  it.each([
    [{ altType: 'company' }, 'altType must be one of location.'],
    [{ paymentStatus: 'free' }, 'paymentStatus must be one of paid, unpaid, refunded, partially_paid.'],
    [{ startAt: '07-01-2026' }, 'startAt: '],
    [{ limit: 0 }, 'limit: '],
    [{ offset: -1 }, 'offset: '],
    [{ page: 2 }, 'there is no field page.'],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('listOrders', input)).toContain(says)
  })

  it('takes an answer without a list for a failure', async () => {
    const { outcome } = await call('listOrders', {}, { body: { totalCount: 0 } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNEXPECTED_ANSWER' } })
  })
})

describe('getOrderById', () => {
  it('reads the order, which GoHighLevel sends without a wrapper, and drops the trace id', async () => {
    const { outcome, sent, versions } = await call(
      'getOrderById',
      { orderId: 'order-1' },
      { body: { ...order(), traceId } }
    )
    expect(sent).toEqual([{ method: 'GET', path: '/payments/orders/order-1', query: connectedOwner }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Order found', data: order() })
  })

  it('reads a wrapped order too', async () => {
    const { outcome } = await call('getOrderById', { orderId: 'order-1' }, { body: { order: order() } })
    expect(outcome.data).toEqual(order())
  })

  it.each(OWNERS)('takes the location from %j', async (owner, expected) => {
    const { sent } = await call('getOrderById', { orderId: 'order/1', ...owner }, { body: order() })
    expect(sent).toEqual([{ method: 'GET', path: '/payments/orders/order%2F1', query: expected }])
  })

  it.each([
    [400, { statusCode: 400, message: 'Order not found' }],
    [404, { status: 404, message: 'Order not found', name: 'HttpException' }],
  ])('understands a missing one answered with %i', async (status, body) => {
    const { outcome } = await call('getOrderById', { orderId: 'order-1' }, { status, body })
    expect(outcome).toMatchObject({ success: false, error: { status, code: 'NOT_FOUND', retryable: false } })
  })

  it('needs the id', async () => {
    expect(await refusalOf('getOrderById', {})).toMatch(/^getOrderById: orderId is required\./)
  })
})
