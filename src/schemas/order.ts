/** GoHighLevel's order, as it comes back. Amounts are in currency units, not cents. */
import { z } from '@botpress/sdk'
import { amount, answer, anything, flag, text } from './fields'

export const order = answer({
  _id: text('Order ID', 'ID of the order'),
  altId: text('Location ID', 'Location the order belongs to'),
  altType: text('Kind of Owner', 'Always location'),
  contactId: text('Contact ID', 'ID of the buyer'),
  contactName: text('Contact Name', 'Name of the buyer'),
  contactEmail: text('Contact E-Mail', 'E-mail address of the buyer'),
  currency: text('Currency', 'ISO code, e.g. USD'),
  amount: amount('Amount', 'Total, in units of the currency'),
  subtotal: amount('Subtotal', 'Before discounts and taxes'),
  discount: amount('Discount', 'Discount given'),
  status: text('Status', 'State of the order, e.g. completed'),
  paymentStatus: text('Payment Status', 'paid, unpaid, refunded or partially_paid'),
  fulfillmentStatus: text('Fulfillment Status', 'Whether it has been shipped'),
  liveMode: flag('Live Mode', 'False for a test order'),
  totalProducts: amount('Total Products', 'How many products it holds'),
  sourceType: text('Source Type', 'Where it was placed, e.g. funnel'),
  sourceName: text('Source Name', 'Name of the funnel, form or page'),
  sourceId: text('Source ID', 'ID of the funnel, form or page'),
  amountSummary: anything('Amount Summary', 'subtotal, discount, tax and shipping'),
  source: anything('Source', 'type, id and name of where it was placed'),
  items: z.array(z.unknown()).title('Items').describe('What was bought'),
  coupon: anything('Coupon', 'Coupon used'),
  contactSnapshot: anything('Contact Snapshot', 'The buyer as known when the order was placed'),
  createdAt: text('Created At', 'When it was placed, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
})
