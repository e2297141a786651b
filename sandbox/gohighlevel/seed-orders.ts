import type { Order } from './records'
import { seedIds } from './seed-ids'
import type { Store } from './store'

export function seedOrders(store: Store): void {
  const paid = { status: 'completed', paymentStatus: 'paid' } as const
  const unpaid = { status: 'pending', paymentStatus: 'unpaid' } as const
  const { location, secondLocation, contact, secondContact, foreignContact, foreignOrder } = seedIds
  const [first, second, third] = seedIds.orders
  store.orders.set(first, createOrder(store, first, location, contact, '2026-01-10', 120, paid))
  store.orders.set(second, createOrder(store, second, location, secondContact, '2026-02-10', 80.5, unpaid))
  store.orders.set(third, createOrder(store, third, location, contact, '2026-03-10', 45, paid))
  store.orders.set(
    foreignOrder,
    createOrder(store, foreignOrder, secondLocation, foreignContact, '2026-03-11', 60, paid)
  )
}

function createOrder(
  store: Store,
  id: string,
  locationId: string,
  contactId: string,
  day: string,
  amount: number,
  state: Pick<Order, 'status' | 'paymentStatus'>
): Order {
  const contact = store.contacts.get(contactId)
  return {
    id,
    locationId,
    contactId,
    contactName: `${contact?.firstName} ${contact?.lastName}`,
    contactEmail: contact?.email ?? '',
    currency: 'USD',
    amount,
    discount: 0,
    ...state,
    liveMode: false,
    fulfillmentStatus: 'unfulfilled',
    sourceType: 'invoice',
    sourceSubType: 'contact_view',
    sourceName: 'Invoice',
    sourceId: `${id.slice(0, 23)}a`,
    items: [{ _id: `${id.slice(0, 23)}b`, name: 'Consultation', qty: 1, price: { amount, currency: 'USD' } }],
    createdBy: seedIds.user,
    createdAt: `${day}T10:00:00.000Z`,
    updatedAt: `${day}T10:05:00.000Z`,
  }
}
