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

const post = (body: object) => ({ method: 'POST', path: '/opportunities/upsert', body })

describe('upsertOpportunity', () => {
  const input = { pipelineId: 'fakePipeline00000001', contactId: 'contact-1', name: 'Website redesign' }

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
      lostReasonId: 'fakeReason0000000001',
      followers: ['fakeUser000000000001'],
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
