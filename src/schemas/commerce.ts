/** Invoices, products and prices, as webhooks carry them. Amounts are in currency units, not cents. */
import { z } from '@botpress/sdk'
import { amount, answer, anything, flag, text, texts } from './fields'

const list = (title: string, description: string) => z.array(z.unknown()).title(title).describe(description)

export const invoice = answer({
  _id: text('Invoice ID', 'ID of the invoice'),
  altId: text('Location ID', 'Location the invoice belongs to'),
  altType: text('Kind of Owner', 'Always location'),
  name: text('Name', 'Name of the invoice'),
  title: text('Title', 'Title printed on it'),
  invoiceNumber: text('Invoice Number', 'Number of the invoice'),
  status: text('Status', 'draft, sent, paid, partially_paid or void'),
  currency: text('Currency', 'ISO code, e.g. USD'),
  total: amount('Total', 'Total amount'),
  amountPaid: amount('Amount Paid', 'What was paid'),
  amountDue: amount('Amount Due', 'What is still due'),
  liveMode: flag('Live Mode', 'False for a test'),
  issueDate: text('Issue Date', 'When it was issued'),
  dueDate: text('Due Date', 'When it is due'),
  contactDetails: anything('Contact', 'id, name, email and phoneNo of the contact'),
  businessDetails: anything('Business', 'Who sends the invoice'),
  invoiceItems: list('Items', 'What is charged'),
  discount: anything('Discount', 'Type and value'),
  totalSummary: anything('Total Summary', 'Subtotal, discount and tax'),
  createdAt: text('Created At', 'When it was created, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
})

export const product = answer({
  _id: text('Product ID', 'ID of the product'),
  name: text('Name', 'Name of the product'),
  description: text('Description', 'What it is'),
  productType: text('Product Type', 'DIGITAL, PHYSICAL or SERVICE'),
  image: text('Image', 'URL of its picture'),
  availableInStore: flag('Available in Store', 'True when it can be bought in the store'),
  statementDescriptor: text('Statement Descriptor', 'What the bank statement shows'),
  medias: list('Media', 'Pictures and videos'),
  variants: list('Variants', 'Such as sizes and colors'),
  userId: text('User ID', 'ID of the user who created it'),
  createdAt: text('Created At', 'When it was created, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
})

export const price = answer({
  _id: text('Price ID', 'ID of the price'),
  product: text('Product ID', 'ID of the product'),
  name: text('Name', 'Name of the price'),
  priceType: text('Price Type', 'one_time or recurring'),
  currency: text('Currency', 'ISO code, e.g. USD'),
  amount: amount('Amount', 'The price'),
  compareAtPrice: amount('Compare-at Price', 'The price it is compared with'),
  recurring: anything('Recurring', 'interval and intervalCount'),
  variantOptionIds: texts('Variant Option IDs', 'Variants it holds for'),
  membershipOffers: list('Membership Offers', 'Offers that come with it'),
  trackInventory: flag('Track Inventory', 'True when stock is counted'),
  availableQuantity: amount('Available Quantity', 'How many are left'),
  allowOutOfStockPurchases: flag('Allow Out-of-Stock', 'True when it can be bought without stock'),
  userId: text('User ID', 'ID of the user who created it'),
  createdAt: text('Created At', 'When it was created, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
})
