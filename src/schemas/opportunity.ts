/** GoHighLevel's opportunity: what can be written, and what comes back. */
import { z } from '@botpress/sdk'
import { customFieldsInput, opportunityCustomFields } from './custom-fields'
import { amount, answer, anything, choice, id, optional, text, texts } from './fields'

export const opportunityId = id('Opportunity ID', 'ID of the opportunity')

export const status = choice(['open', 'won', 'lost', 'abandoned'], 'Status', 'Where the deal stands')

const pipelineId = id('Pipeline', 'ID or name of the pipeline')
const contactId = id('Contact ID', 'ID of the contact the deal is with')
const name = text('Name', 'Name of the deal, e.g. Website redesign')

export const lostReasonId = id('Lost Reason', 'ID or name of the reason why the deal was lost; only with status lost')

const described = {
  pipelineStageId: id('Pipeline Stage', 'ID or name of the stage within the pipeline'),
  monetaryValue: amount('Monetary Value', 'Value of the deal, in the currency of the location, e.g. 220'),
  assignedTo: id('Assigned To', 'The GoHighLevel user who owns the deal: ID, name or e-mail'),
}

/** Fields of createOpportunity. */
export const opportunityFields = {
  pipelineId,
  contactId,
  name,
  status,
  ...optional({ ...described, customFields: customFieldsInput }),
}

/** Fields of upsertOpportunity, which takes no custom fields. */
export const opportunityUpsertFields = {
  pipelineId,
  ...optional({
    id: id('Opportunity ID', 'ID of the opportunity to update; leave empty to find it by contact and pipeline'),
    contactId,
    name,
    status,
    ...described,
    lostReasonId,
    followers: texts('Followers', 'IDs or names of users to add as followers, or to remove'),
    isRemoveAllFollowers: z.boolean().title('Remove All Followers').describe('True removes all followers'),
    followersActionType: choice(['add', 'remove'], 'Followers Action', 'What to do with the followers given'),
  }),
}

/** Fields of updateOpportunity. GoHighLevel rejects locationId and contactId there. */
export const opportunityChanges = optional({ pipelineId, name, status, ...described, customFields: customFieldsInput })

/** An opportunity as it comes back. */
export const opportunity = answer({
  id: text('Opportunity ID', 'ID of the opportunity'),
  locationId: text('Location ID', 'Location the opportunity belongs to'),
  name,
  contactId: text('Contact ID', 'ID of the contact the deal is with'),
  pipelineId: text('Pipeline ID', 'ID of the pipeline'),
  status: text('Status', 'open, won, lost or abandoned'),
  pipelineStageId: text('Pipeline Stage ID', 'ID of the stage within the pipeline'),
  monetaryValue: described.monetaryValue,
  assignedTo: text('Assigned To', 'ID of the user who owns the deal'),
  customFields: opportunityCustomFields,
  source: text('Source', 'Where the deal comes from'),
  lostReasonId: text('Lost Reason ID', 'ID of the reason why the deal was lost'),
  contact: anything('Contact', 'id, name, email, phone, companyName and tags of the contact'),
  followers: texts('Followers', 'IDs of the users who follow the deal'),
  createdAt: text('Created At', 'When the opportunity was created, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
  lastStatusChangeAt: text('Last Status Change At', 'When its status last changed, ISO 8601'),
  lastStageChangeAt: text('Last Stage Change At', 'When its stage last changed, ISO 8601'),
})
