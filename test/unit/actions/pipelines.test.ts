import { describe, expect, it } from 'vitest'
import { call, connected, refusalOf } from '../support/actions'
import { firstOf, ids, lists, PIPELINES, pipelines, REASONS } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { answerBy, byRoute, faultOf, linesOf, onlyOf, refusedWith, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const opportunityId = ids.deal
const DEAL = `/opportunities/${ids.deal}`
const opportunity = { id: ids.deal, name: 'Deal', pipelineId: ids.sales, pipelineStageId: ids.newLead }
const NOT_FOUND = { status: 404, body: { message: 'Opportunity not found' } }

describe('searchOpportunities', () => {
  const none = { body: { opportunities: [], meta: { total: 0 } } }
  const base = { location_id: 'location-1', limit: '20' }

  it.each<[object, object]>([
    [{}, {}],
    [{ query: 'web' }, { q: 'web' }],
    [{ contactId: ids.contact }, { contact_id: ids.contact }],
    [
      { pipelineId: ids.sales, pipelineStageId: ids.proposal },
      { pipeline_id: ids.sales, pipeline_stage_id: ids.proposal },
    ],
    // Spaces around a moment are no part of it.
    [{ addedAfter: ' 2026-07-01T00:00:00Z ' }, { date: '07-01-2026' }],
    [{ status: 'all' }, { status: 'all' }],
    [{ assignedTo: ids.uma }, { assigned_to: ids.uma }],
    [
      { campaignId: ids.spring, country: 'US', order: 'added_asc' },
      { campaignId: ids.spring, country: 'US', order: 'added_asc' },
    ],
    [
      { addedAfter: '2026-07-01T00:00:00Z', addedBefore: '2026-12-31T23:59:59-05:00' },
      { date: '07-01-2026', endDate: '12-31-2026' },
    ],
    [
      { getTasks: true, getNotes: false, getCalendarEvents: true },
      { getTasks: 'true', getNotes: 'false', getCalendarEvents: 'true' },
    ],
    [{ locationId: 'location-2' }, { location_id: 'location-2' }],
  ])('asks for %j in snake_case', async (input, query) => {
    const { sent, versions } = await call('searchOpportunities', input, none)
    expect(sent).toEqual([{ method: 'GET', path: '/opportunities/search', query: { ...base, ...query } }])
    expect(versions).toEqual(['2021-07-28'])
  })

  it('goes on with both parts of the position that GoHighLevel gave', async () => {
    const meta = { total: 9, startAfter: 1784498400000, startAfterId: ids.deal, nextPage: 2 }
    const first = await call('searchOpportunities', { limit: 1 }, { body: { opportunities: [opportunity], meta } })
    expect(first.outcome).toMatchObject({
      success: true,
      message: 'Opportunities searched',
      data: { opportunities: [opportunity], total: 9, nextCursor: expect.any(String) },
    })
    const cursor: unknown = Object(first.outcome.data).nextCursor
    const { sent } = await call('searchOpportunities', { limit: 1, cursor }, none)
    expect(sent[0]?.query).toEqual({ ...base, limit: '1', startAfter: '1784498400000', startAfterId: ids.deal })
  })

  it.each([
    [{ status: 'sold' }, 'status must be one of open,'],
    [{ addedAfter: '07/01/2026' }, 'addedAfter must be a date and time'],
    [{ addedBefore: '2026-07-01' }, 'addedBefore must be a date and time'],
  ])('refuses %j before anything is sent', async (input, says) => {
    expect(await refusalOf('searchOpportunities', input)).toContain(says)
  })

  it('passes on a refusal', async () => {
    const refused = { status: 422, body: { statusCode: 422, message: ['property locationId should not exist'] } }
    const { outcome } = await call('searchOpportunities', {}, refused)
    expect(outcome).toMatchObject({ success: false, error: { status: 422, code: 'INVALID' } })
  })
})

describe('moveOpportunity', () => {
  const world = (stored: object = opportunity) =>
    firstOf(
      lists(),
      byRoute({
        [`GET ${DEAL}`]: { body: { opportunity: stored } },
        [`PUT ${DEAL}`]: { body: { opportunity: { ...opportunity, name: 'Moved' } } },
      })
    )

  it.each<[string, object, string[], object]>([
    [
      "a stage of the deal's own pipeline, by name",
      { stage: 'proposal SENT' },
      [`GET ${DEAL}`, PIPELINES, `PUT ${DEAL}`],
      { pipelineId: ids.sales, pipelineStageId: ids.proposal },
    ],
    [
      'a stage whose name other pipelines have too',
      { stage: 'New' },
      [`GET ${DEAL}`, PIPELINES, `PUT ${DEAL}`],
      { pipelineId: ids.sales, pipelineStageId: ids.newLead },
    ],
    [
      'a stage by its id',
      { stage: ids.proposal },
      [`GET ${DEAL}`, PIPELINES, `PUT ${DEAL}`],
      { pipelineId: ids.sales, pipelineStageId: ids.proposal },
    ],
    [
      'the first stage of another pipeline, by name',
      { pipeline: 'support' },
      [PIPELINES, `PUT ${DEAL}`],
      { pipelineId: ids.support, pipelineStageId: ids.ticketNew },
    ],
    [
      'a stage of another pipeline, by id and name',
      { pipeline: ids.support, stage: 'New' },
      [PIPELINES, `PUT ${DEAL}`],
      { pipelineId: ids.support, pipelineStageId: ids.ticketNew },
    ],
  ])('moves to %s', async (_title, input, lines, body) => {
    const asked = answerBy(world())
    const outcome = await run('moveOpportunity', { opportunityId, ...input })
    expect(linesOf(asked)).toEqual(lines)
    expect(onlyOf(asked, `PUT ${DEAL}`)).toMatchObject({ version: '2021-07-28' })
    expect(onlyOf(asked, `PUT ${DEAL}`).body).toEqual(body)
    expect(outcome).toEqual({
      success: true,
      message: 'Opportunity moved',
      data: { ...opportunity, name: 'Moved' },
    })
  })

  it('moves to the first stage by position, in whatever order GoHighLevel lists them', async () => {
    const stages = [
      { id: ids.proposal, name: 'Second', position: 1 },
      { id: ids.newLead, name: 'First', position: 0 },
    ]
    const mixed = byRoute({ [PIPELINES]: { body: { pipelines: [{ id: ids.sales, name: 'Sales', stages }] } } })
    const asked = answerBy(firstOf(mixed, world()))
    await run('moveOpportunity', { opportunityId, pipeline: 'Sales' })
    expect(onlyOf(asked, `PUT ${DEAL}`).body).toMatchObject({ pipelineStageId: ids.newLead })
  })

  it.each([
    [
      { stage: 'Propsal' },
      `stage: there is no pipeline stage "Propsal". There are: Proposal sent (${ids.proposal}), New (`,
    ],
    [{ pipeline: 'Suport' }, `pipeline: there is no pipeline "Suport". There are: Support (${ids.support}), Sales (`],
    [{ pipeline: 'Support', stage: 'Proposal sent' }, `There are: New (${ids.ticketNew}).`],
  ])('refuses %j with the nearest first, and moves nothing', async (input, says) => {
    const asked = answerBy(world())
    expect(await refusedWith('UNKNOWN_NAME', 'moveOpportunity', { opportunityId, ...input })).toContain(says)
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('refuses a pipeline without stages', async () => {
    const empty = byRoute({ [PIPELINES]: { body: { pipelines: [{ id: ids.sales, name: 'Sales', stages: [] }] } } })
    answerBy(firstOf(empty, world()))
    expect(await faultOf('moveOpportunity', { opportunityId, pipeline: 'Sales' })).toContain('it has no stages')
  })

  it('refuses to move to nowhere before anything is sent', async () => {
    expect(await refusalOf('moveOpportunity', { opportunityId, stage: '' })).toContain('Give stage or pipeline')
  })

  it('passes on that there is no such opportunity', async () => {
    answerBy(firstOf(lists(), byRoute({ [`GET ${DEAL}`]: NOT_FOUND })))
    const outcome = await run('moveOpportunity', { opportunityId, stage: 'New' })
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('markOpportunityLost', () => {
  it.each<[object, string[], object]>([
    [{}, [], { status: 'lost' }],
    [{ lostReasonId: ids.expensive }, [], { status: 'lost', lostReasonId: ids.expensive }],
    [{ lostReasonId: 'too expensive' }, [REASONS], { status: 'lost', lostReasonId: ids.expensive }],
  ])('takes the reason %j', async (input, lookups, body) => {
    const asked = answerBy(firstOf(lists(), byRoute({ [`PUT ${DEAL}/status`]: { body: { succeded: true } } })))
    const outcome = await run('markOpportunityLost', { opportunityId, ...input }, connected())
    expect(outcome).toEqual({ success: true, message: 'Opportunity marked as lost' })
    expect(linesOf(asked)).toEqual([...lookups, `PUT ${DEAL}/status`])
    expect(onlyOf(asked, `PUT ${DEAL}/status`).body).toEqual(body)
  })
})

describe('markOpportunityWon', () => {
  it('sets the status', async () => {
    const { outcome, sent } = await call('markOpportunityWon', { opportunityId }, { body: { succeded: true } })
    expect(sent).toEqual([{ method: 'PUT', path: `${DEAL}/status`, body: { status: 'won' } }])
    expect(outcome).toEqual({ success: true, message: 'Opportunity marked as won' })
  })

  it.each(['markOpportunityWon', 'markOpportunityLost'])('as %s, passes on that there is none', async (name) => {
    const { outcome } = await call(name, { opportunityId }, NOT_FOUND)
    expect(outcome).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('listPipelines', () => {
  it('lists the pipelines with their stages', async () => {
    const { outcome, sent } = await call('listPipelines', {}, { body: { pipelines, traceId: 'trace-1' } })
    expect(sent).toEqual([{ method: 'GET', path: '/opportunities/pipelines', query: { locationId: 'location-1' } }])
    expect(outcome).toEqual({ success: true, message: 'Pipelines listed', data: { pipelines, total: 2 } })
  })
})
