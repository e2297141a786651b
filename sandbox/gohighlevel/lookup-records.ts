/** What the sandbox keeps of the short lists of a location. */
import type { JsonObject } from './records'

export type Tag = { id: string; locationId: string; name: string }

export type CustomValue = { id: string; locationId: string; name: string; fieldKey: string; value: string }

export type Workflow = {
  id: string
  locationId: string
  name: string
  status: 'draft' | 'published'
  version: number
  createdAt: string
  updatedAt: string
  /** Who is in it now. Not part of any answer. */
  contactIds: string[]
}

export type Campaign = {
  id: string
  locationId: string
  name: string
  status: 'draft' | 'published'
  /** Who is in it now. Not part of any answer. */
  contactIds: string[]
}

export type Form = { id: string; locationId: string; name: string }

export type FormSubmission = {
  id: string
  locationId: string
  formId: string
  contactId: string
  name: string
  email: string
  createdAt: string
  others: JsonObject
}
