/** What happens to orders, invoices, products and prices. */
import { z } from '@botpress/sdk'
import { invoice, price, product } from '../schemas/commerce'
import { order } from '../schemas/order'
import { defineEvent } from './event'

const taxSummary = z.array(z.unknown()).title('Tax Summary').describe('Taxes by name and rate')

const ofOrder = { scopes: ['payments/orders.readonly'], fields: order.extend({ taxSummary }), ids: ['_id'] as const }
const ofInvoice = { scopes: ['invoices.readonly'], fields: invoice, ids: ['_id'] as const }
const ofProduct = { scopes: ['products.readonly'], fields: product, ids: ['_id'] as const }
const ofPrice = { scopes: ['products/prices.readonly'], fields: price, ids: ['_id'] as const }

export const orderCreated = defineEvent({
  ...ofOrder,
  type: 'OrderCreate',
  title: 'Order Created',
  description: 'An order was placed',
})

export const orderStatusUpdated = defineEvent({
  ...ofOrder,
  type: 'OrderStatusUpdate',
  title: 'Order Status Updated',
  description: 'An order was paid, completed, cancelled or refunded',
})

export const invoiceCreated = defineEvent({
  ...ofInvoice,
  type: 'InvoiceCreate',
  title: 'Invoice Created',
  description: 'An invoice was created',
})

export const invoiceUpdated = defineEvent({
  ...ofInvoice,
  type: 'InvoiceUpdate',
  title: 'Invoice Updated',
  description: 'An invoice was changed',
})

export const invoiceDeleted = defineEvent({
  ...ofInvoice,
  type: 'InvoiceDelete',
  title: 'Invoice Deleted',
  description: 'An invoice was deleted',
})

export const invoiceSent = defineEvent({
  ...ofInvoice,
  type: 'InvoiceSent',
  title: 'Invoice Sent',
  description: 'An invoice was sent to the contact',
})

export const invoicePaid = defineEvent({
  ...ofInvoice,
  type: 'InvoicePaid',
  title: 'Invoice Paid',
  description: 'An invoice was paid in full',
})

export const invoicePartiallyPaid = defineEvent({
  ...ofInvoice,
  type: 'InvoicePartiallyPaid',
  title: 'Invoice Partially Paid',
  description: 'A part of an invoice was paid',
})

export const invoiceVoided = defineEvent({
  ...ofInvoice,
  type: 'InvoiceVoid',
  title: 'Invoice Voided',
  description: 'An invoice was declared void',
})

export const productCreated = defineEvent({
  ...ofProduct,
  type: 'ProductCreate',
  title: 'Product Created',
  description: 'A product was created',
})

export const productUpdated = defineEvent({
  ...ofProduct,
  type: 'ProductUpdate',
  title: 'Product Updated',
  description: 'A product was changed',
})

export const productDeleted = defineEvent({
  ...ofProduct,
  type: 'ProductDelete',
  title: 'Product Deleted',
  description: 'A product was deleted',
})

export const priceCreated = defineEvent({
  ...ofPrice,
  type: 'PriceCreate',
  title: 'Price Created',
  description: 'A price of a product was created',
})

export const priceUpdated = defineEvent({
  ...ofPrice,
  type: 'PriceUpdate',
  title: 'Price Updated',
  description: 'A price of a product was changed',
})

export const priceDeleted = defineEvent({
  ...ofPrice,
  type: 'PriceDelete',
  title: 'Price Deleted',
  description: 'A price of a product was deleted',
})
