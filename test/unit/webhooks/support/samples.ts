/** Webhooks as GoHighLevel documents them, and one of every kind that needs no documents. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../support/deployed'

export type Fields = Record<string, unknown>
export type Sample = { type: string; from: string; fields: Fields }

const at = '2026-01-15T10:00:00.000Z'
const own = { dateAdded: at, locationId: 'any' }

const contact = {
  ...own,
  id: 'contact1',
  firstName: 'Ann',
  lastName: 'Zoë',
  email: 'ann@example.com',
  dnd: false,
  tags: ['lead'],
  attachments: [],
  customFields: [{ id: 'field1', value: 'blue' }],
  dndSettings: { SMS: { status: 'active', message: 'No', code: '101' } },
}
const task = { ...own, id: 'task1', title: 'Call', body: 'Call Ann', contactId: 'contact1', dueDate: at }
const note = { ...own, id: 'note1', body: 'Likes blue', contactId: 'contact1' }
const opportunity = {
  ...own,
  id: 'deal1',
  contactId: 'contact1',
  monetaryValue: 99.5,
  name: 'Deal',
  pipelineId: 'pipeline1',
  pipelineStageId: 'stage1',
  status: 'open',
}
const appointment = { id: 'appointment1', calendarId: 'calendar1', contactId: 'contact1', startTime: at, users: ['u1'] }
const message = {
  ...own,
  contactId: 'contact1',
  conversationId: 'conversation1',
  messageId: 'message1',
  messageType: 'Email',
  body: '<p>Hi</p>',
  to: ['ann@example.com'],
  direction: 'inbound',
}
const order = {
  locationId: 'any',
  altId: 'any',
  altType: 'location',
  _id: 'order1',
  amount: 12.5,
  items: [],
  liveMode: true,
}
const invoice = { altId: 'any', altType: 'location', _id: 'invoice1', total: 99, contactDetails: { id: 'contact1' } }
const product = { locationId: 'any', _id: 'product1', name: 'Tee', variants: [], medias: [], availableInStore: true }
const price = {
  locationId: 'any',
  _id: 'price1',
  product: 'product1',
  priceType: 'recurring',
  amount: 9.99,
  recurring: { interval: 'month', intervalCount: 1 },
}
const record = { locationId: 'any', id: 'record1', owners: ['u1'], properties: [{ key: 'pet', valueString: 'Rex' }] }
const schema = {
  locationId: 'any',
  id: 'schema1',
  key: 'custom_objects.pets',
  labels: { singular: 'pet', plural: 'pets' },
}
const association = {
  locationId: 'any',
  id: 'association1',
  key: 'owner',
  firstObjectKey: 'contact',
  secondObjectKey: 'pet',
}
const relation = {
  locationId: 'any',
  id: 'relation1',
  associationId: 'association1',
  firstRecordId: 'r1',
  secondRecordId: 'r2',
}
const location = { companyId: 'any', id: 'location1', name: 'Shop', email: 'shop@example.com' }
const user = { locationId: 'any', id: 'user1', firstName: 'Uma', role: 'user', permissions: { tagsEnabled: true } }
const install = {
  locationId: 'any',
  companyId: 'any',
  userId: 'user1',
  installType: 'Location',
  trial: { onTrial: true },
}
const plan = { locationId: 'any', companyId: 'any', currentPlanId: 'plan1', newPlanId: 'plan2' }
const payment = { locationId: 'any', companyId: 'any', previousStatus: 'PENDING', newStatus: 'COMPLETE' }
const call = { locationId: 'any', id: 'call1', contactId: 'contact1', duration: 42 }
const stats = { locationId: 'any', webhookPayload: { event: 'delivered', 'delivery-status': { code: 250 } } }
const campaign = { ...own, id: 'campaign1', contactId: 'contact1', status: 'paused', replied: true }
const conversation = { locationId: 'any', id: 'conversation1', contactId: 'contact1', unreadCount: 0, starred: true }

const all = (resource: string, verbs: string, fields: Fields): [string, Fields][] =>
  verbs.split(' ').map((verb) => [`${resource}${verb}`, fields])

/** By type: every webhook that reaches an app. */
export const KINDS: Record<string, Fields> = Object.fromEntries([
  ...all('Contact', 'Create Update Delete TagUpdate DndUpdate', contact),
  ...all('Note', 'Create Update Delete', note),
  ...all('Task', 'Create Complete Delete', task),
  ...all(
    'Opportunity',
    'Create Update Delete StageUpdate StatusUpdate MonetaryValueUpdate AssignedToUpdate',
    opportunity
  ),
  ...all('Appointment', 'Create Update Delete', { locationId: 'any', appointment }),
  ['InboundMessage', message],
  ['OutboundMessage', message],
  ['ConversationUnreadUpdate', conversation],
  ['CampaignStatusUpdate', campaign],
  ['LCEmailStats', stats],
  ...all('Order', 'Create StatusUpdate', order),
  ...all('Invoice', 'Create Update Delete Sent Paid PartiallyPaid Void', invoice),
  ...all('Product', 'Create Update Delete', product),
  ...all('Price', 'Create Update Delete', price),
  ...all('Record', 'Create Update Delete', record),
  ...all('ObjectSchema', 'Create Update', schema),
  ...all('Association', 'Create Update Delete', association),
  ...all('Relation', 'Create Delete', relation),
  ...all('Location', 'Create Update', location),
  ...all('User', 'Create Update Delete', user),
  ['INSTALL', install],
  ['UNINSTALL', { locationId: 'any' }],
  ['UPDATE', { ...install, previousVersionId: 'version1' }],
  ['PLAN_CHANGE', plan],
  ['APP_PAYMENT_STATUS', payment],
  ['VoiceAiCallEnd', call],
])

const ownSamples: Sample[] = Object.entries(KINDS).map(([type, fields]) => ({ type, from: 'our own', fields }))

const FILE = join(ROOT, '../shared/ghl/webhook-events.json')

/** What the documents name otherwise than the webhook itself. */
const TYPES: Record<string, string> = {
  AppInstall: 'INSTALL',
  AppUninstall: 'UNINSTALL',
  PlanChange: 'PLAN_CHANGE',
  ConversationUnreadWebhook: 'ConversationUnreadUpdate',
}
/** Goes to the delivery URL of a conversation provider instead. */
const NO_WEBHOOK = ['ProviderOutboundMessage']

type Documented = Record<string, { samples: Fields[] }>

function readDocumented(): Documented {
  if (!existsSync(FILE)) return {}
  return JSON.parse(readFileSync(FILE, 'utf8'))
}

const documented = Object.entries(readDocumented())
  .filter(([page]) => !NO_WEBHOOK.includes(page))
  .map(([page, { samples }]) => ({ page, type: TYPES[page] ?? page, samples }))

/** Empty where the documents are not at hand. */
export const documentedTypes: string[] = documented.map(({ type }) => type)

// A type in place of each value makes a description rather than a sample.
const official: Sample[] = documented.flatMap(({ page, type, samples }) =>
  samples
    .filter((fields) => fields.type !== 'string')
    .map((fields, index) => ({ type, from: `${page} ${index + 1} of the documents`, fields }))
)

export const samples: Sample[] = [...ownSamples, ...official]
