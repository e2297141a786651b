/** Pipelines: finding deals, and moving them on. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import { path } from '../ghl/path'
import { moment } from '../schemas/dates'
import { answer, choice, flag, id, locationId, text } from '../schemas/fields'
import { lostReason, pipeline } from '../schemas/lookups'
import { lostReasonId, opportunity, opportunityId } from '../schemas/opportunity'
import { defineAction } from './action'
import { isObject } from '../ghl/json'
import { withFieldNames } from './support/custom-fields'
import { listOutput, paging, readByOffset, readPages, wholeList } from './support/list'
import { findStage, toUsDay } from './support/stages'

const read = ['opportunities.readonly']
const write = ['opportunities.write']
const pageSize = { usual: 20, most: 100 }
const position = z.object({ startAfter: z.union([z.string(), z.number()]), startAfterId: z.string() })
const example = { opportunityId: '{{workflow.opportunityId}}' }

export const searchOpportunities = defineAction({
  title: 'Search Opportunities',
  description: 'Search opportunities (deals) by text, contact, pipeline, stage, status, owner or date',
  scopes: read,
  example: { contactId: '{{workflow.contactId}}', status: 'open' },
  input: z.object({
    query: text('Text', 'Text to look for in the name of the deal or its contact').optional(),
    contactId: id('Contact ID', 'Deals with this contact').optional(),
    pipelineId: id('Pipeline', 'Deals in this pipeline, by ID or name').optional(),
    pipelineStageId: id('Pipeline Stage', 'Deals in this stage, by ID or name').optional(),
    status: choice(['open', 'won', 'lost', 'abandoned', 'all'], 'Status', 'Deals that stand like this').optional(),
    assignedTo: id('Assigned To', 'Deals of this user, by ID or name').optional(),
    campaignId: id('Campaign', 'Deals from this campaign, by ID or name').optional(),
    country: text('Country', 'Deals with contacts of this country, e.g. US').optional(),
    addedAfter: moment('Added After', 'Created on or after the day of').optional(),
    addedBefore: moment('Added Before', 'Created on or before the day of').optional(),
    order: text('Order', 'Order of the answer, e.g. added_asc').optional(),
    getTasks: flag('With Tasks', 'True adds the tasks of each deal').optional(),
    getNotes: flag('With Notes', 'True adds the notes of each deal').optional(),
    getCalendarEvents: flag('With Appointments', 'True adds the appointments of each deal').optional(),
    locationId,
    ...paging(pageSize),
  }),
  data: answer({
    opportunities: z.array(opportunity).title('Opportunities').describe('The deals of this page'),
    ...listOutput,
  }),
  done: 'Opportunities searched',
  run: (ghl, { limit, cursor, all, ...search }) => {
    // This route alone takes its parameters in snake_case.
    const filters = {
      q: search.query,
      location_id: search.locationId ?? ghl.locationId,
      contact_id: search.contactId,
      pipeline_id: search.pipelineId,
      pipeline_stage_id: search.pipelineStageId,
      status: search.status,
      assigned_to: search.assignedTo,
      campaignId: search.campaignId,
      country: search.country,
      date: toUsDay(search.addedAfter, 'addedAfter'),
      endDate: toUsDay(search.addedBefore, 'addedBefore'),
      order: search.order,
      getTasks: search.getTasks,
      getNotes: search.getNotes,
      getCalendarEvents: search.getCalendarEvents,
    }
    return readPages(ghl, 'opportunities', { limit, cursor, all }, pageSize, position, async (pageLimit, from) => {
      const answered = await ghl.get('/opportunities/search', { ...filters, limit: pageLimit, ...from })
      const meta = isObject(answered.meta) ? answered.meta : {}
      const next = position.safeParse(meta)
      const found = listOf(answered, 'opportunities').filter(isObject)
      const items = found.map((one) => withFieldNames(ghl, 'opportunity', one))
      return { items, total: meta.total, next: next.success ? next.data : undefined }
    })
  },
})

export const listPipelines = defineAction({
  title: 'List Pipelines',
  description: 'List the pipelines of the location with their stages',
  scopes: read,
  example: {},
  input: z.object({ locationId }),
  data: answer({ pipelines: z.array(pipeline).title('Pipelines').describe('The pipelines'), ...listOutput }),
  done: 'Pipelines listed',
  run: async (ghl, input) => {
    const answered = await ghl.get('/opportunities/pipelines', { locationId: ghl.locationId, ...input })
    return wholeList('pipelines', listOf(answered, 'pipelines'))
  },
})

export const moveOpportunity = defineAction({
  title: 'Move Opportunity',
  description: 'Move an opportunity (deal) to another stage, or to another pipeline, by name or ID',
  scopes: ['opportunities.readonly', 'opportunities.write'],
  example: { ...example, stage: 'Proposal sent' },
  input: z.object({
    opportunityId,
    stage: text('Stage', 'Name or ID of the stage; the first one of the pipeline when empty').optional(),
    pipeline: text('Pipeline', 'Name or ID of the pipeline; the one the deal is in when empty').optional(),
  }),
  data: opportunity,
  done: 'Opportunity moved',
  run: async (ghl, input) => {
    const target = await findStage(ghl, input)
    const answered = await ghl.put(path`/opportunities/${input.opportunityId}`, target)
    return withFieldNames(ghl, 'opportunity', unwrap(answered, 'opportunity'))
  },
})

export const markOpportunityWon = defineAction({
  title: 'Mark Opportunity Won',
  description: 'Mark an opportunity (deal) as won',
  scopes: write,
  example,
  input: z.object({ opportunityId }),
  done: 'Opportunity marked as won',
  run: (ghl, input) => ghl.put(path`/opportunities/${input.opportunityId}/status`, { status: 'won' }),
})

export const markOpportunityLost = defineAction({
  title: 'Mark Opportunity Lost',
  description: 'Mark an opportunity (deal) as lost, with the reason',
  scopes: ['opportunities.readonly', 'opportunities.write'],
  example: { ...example, lostReasonId: 'Too expensive' },
  input: z.object({ opportunityId, lostReasonId: lostReasonId.optional() }),
  done: 'Opportunity marked as lost',
  run: (ghl, { opportunityId: target, lostReasonId: reason }) =>
    ghl.put(path`/opportunities/${target}/status`, { status: 'lost', lostReasonId: reason }),
})

const reasonsPage = { usual: 100, most: 100 }

export const listLostReasons = defineAction({
  title: 'List Lost Reasons',
  description: 'List the reasons why an opportunity (deal) can be lost',
  scopes: read,
  example: {},
  input: z.object(paging(reasonsPage)),
  data: answer({ lostReasons: z.array(lostReason).title('Lost Reasons').describe('The reasons'), ...listOutput }),
  done: 'Lost reasons listed',
  run: (ghl, input) =>
    readByOffset(ghl, 'lostReasons', input, reasonsPage, async (limit, skip) => {
      const answered = await ghl.get('/opportunities/lost-reason', {
        locationId: ghl.locationId,
        getCount: true,
        limit,
        skip,
      })
      return { items: listOf(answered, 'lostReasons'), total: answered.total }
    }),
})
