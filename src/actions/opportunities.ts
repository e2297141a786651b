/** Opportunities: the deals in GoHighLevel's pipelines. */
import { z } from '@botpress/sdk'
import { unwrap } from '../ghl/answer'
import type { Ghl } from '../ghl/client'
import type { JsonObject } from '../ghl/json'
import { path } from '../ghl/path'
import { flag, locationId } from '../schemas/fields'
import {
  lostReasonId,
  opportunity,
  opportunityChanges,
  opportunityFields,
  opportunityId,
  opportunityUpsertFields,
  status,
} from '../schemas/opportunity'
import { defineAction } from './action'
import { withFieldIds, withFieldNames } from './support/custom-fields'
import { postUpsert } from './support/opportunity-upsert'

const readOpportunity = (ghl: Ghl, answered: JsonObject) =>
  withFieldNames(ghl, 'opportunity', unwrap(answered, 'opportunity'))

export const createOpportunity = defineAction({
  title: 'Create Opportunity',
  description:
    'Create an opportunity (a deal) for a contact in a pipeline. Fails with error.existingId when the contact already has one there and the location allows no second.',
  scopes: ['opportunities.write'],
  example: {
    pipelineId: '{{workflow.pipelineId}}',
    contactId: '{{workflow.contactId}}',
    name: 'Website redesign',
    status: 'open',
    monetaryValue: 2500,
  },
  input: z.object({ ...opportunityFields, locationId }),
  data: opportunity,
  done: 'Opportunity created',
  run: async (ghl, input) =>
    readOpportunity(
      ghl,
      await ghl.post('/opportunities/', {
        locationId: ghl.locationId,
        ...(await withFieldIds(ghl, 'opportunity', input)),
      })
    ),
})

export const upsertOpportunity = defineAction({
  title: 'Upsert Opportunity',
  description:
    'Create an opportunity (a deal) for a contact in a pipeline, or update the one that is there. data.isNew tells which it was.',
  scopes: ['opportunities.write'],
  example: { pipelineId: '{{workflow.pipelineId}}', contactId: '{{workflow.contactId}}', name: 'Website redesign' },
  input: z.object({ ...opportunityUpsertFields, locationId }),
  data: opportunity.extend({ isNew: flag('Is New', 'True when it was created, false when updated').optional() }),
  done: 'Opportunity saved',
  run: async (ghl, input) => {
    const answered = await postUpsert(ghl, { locationId: ghl.locationId, ...input })
    return { ...readOpportunity(ghl, answered), isNew: answered.new === true }
  },
})

export const getOpportunity = defineAction({
  title: 'Get Opportunity',
  description: 'Read one opportunity (deal) by its ID',
  scopes: ['opportunities.readonly'],
  example: { opportunityId: '{{workflow.opportunityId}}' },
  input: z.object({ opportunityId }),
  data: opportunity,
  done: 'Opportunity found',
  run: async (ghl, input) => readOpportunity(ghl, await ghl.get(path`/opportunities/${input.opportunityId}`)),
})

export const updateOpportunity = defineAction({
  title: 'Update Opportunity',
  description:
    'Change fields of an opportunity (deal); fields left empty stay as they are. To move it to another pipeline give pipeline and stage together.',
  scopes: ['opportunities.write'],
  example: { opportunityId: '{{workflow.opportunityId}}', monetaryValue: 3000 },
  input: z.object({ opportunityId, ...opportunityChanges }),
  data: opportunity,
  done: 'Opportunity updated',
  run: async (ghl, { opportunityId: target, ...changes }) =>
    readOpportunity(
      ghl,
      await ghl.put(path`/opportunities/${target}`, await withFieldIds(ghl, 'opportunity', changes))
    ),
})

export const updateOpportunityStatus = defineAction({
  title: 'Update Opportunity Status',
  description: 'Mark an opportunity (deal) as open, won, lost or abandoned',
  scopes: ['opportunities.write'],
  example: { opportunityId: '{{workflow.opportunityId}}', status: 'won' },
  input: z.object({ opportunityId, status, lostReasonId: lostReasonId.optional() }),
  done: 'Opportunity status updated',
  run: (ghl, { opportunityId: target, ...change }) => ghl.put(path`/opportunities/${target}/status`, change),
})

export const deleteOpportunity = defineAction({
  title: 'Delete Opportunity',
  description: 'Delete an opportunity (deal) for good. The contact stays.',
  scopes: ['opportunities.write'],
  example: { opportunityId: '{{workflow.opportunityId}}' },
  input: z.object({ opportunityId }),
  done: 'Opportunity deleted',
  run: (ghl, input) => ghl.delete(path`/opportunities/${input.opportunityId}`),
})
