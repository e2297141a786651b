/** What happens to opportunities. */
import { text } from '../schemas/fields'
import { opportunity } from '../schemas/opportunity'
import { defineEvent } from './event'

const ofOpportunity = {
  scopes: ['opportunities.readonly'],
  fields: opportunity.extend({ dateAdded: text('Date Added', 'When the opportunity was created, ISO 8601') }),
  ids: ['id'] as const,
}

export const opportunityCreated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityCreate',
  title: 'Opportunity Created',
  description: 'An opportunity (deal) was created',
})

export const opportunityUpdated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityUpdate',
  title: 'Opportunity Updated',
  description: 'An opportunity (deal) was changed; more special events may come for the same change',
})

export const opportunityDeleted = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityDelete',
  title: 'Opportunity Deleted',
  description: 'An opportunity (deal) was deleted',
})

export const opportunityStageUpdated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityStageUpdate',
  title: 'Opportunity Stage Updated',
  description: 'An opportunity (deal) was moved to another stage',
})

export const opportunityStatusUpdated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityStatusUpdate',
  title: 'Opportunity Status Updated',
  description: 'An opportunity (deal) became open, won, lost or abandoned',
})

export const opportunityMonetaryValueUpdated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityMonetaryValueUpdate',
  title: 'Opportunity Value Updated',
  description: 'The value of an opportunity (deal) was changed',
})

export const opportunityAssignedToUpdated = defineEvent({
  ...ofOpportunity,
  type: 'OpportunityAssignedToUpdate',
  title: 'Opportunity Owner Updated',
  description: 'An opportunity (deal) was given to another user',
})
