/** What the sandbox keeps. Names follow GoHighLevel's own fields. */

export type JsonObject = Record<string, unknown>

export type CustomFieldValue = { id: string; value: unknown }

export type Location = {
  id: string
  companyId: string
  name: string
  address: string
  city: string
  state: string
  country: string
  postalCode: string
  website: string
  timezone: string
  email: string
  phone: string
  settings: LocationSettings
  /** False makes the token endpoint answer "Location is not active". */
  isActive: boolean
  isInstalled: boolean
  installedAt: string
}

export type LocationSettings = {
  allowDuplicateContact: boolean
  allowDuplicateOpportunity: boolean
  allowFacebookNameMerge: boolean
  disableContactTimezone: boolean
  contactUniqueIdentifiers: ('email' | 'phone')[]
}

export type User = {
  id: string
  companyId: string
  locationIds: string[]
  firstName: string
  lastName: string
  email: string
  phone: string
}

export type CustomField = {
  id: string
  locationId: string
  model: 'contact' | 'opportunity'
  name: string
  fieldKey: string
  dataType: string
  picklistOptions?: string[]
}

export type Contact = {
  id: string
  locationId: string
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  phone?: string | null
  businessId?: string | null
  tags: string[]
  customFields: CustomFieldValue[]
  followers: string[]
  /** Of a visitor of the live chat. No request can write it. */
  visitorId?: string
  dateAdded: string
  dateUpdated: string
  [field: string]: unknown
}

export type ContactNote = {
  id: string
  contactId: string
  body: string
  dateAdded: string
  userId?: string
  title?: string
  color?: string
  pinned?: boolean
}

export type ContactTask = {
  id: string
  contactId: string
  title: string
  /** ISO 8601 in UTC. */
  dueDate: string
  completed: boolean
  /** Only webhooks have it. */
  dateAdded: string
  body?: string
  assignedTo?: string
}

export type Business = { id: string; locationId: string; name: string }

export type PipelineStage = { id: string; name: string; position: number }

export type Pipeline = { id: string; locationId: string; name: string; stages: PipelineStage[] }

export type LostReason = { id: string; locationId: string; name: string }

export type Opportunity = {
  id: string
  locationId: string
  contactId: string
  name: string
  pipelineId: string
  pipelineStageId: string
  status: string
  monetaryValue: number
  assignedTo?: string
  source?: string
  lostReasonId?: string
  customFields: CustomFieldValue[]
  followers: string[]
  createdAt: string
  updatedAt: string
  lastStatusChangeAt: string
  lastStageChangeAt: string
}

export type Order = {
  id: string
  locationId: string
  contactId: string
  contactName: string
  contactEmail: string
  currency: string
  amount: number
  discount: number
  status: string
  paymentStatus: 'paid' | 'unpaid' | 'refunded' | 'partially_paid'
  liveMode: boolean
  fulfillmentStatus: string
  sourceType: string
  sourceSubType: string
  sourceName: string
  sourceId: string
  items: JsonObject[]
  createdBy: string
  createdAt: string
  updatedAt: string
}
