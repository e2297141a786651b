import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, createContact, locationId, sandbox, useSandbox } from './support'

useSandbox()

describe('opportunities', () => {
  const card = { locationId, pipelineId: seedIds.pipeline, name: 'Roof', status: 'open' }

  it('creates in the first stage, refuses a second open one and answers custom fields as id and fieldValue', async () => {
    const { id: contactId } = await createContact({ email: 'roof@example.com' })
    const customFields = [{ id: seedIds.opportunityField, field_value: 'R-1' }]
    const created = await call('POST', '/opportunities/', { body: { ...card, contactId, customFields } })
    const opportunity = Object(created.body.opportunity)
    expect(created.status).toBe(201)
    expect(opportunity.pipelineStageId).toBe(seedIds.stages[0])
    expect(opportunity.customFields).toEqual([{ id: seedIds.opportunityField, fieldValue: 'R-1' }])
    const again = await call('POST', '/opportunities/', { body: { ...card, contactId } })
    expect(again.status).toBe(400)
    expect(again.body).toMatchObject({ code: 'OPPORTUNITY_NO_DUPLICATE', meta: { existingId: opportunity.id } })
  })

  it('confirms a status and a deletion with different flags and no opportunity', async () => {
    const { id: contactId } = await createContact({ email: 'status@example.com' })
    const created = await call('POST', '/opportunities/', { body: { ...card, contactId } })
    const path = `/opportunities/${Object(created.body.opportunity).id}`
    const body = { status: 'lost', lostReasonId: seedIds.lostReason }
    const changed = await call('PUT', `${path}/status`, { body })
    expect(Object.keys(changed.body)).toEqual(['succeded', 'traceId'])
    expect((await call('GET', path)).body.opportunity).toMatchObject(body)
    expect((await call('PUT', path, { body: { contactId } })).status).toBe(422)
    expect((await call('DELETE', path)).body).toMatchObject({ success: true })
    expect((await call('GET', path)).status).toBe(400)
  })

  it('upserts by contact and pipeline under the older schema, and wants three more fields under the newer', async () => {
    const { id: contactId } = await createContact({ email: 'upsert@example.com' })
    const body = { locationId, pipelineId: seedIds.pipeline, contactId, name: 'Deal' }
    expect((await call('POST', '/opportunities/upsert', { body })).status).toBe(201)
    const again = await call('POST', '/opportunities/upsert', { body: { ...body, monetaryValue: 220 } })
    expect(again.body).toMatchObject({ new: false, opportunity: { monetaryValue: 220 } })
    sandbox.store.upsertOpportunitySchema = 'newer'
    const refused = await call('POST', '/opportunities/upsert', { body })
    const extra = { followers: [], isRemoveAllFollowers: false, followersActionType: 'add' }
    const accepted = await call('POST', '/opportunities/upsert', { body: { ...body, ...extra } })
    sandbox.store.upsertOpportunitySchema = 'older'
    expect(refused.status).toBe(422)
    for (const name of Object.keys(extra)) expect(refused.text).toContain(`${name} `)
    expect(accepted.body.new).toBe(false)
  })
})
