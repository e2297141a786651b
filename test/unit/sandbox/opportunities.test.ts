import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, createContact, listOf, locationId, refusalOf, sandbox, useSandbox } from './support'

useSandbox()

const idsOf = (answer: Answer): unknown[] => listOf(answer, 'opportunities').map(({ id }) => id)

async function addDeal(name: string): Promise<string> {
  const { id: contactId } = await createContact({ name, email: `${name}@example.com` })
  const body = { locationId, pipelineId: seedIds.pipeline, name: `Deal ${name}`, status: 'open', contactId }
  const created = await call('POST', '/opportunities/', { body })
  sandbox.store.advanceClock(1000)
  return String(Object(created.body.opportunity).id)
}

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

describe('opportunity search', () => {
  const path = `/opportunities/search?location_id=${locationId}`

  it('refuses the camel case that all other routes have', async () => {
    const camelCase = await refusalOf('GET', `/opportunities/search?locationId=${locationId}`)
    expect(camelCase).toEqual([422, ['property locationId should not exist']])
    expect((await refusalOf('GET', `${path}&pipelineId=x`))[0]).toBe(422)
    expect((await refusalOf('GET', '/opportunities/search'))[0]).toBe(403)
  })

  it('filters by text, status, contact, pipeline and day of creation', async () => {
    const id = await addDeal('filtered')
    const { contactId, createdAt = '' } = sandbox.store.opportunities.get(id) ?? {}
    await call('PUT', `/opportunities/${id}/status`, { body: { status: 'won' } })
    const [year, month, day] = createdAt.slice(0, 10).split('-')
    const today = `${month}-${day}-${year}`
    for (const filter of ['q=deal%20filt', 'status=won', 'status=all&q=filtered@', `contact_id=${contactId}`]) {
      expect(idsOf(await call('GET', `${path}&${filter}`))).toEqual([id])
    }
    const stage = `pipeline_id=${seedIds.pipeline}&pipeline_stage_id=${seedIds.stages[0]}`
    expect(idsOf(await call('GET', `${path}&date=${today}&endDate=${today}&${stage}`))).toContain(id)
    expect(idsOf(await call('GET', `${path}&endDate=01-31-2020`))).toEqual([])
    expect((await refusalOf('GET', `${path}&date=2026-01-31`))[0]).toBe(422)
    expect((await refusalOf('GET', `${path}&status=closed`))[0]).toBe(422)
  })

  it('goes on by cursor or by page, and gives a cursor on the last page too', async () => {
    const older = await addDeal('older')
    const newer = await addDeal('newer')
    const first = await call('GET', `${path}&q=er@example&limit=1`)
    expect(idsOf(first)).toEqual([newer])
    expect(first.body.meta).toMatchObject({ total: 2, currentPage: 1, nextPage: 2, prevPage: null })
    const { startAfter, startAfterId, nextPageUrl } = Object(first.body.meta)
    const cursor = `startAfter=${startAfter}&startAfterId=${startAfterId}`
    expect(nextPageUrl).toContain(cursor)
    expect(idsOf(await call('GET', `${path}&q=er@example&limit=1&${cursor}`))).toEqual([older])
    const last = await call('GET', `${path}&q=er@example&limit=1&page=2`)
    expect(idsOf(last)).toEqual([older])
    expect(last.body.meta).toMatchObject({ nextPage: null, prevPage: 1, startAfterId: older })
    expect((await refusalOf('GET', `${path}&limit=101`))[0]).toBe(400)
  })

  it('brings notes and tasks of the contact only when asked', async () => {
    const id = await addDeal('noted')
    const contactId = sandbox.store.opportunities.get(id)?.contactId
    await call('POST', `/contacts/${contactId}/notes`, { body: { body: 'Hello' } })
    const plain = await call('GET', `${path}&id=${id}`)
    expect(plain.body.opportunities).toMatchObject([{ notes: [], tasks: [], relations: [], assignedTo: null }])
    const noted = await call('GET', `${path}&id=${id}&getNotes=true`)
    expect(noted.body.opportunities).toMatchObject([{ notes: [{ body: 'Hello' }] }])
  })
})

describe('pipelines and lost reasons', () => {
  it('list pipelines with named stages in order', async () => {
    const { body } = await call('GET', `/opportunities/pipelines?locationId=${locationId}`)
    const [first, second] = seedIds.stages
    const stages = [
      { id: first, name: 'New lead', position: 0 },
      { id: second, name: 'Proposal sent', position: 1 },
    ]
    expect(body.pipelines).toMatchObject([{ id: seedIds.pipeline, name: 'New business', stages }, { name: 'Renewals' }])
    expect((await call('GET', '/opportunities/pipelines')).status).toBe(403)
  })

  it('count lost reasons only when asked, and pass over some', async () => {
    const path = `/opportunities/lost-reason?locationId=${locationId}`
    const all = await call('GET', path)
    expect(listOf(all, 'lostReasons').map(({ name }) => name)).toEqual(['Too expensive', 'Chose a competitor'])
    expect(all.body).not.toHaveProperty('total')
    const page = await call('GET', `${path}&skip=1&limit=1&getCount=true`)
    expect(page.body).toMatchObject({ lostReasons: [{ id: seedIds.secondLostReason }], total: 2 })
  })
})
