import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { opportunity } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const traceId = 'trace-1'
const answered = { body: { opportunity: opportunity(), traceId } }
const { source: _, ...present } = opportunity()
/** The recorded opportunity as flows see it: null is left out, the key of a custom field is called key. */
const shown = {
  ...present,
  customFields: [
    { id: 'fakeField00000000009', fieldValue: 'gold', fieldKey: 'opportunity.tier', key: 'opportunity.tier' },
  ],
}

const required = {
  pipelineId: 'fakePipeline00000001',
  contactId: 'contact-1',
  name: 'Website redesign',
  status: 'open',
}
const changes = {
  pipelineId: 'fakePipeline00000002',
  pipelineStageId: 'fakeStage00000000002',
  name: 'Shop',
  status: 'lost',
  monetaryValue: 0,
  assignedTo: 'fakeUser000000000001',
  customFields: [
    { id: 'fakeField00000000009', field_value: 'gold' },
    { id: 'fakeField00000000008', field_value: ['a', 'b'] },
  ],
}

describe('createOpportunity', () => {
  it('posts the fields with the connected location and answers the opportunity itself', async () => {
    const { outcome, sent, versions } = await call('createOpportunity', required, { status: 201, ...answered })
    expect(sent).toEqual([{ method: 'POST', path: '/opportunities/', body: { locationId: 'location-1', ...required } }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity created', data: shown })
  })

  it('sends every field that the API takes', async () => {
    const input = { ...required, ...changes, locationId: 'location-2' }
    const { sent } = await call('createOpportunity', input, answered)
    expect(sent).toEqual([{ method: 'POST', path: '/opportunities/', body: input }])
  })

  it('names the opportunity that stands in the way of a second one', async () => {
    const body = {
      statusCode: 400,
      message: 'Can not create duplicate opportunity for the contact.',
      code: 'OPPORTUNITY_NO_DUPLICATE',
      meta: { existingId: 'opportunity-7' },
      error: 'Bad Request',
      traceId,
    }
    const { outcome } = await call('createOpportunity', required, { status: 400, body })
    expect(outcome).toEqual({
      success: false,
      message: expect.stringMatching(/"Can not create duplicate opportunity for the contact\."$/),
      error: {
        status: 400,
        code: 'OPPORTUNITY_NO_DUPLICATE',
        traceId,
        retryable: false,
        existingId: 'opportunity-7',
      },
    })
  })

  it.each(['pipelineId', 'contactId', 'name', 'status'])('needs %s', async (field) => {
    const says = new RegExp(`^createOpportunity: ${field} is required\\. Nothing was sent`)
    expect(await refusalOf('createOpportunity', { ...required, [field]: '' })).toMatch(says)
    expect(await refusalOf('createOpportunity', { ...required, [field]: undefined })).toMatch(says)
  })

  it('takes only a status that an opportunity can have, which all is not', async () => {
    const message = await refusalOf('createOpportunity', { ...required, status: 'all' })
    expect(message).toContain('status must be one of open, won, lost, abandoned.')
  })
})

describe('getOpportunity', () => {
  it('reads the opportunity', async () => {
    const { outcome, sent, versions } = await call('getOpportunity', { opportunityId: 'opportunity-1' }, answered)
    expect(sent).toEqual([{ method: 'GET', path: '/opportunities/opportunity-1' }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity found', data: shown })
  })

  it.each([
    [400, { message: 'Opportunity with id opportunity-1 not found' }],
    [404, { statusCode: 404, message: 'Opportunity not found' }],
    [422, { message: ['The opportunity was not found'] }],
  ])('understands a missing one answered with %i', async (status, body) => {
    const { outcome } = await call('getOpportunity', { opportunityId: 'opportunity-1' }, { status, body })
    expect(outcome).toMatchObject({ success: false, error: { status, code: 'NOT_FOUND', retryable: false } })
  })
})

describe('updateOpportunity', () => {
  it('puts the changes, and neither the id nor the location', async () => {
    const input = { opportunityId: 'opportunity/1', ...changes }
    const { outcome, sent, versions } = await call('updateOpportunity', input, answered)
    expect(sent).toEqual([{ method: 'PUT', path: '/opportunities/opportunity%2F1', body: changes }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity updated', data: shown })
  })

  it('leaves alone what is empty or null', async () => {
    const input = { opportunityId: 'opportunity-1', name: '', assignedTo: null, status: '', monetaryValue: null }
    const { sent } = await call('updateOpportunity', { ...input, pipelineStageId: 'fakeStage00000000002' }, answered)
    expect(sent).toMatchObject([{ body: { pipelineStageId: 'fakeStage00000000002' } }])
    expect(Object.keys(Object(sent[0]?.body))).toEqual(['pipelineStageId'])
  })

  it.each(['locationId', 'contactId'])('takes no %s, which GoHighLevel rejects there', async (field) => {
    const message = await refusalOf('updateOpportunity', { opportunityId: 'opportunity-1', [field]: 'x' })
    expect(message).toContain(`there is no field ${field}.`)
  })
})

describe('updateOpportunityStatus', () => {
  it.each([{ succeded: true, traceId }, { success: true }, { succeeded: true }])(
    'puts the status, and takes %j for done',
    async (body) => {
      const input = { opportunityId: 'opportunity-1', status: 'lost', lostReasonId: 'fakeReason0000000001' }
      const { outcome, sent, versions } = await call('updateOpportunityStatus', input, { body })
      expect(sent).toEqual([
        {
          method: 'PUT',
          path: '/opportunities/opportunity-1/status',
          body: { status: 'lost', lostReasonId: 'fakeReason0000000001' },
        },
      ])
      expect(versions).toEqual(['2021-07-28'])
      expect(outcome).toEqual({ success: true, message: 'Opportunity status updated' })
    }
  )

  it('takes a success flag of false for a failure', async () => {
    const input = { opportunityId: 'opportunity-1', status: 'won' }
    const { outcome } = await call('updateOpportunityStatus', input, { body: { succeded: false } })
    expect(outcome).toMatchObject({ success: false, error: { code: 'INVALID' } })
  })
})

describe('deleteOpportunity', () => {
  it.each([{ success: true, traceId }, { succeded: true }, ''])('deletes, and takes %j for done', async (body) => {
    const { outcome, sent, versions } = await call('deleteOpportunity', { opportunityId: 'opportunity-1' }, { body })
    expect(sent).toEqual([{ method: 'DELETE', path: '/opportunities/opportunity-1' }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity deleted' })
  })

  it('takes a success flag of false for a failure', async () => {
    const reply = { body: { success: false, message: 'Opportunity is locked' } }
    const { outcome } = await call('deleteOpportunity', { opportunityId: 'opportunity-1' }, reply)
    expect(outcome).toMatchObject({ success: false, message: expect.stringContaining('"Opportunity is locked"') })
  })
})
