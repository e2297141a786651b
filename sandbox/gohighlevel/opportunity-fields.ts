import { opportunityCustomFields } from './custom-fields'
import { type BodyRules, flag, numeric, requiredText, text, texts } from './validation'

/** `all` only makes sense as a search filter, but the description allows it wherever a status is written. */
export const STATUSES = ['open', 'won', 'lost', 'abandoned', 'all']

export const opportunityUpdateRules: BodyRules = {
  pipelineId: text,
  name: text,
  pipelineStageId: text,
  status: { type: 'string', values: STATUSES },
  monetaryValue: numeric,
  assignedTo: text,
  customFields: opportunityCustomFields,
}

export const opportunityCreateRules: BodyRules = {
  ...opportunityUpdateRules,
  pipelineId: requiredText,
  locationId: requiredText,
  name: requiredText,
  status: { type: 'string', isRequired: true, values: STATUSES },
  contactId: requiredText,
}

export const opportunityStatusRules: BodyRules = {
  status: { type: 'string', isRequired: true, values: STATUSES },
  lostReasonId: text,
}

const { customFields: _, ...upsertFields } = opportunityUpdateRules

const olderUpsertRules: BodyRules = {
  ...upsertFields,
  pipelineId: requiredText,
  locationId: requiredText,
  contactId: requiredText,
}

/** The newer description names no contact, yet live users send one and a new card needs it. */
const newerUpsertRules: BodyRules = {
  ...upsertFields,
  id: text,
  pipelineId: requiredText,
  locationId: requiredText,
  contactId: text,
  followers: { ...texts, isRequired: true },
  isRemoveAllFollowers: { ...flag, isRequired: true },
  followersActionType: { type: 'string', isRequired: true, values: ['add', 'remove'] },
  lostReasonId: text,
}

export const opportunityUpsertRules = { older: olderUpsertRules, newer: newerUpsertRules }
