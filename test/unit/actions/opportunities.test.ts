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
  customFields: [{ id: 'field-9', fieldValue: 'gold', fieldKey: 'opportunity.tier', key: 'opportunity.tier' }],
}

const required = { pipelineId: 'pipeline-1', contactId: 'contact-1', name: 'Website redesign', status: 'open' }
const changes = {
  pipelineId: 'pipeline-2',
  pipelineStageId: 'stage-2',
  name: 'Shop',
  status: 'lost',
  monetaryValue: 0,
  assignedTo: 'user-1',
  customFields: [
    { id: 'field-9', field_value: 'gold' },
    { key: 'tier', field_value: ['a', 'b'] },
  ],
}

describe('createOpportunity', () => {
  it('posts the fields with the connected location and answers the opportunity itself', async () => {
    const { outcome, sent, versions } = await call('createOpportunity', required, { status: 201, ...answered })
    expect(sent).toEqual([{ method: 'POST', path: '/opportunities/', body: { locationId: 'location-1', ...required } }])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity created', data: shown })
  })

  it('sends every field that the API takes, custom fields by id and by key', async () => {
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

const post = (body: object) => ({ method: 'POST', path: '/opportunities/upsert', body })

describe('upsertOpportunity', () => {
  const input = { pipelineId: 'pipeline-1', contactId: 'contact-1', name: 'Website redesign' }

  it.each([
    [true, true],
    [false, false],
    [undefined, false],
  ])('tells by data.isNew whether it is new (GoHighLevel says %j)', async (isNew, expected) => {
    const reply = { body: { new: isNew, opportunity: opportunity(), traceId } }
    const { outcome, sent, versions } = await call('upsertOpportunity', input, reply)
    expect(sent).toEqual([post({ locationId: 'location-1', ...input })])
    expect(versions).toEqual(['2021-07-28'])
    expect(outcome).toEqual({ success: true, message: 'Opportunity saved', data: { ...shown, isNew: expected } })
  })

  it('sends every field that either description of the route names', async () => {
    const { customFields: __, ...writable } = changes
    const full = {
      ...writable,
      id: 'opportunity-1',
      contactId: 'contact-1',
      lostReasonId: 'reason-1',
      followers: ['user-1'],
      isRemoveAllFollowers: false,
      followersActionType: 'add',
      locationId: 'location-2',
    }
    const { sent } = await call('upsertOpportunity', full, answered)
    expect(sent).toEqual([post(full)])
  })

  it('names no followers where GoHighLevel insists on them, in one second try', async () => {
    const message = ['followers must be an array', 'isRemoveAllFollowers must be a boolean value']
    const refusal = { status: 422, body: { statusCode: 422, message } }
    const { outcome, sent } = await call('upsertOpportunity', input, refusal, answered)
    expect(outcome.success).toBe(true)
    const followers = { followers: [], isRemoveAllFollowers: false, followersActionType: 'add' }
    expect(sent).toEqual([
      post({ locationId: 'location-1', ...input }),
      post({ locationId: 'location-1', ...input, ...followers }),
    ])
  })

  it('gives up after the second try', async () => {
    const refusal = { status: 422, body: { statusCode: 422, message: ['followers must be an array'] } }
    const { outcome, sent } = await call('upsertOpportunity', input, refusal, refusal, answered)
    expect(outcome).toMatchObject({ success: false, error: { status: 422, code: 'INVALID' } })
    expect(sent).toHaveLength(2)
  })

  it('does not try again with followers of its own where the input names some', async () => {
    const refusal = { status: 422, body: { statusCode: 422, message: ['each value in followers must be a user'] } }
    const { outcome, sent } = await call('upsertOpportunity', { ...input, followers: ['x'] }, refusal, answered)
    expect(outcome).toMatchObject({ success: false, error: { status: 422 } })
    expect(sent).toHaveLength(1)
  })

  it('completes the followers that the input names in part', async () => {
    const refusal = { status: 422, body: { statusCode: 422, message: ['followers must be an array'] } }
    const partly = { ...input, isRemoveAllFollowers: true, followersActionType: 'remove' }
    const { sent } = await call('upsertOpportunity', partly, refusal, answered)
    expect(sent[1]).toEqual(post({ locationId: 'location-1', ...partly, followers: [] }))
  })

  it.each([
    [422, ['property contactId should not exist']],
    [400, ['followers must be an array']],
  ])('reports any other refusal at once (%i %j)', async (status, message) => {
    const { outcome, sent } = await call('upsertOpportunity', input, { status, body: { message } }, answered)
    expect(outcome).toMatchObject({
      success: false,
      message: expect.stringContaining(message.join()),
      error: { status },
    })
    expect(sent).toHaveLength(1)
  })

  it('takes no custom fields, which the route does not know', async () => {
    expect(await refusalOf('upsertOpportunity', { ...input, customFields: [] })).toContain('no field customFields.')
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
    const { sent } = await call('updateOpportunity', { ...input, pipelineStageId: 'stage-2' }, answered)
    expect(sent).toMatchObject([{ body: { pipelineStageId: 'stage-2' } }])
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
      const input = { opportunityId: 'opportunity-1', status: 'lost', lostReasonId: 'reason-1' }
      const { outcome, sent, versions } = await call('updateOpportunityStatus', input, { body })
      expect(sent).toEqual([
        {
          method: 'PUT',
          path: '/opportunities/opportunity-1/status',
          body: { status: 'lost', lostReasonId: 'reason-1' },
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
