import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, locationId, useSandbox } from './support'

useSandbox()

describe('orders', () => {
  it('answers 422 in the payments shape without altType', async () => {
    const answer = await call('GET', `/payments/orders?altId=${locationId}`)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      status: 422,
      options: {},
      message: ['altType should not be empty', 'altType must be a string'],
      name: 'UnprocessableEntityException',
    })
  })

  it('pages and filters the list', async () => {
    const path = `/payments/orders?altId=${locationId}&altType=location`
    const page = await call('GET', `${path}&limit=1&offset=1`)
    expect(page.body).toMatchObject({ totalCount: 3, data: [{ _id: seedIds.orders[1], altType: 'location' }] })
    const count = async (filter: string): Promise<unknown> => (await call('GET', `${path}&${filter}`)).body.totalCount
    expect(await count('paymentStatus=unpaid')).toBe(1)
    expect(await count(`contactId=${seedIds.contact}`)).toBe(2)
    expect(await count('startAt=2026-02-10&endAt=2026-02-10')).toBe(1)
    expect(await count('search=ben')).toBe(1)
  })

  it('answers the bare order, and 400 when it is missing', async () => {
    const query = `altId=${locationId}&altType=location`
    const order = await call('GET', `/payments/orders/${seedIds.orders[0]}?${query}`)
    expect(order.body).toMatchObject({ _id: seedIds.orders[0], amount: 120, items: [{ name: 'Consultation' }] })
    const missing = await call('GET', `/payments/orders/unknown?${query}`)
    expect([missing.status, missing.body.message]).toEqual([400, 'Order not found'])
  })
})
