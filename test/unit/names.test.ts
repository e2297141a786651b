import { describe, expect, it } from 'vitest'
import { CALENDARS, CAMPAIGNS, firstOf, ids, lists, PIPELINES, REASONS, USERS, WORKFLOWS } from './support/lookups'
import { useFakeNetwork } from './support/network'
import { answerBy, byRoute, refusedWith, linesOf, run, type Answerer } from './support/routes'
import { watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()

const object = { id: 'object00000000000001', name: 'Any' }
/** Every route that is no list answers with an object. */
const objects: Answerer = () => ({
  body: { ...object, contact: object, opportunity: object, task: object, calendar: object, followers: [] },
})
const everything = () => firstOf(lists(), objects)

const contactId = ids.contact
const opportunityId = ids.deal
const task = { contactId, title: 'Call', dueDate: '2026-07-20T10:00:00Z' }
const deal = { contactId, name: 'Deal', status: 'open' }

type Case = [action: string, input: object, lookup: string, line: string, sent: object | undefined]

const CASES: Case[] = [
  ['getCalendar', { calendarId: 'Consultation' }, CALENDARS, `GET /calendars/${ids.consultation}`, undefined],
  [
    'createOpportunity',
    { ...deal, pipelineId: 'Sales' },
    PIPELINES,
    'POST /opportunities/',
    { ...deal, locationId: 'location-1', pipelineId: ids.sales },
  ],
  [
    'updateOpportunity',
    { opportunityId, pipelineId: 'Support', pipelineStageId: 'New' },
    PIPELINES,
    `PUT /opportunities/${ids.deal}`,
    { pipelineId: ids.support, pipelineStageId: ids.ticketNew },
  ],
  [
    'updateOpportunity',
    { opportunityId, pipelineStageId: 'Proposal sent' },
    PIPELINES,
    `PUT /opportunities/${ids.deal}`,
    { pipelineStageId: ids.proposal },
  ],
  ...['Uma User', 'uma@example.com'].map((assignedTo): Case => [
    'updateContact',
    { contactId, assignedTo },
    USERS,
    `PUT /contacts/${ids.contact}`,
    { assignedTo: ids.uma },
  ]),
  [
    'createContactTask',
    { ...task, assignedTo: 'Ugo Other' },
    USERS,
    `POST /contacts/${ids.contact}/tasks`,
    { title: task.title, dueDate: task.dueDate, completed: false, assignedTo: ids.ugo },
  ],
  [
    'addContactFollowers',
    { contactId, followers: ['Uma User', 'ugo@example.com', 'user0000000000000009'] },
    USERS,
    `POST /contacts/${ids.contact}/followers`,
    { followers: [ids.uma, ids.ugo, 'user0000000000000009'] },
  ],
  [
    'addContactToWorkflow',
    { contactId, workflowId: 'Follow-up after chat' },
    WORKFLOWS,
    `POST /contacts/${ids.contact}/workflow/${ids.followUp}`,
    {},
  ],
  [
    'removeContactFromCampaign',
    { contactId, campaignId: 'Spring offer' },
    CAMPAIGNS,
    `DELETE /contacts/${ids.contact}/campaigns/${ids.spring}`,
    undefined,
  ],
  [
    'markOpportunityLost',
    { opportunityId, lostReasonId: 'Too expensive' },
    REASONS,
    `PUT /opportunities/${ids.deal}/status`,
    { status: 'lost', lostReasonId: ids.expensive },
  ],
]

describe('a name in place of an id', () => {
  it.each(CASES)('is taken by %s with %j', async (name, input, lookup, line, sent) => {
    const asked = answerBy(everything())
    expect(await run(name, input)).toMatchObject({ success: true })
    expect(linesOf(asked)).toEqual([lookup, line])
    expect(asked[0]?.query).toMatchObject({ locationId: 'location-1' })
    expect(asked[1]?.body).toEqual(sent)
  })

  it.each(['consultation', ' CONSULTATION ', 'Consultation'])('is found as "%s"', async (calendarId) => {
    const asked = answerBy(everything())
    await run('getCalendar', { calendarId })
    expect(linesOf(asked)).toEqual([CALENDARS, `GET /calendars/${ids.consultation}`])
  })

  it('is found however many spaces stand between its words', async () => {
    const asked = answerBy(everything())
    await run('getCalendar', { calendarId: 'product  DEMO' })
    expect(asked[1]?.path).toBe(`/calendars/${ids.demo}`)
  })

  it('may be an id in a form of its own, which the list knows', async () => {
    const calendars = { body: { calendars: [{ id: 'Odd-Id', name: 'A' }] } }
    const asked = answerBy(firstOf(byRoute({ [CALENDARS]: calendars }), objects))
    await run('getCalendar', { calendarId: 'Odd-Id' })
    expect(asked[1]?.path).toBe('/calendars/Odd-Id')
  })

  it.each([
    ['getCalendar', { calendarId: 'zzzzzzzzzzzzzzzzzzz1' }],
    ['updateContact', { contactId, assignedTo: ids.uma, customFields: [{ id: ids.colour, field_value: 'blue' }] }],
    ['addContactFollowers', { contactId, followers: [ids.uma, ids.ugo] }],
    ['markOpportunityLost', { opportunityId, lostReasonId: ids.expensive }],
    ['updateOpportunity', { opportunityId, pipelineId: ids.sales, pipelineStageId: ids.newLead }],
    ['addContactToWorkflow', { contactId, workflowId: '5f0f0f0f-0000-4000-8000-000000000001' }],
  ])('is not looked up by %s when all are ids: %j', async (name, input) => {
    const asked = answerBy(everything())
    await run(name, input)
    expect(asked).toHaveLength(1)
    expect(linesOf(asked)).not.toEqual([CALENDARS])
  })

  it('leaves a field that is emptied with null alone', async () => {
    const asked = answerBy(everything())
    await run('updateContact', { contactId, assignedTo: null })
    expect(asked).toMatchObject([{ method: 'PUT', body: { assignedTo: null } }])
  })
})

describe('a name that fits several', () => {
  it('is refused with each of them, and nothing is changed', async () => {
    const asked = answerBy(everything())
    const message = await refusedWith('AMBIGUOUS_NAME', 'updateOpportunity', { opportunityId, pipelineStageId: 'new' })
    expect(message).toContain(
      `pipelineStageId: there are several: New (${ids.newLead}), New (${ids.ticketNew}). Give the ID.`
    )
    expect(new Set(linesOf(asked))).toEqual(new Set([PIPELINES]))
  })

  it('is found when the pipeline is given by name too', async () => {
    const asked = answerBy(everything())
    await run('searchOpportunities', { pipelineId: 'sales', pipelineStageId: 'new' })
    expect(asked[1]?.query).toMatchObject({ pipeline_id: ids.sales, pipeline_stage_id: ids.newLead })
  })
})

describe('a name that is not there', () => {
  it.each([
    [
      'getCalendar',
      { calendarId: 'Product dema' },
      `calendarId: there is no calendar "Product dema". There are: Product demo (${ids.demo}), Consultation (${ids.consultation}).`,
    ],
    [
      'updateContact',
      { contactId, assignedTo: 'Ugo Othr' },
      `There are: Ugo Other (${ids.ugo}), Uma User (${ids.uma}).`,
    ],
    [
      'addContactFollowers',
      { contactId, followers: [ids.uma, 'Nobody'] },
      'followers: there is no user "Nobody". There are: ',
    ],
    [
      'addContactToWorkflow',
      { contactId, workflowId: 'X' },
      'workflowId: there is no workflow "X". There are: Follow-up',
    ],
    ['addContactToCampaign', { contactId, campaignId: 'X' }, 'campaignId: there is no campaign "X". There are: Spring'],
    [
      'markOpportunityLost',
      { opportunityId, lostReasonId: 'X' },
      'lostReasonId: there is no lost reason "X". There are: Too',
    ],
    [
      'updateOpportunity',
      { opportunityId, pipelineId: 'Sale', pipelineStageId: 'New' },
      `pipelineId: there is no pipeline "Sale". There are: Sales (${ids.sales}), Support (${ids.support}).`,
    ],
    [
      'updateOpportunity',
      { opportunityId, pipelineId: ids.support, pipelineStageId: 'Proposal sent' },
      `pipelineStageId: there is no pipeline stage "Proposal sent". There are: New (${ids.ticketNew}).`,
    ],
  ])('is refused by %s with %j, nearest first', async (name, input, says) => {
    const asked = answerBy(everything())
    expect(await refusedWith('UNKNOWN_NAME', name, input)).toContain(says)
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
    // The list has just been read: it is not read again.
    expect(asked).toHaveLength(1)
  })

  it('is refused where there is none at all', async () => {
    answerBy(byRoute({ [WORKFLOWS]: { body: { workflows: [] } } }))
    const message = await refusedWith('UNKNOWN_NAME', 'addContactToWorkflow', { contactId, workflowId: 'X' })
    expect(message).toContain('workflowId: there is no workflow "X". There is none at all.')
  })

  it('is refused with ten of many', async () => {
    const calendars = Array.from({ length: 14 }, (_, index) => ({
      id: `calendar00000000${1000 + index}`,
      name: `C${index}`,
    }))
    answerBy(byRoute({ [CALENDARS]: { body: { calendars } } }))
    const message = await refusedWith('UNKNOWN_NAME', 'getCalendar', { calendarId: 'C12' + 'x'.repeat(3) })
    expect(message.match(/calendar0000/g)).toHaveLength(10)
    expect(message).toContain('There are: C12 (')
    expect(message).toContain(' and 4 more.')
  })
})
