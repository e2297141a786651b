import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import { showContactSummary } from './contact-views'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { mergeCustomFields } from './custom-fields'
import { createDuplicateOpportunity, createError, createValidationError, createWrongLocation } from './errors'
import {
  opportunityCreateRules,
  opportunityStatusRules,
  opportunityUpdateRules,
  opportunityUpsertRules,
} from './opportunity-fields'
import type { JsonObject, Opportunity } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, isJsonObject, readText } from './validation'

export function opportunitiesRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'opportunities.readonly')
  const mayWrite = requireAccess(sandbox, 'opportunities.write')

  routes.post('/opportunities/', mayWrite, (c) => {
    const fields = readLocationBody(c, opportunityCreateRules)
    const existing = findOpen(store, fields)
    const settings = store.locations.get(String(fields.locationId))?.settings
    if (existing && !settings?.allowDuplicateOpportunity) throw createDuplicateOpportunity(existing.id)
    const opportunity = createDraft(c, store, fields)
    updateOpportunity(store, opportunity, fields)
    store.opportunities.set(opportunity.id, opportunity)
    return sendJson(c, { opportunity: showOpportunity(store, opportunity) }, 201)
  })

  routes.post('/opportunities/upsert', mayWrite, (c) => {
    const fields = readLocationBody(c, opportunityUpsertRules[store.upsertOpportunitySchema])
    const id = readText(fields.id)
    const existing = id ? findOpportunity(c, store, id) : findOpen(store, fields)
    if (!existing && !fields.contactId) throw createValidationError(['contactId should not be empty'])
    const opportunity = existing ? { ...existing } : createDraft(c, store, fields)
    updateOpportunity(store, opportunity, fields)
    updateFollowers(opportunity, fields)
    store.opportunities.set(opportunity.id, opportunity)
    const body = { opportunity: showOpportunity(store, opportunity), new: !existing }
    return sendJson(c, body, existing ? 200 : 201)
  })

  routes.get('/opportunities/:id', mayRead, (c) => {
    return sendJson(c, { opportunity: showOpportunity(store, findOpportunity(c, store, c.req.param('id'))) })
  })

  routes.put('/opportunities/:id', mayWrite, (c) => {
    const opportunity = { ...findOpportunity(c, store, c.req.param('id')) }
    updateOpportunity(store, opportunity, checkBody(c.get('body'), opportunityUpdateRules))
    store.opportunities.set(opportunity.id, opportunity)
    return sendJson(c, { opportunity: showOpportunity(store, opportunity) })
  })

  routes.put('/opportunities/:id/status', mayWrite, (c) => {
    const opportunity = { ...findOpportunity(c, store, c.req.param('id')) }
    updateOpportunity(store, opportunity, checkBody(c.get('body'), opportunityStatusRules))
    store.opportunities.set(opportunity.id, opportunity)
    return sendJson(c, { succeded: true })
  })

  routes.delete('/opportunities/:id', mayWrite, (c) => {
    store.opportunities.delete(findOpportunity(c, store, c.req.param('id')).id)
    return sendJson(c, { success: true })
  })

  return routes
}

/** Which status a missing opportunity has is not documented; 400 is what missing contacts and orders have. */
function findOpportunity(c: Context<ApiEnv>, store: Store, id: string): Opportunity {
  const opportunity = store.opportunities.get(id)
  if (!opportunity) throw createError(400, `Opportunity with id ${id} not found`)
  if (opportunity.locationId !== c.get('token').locationId) throw createWrongLocation()
  return opportunity
}

function readLocationBody(c: Context<ApiEnv>, rules: BodyRules): JsonObject {
  const body = c.get('body')
  checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
  return checkBody(body, rules)
}

function findOpen(store: Store, { contactId, pipelineId }: JsonObject): Opportunity | undefined {
  return [...store.opportunities.values()].find(
    (item) => item.contactId === contactId && item.pipelineId === pipelineId && item.status === 'open'
  )
}

/** A pipeline's first stage stands in for one that is not given. */
function readStage(store: Store, pipelineId: string, locationId: string, stageId: unknown): string {
  const pipeline = store.pipelines.get(pipelineId)
  if (!pipeline || pipeline.locationId !== locationId) throw createError(400, 'The pipeline id is invalid.')
  const stage = stageId === undefined ? pipeline.stages[0] : pipeline.stages.find((item) => item.id === stageId)
  if (!stage) throw createError(400, 'The pipeline stage id is invalid.')
  return stage.id
}

function createDraft(c: Context<ApiEnv>, store: Store, fields: JsonObject): Opportunity {
  const contact = findContact(c, store, String(fields.contactId))
  const { locationId } = contact
  const pipelineId = String(fields.pipelineId)
  const now = store.readTime()
  return {
    id: store.createId(),
    locationId,
    contactId: contact.id,
    name: readText(fields.name) ?? [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    pipelineId,
    pipelineStageId: readStage(store, pipelineId, locationId, fields.pipelineStageId),
    status: readText(fields.status) ?? 'open',
    monetaryValue: 0,
    customFields: [],
    followers: [],
    createdAt: now,
    updatedAt: now,
    lastStatusChangeAt: now,
    lastStageChangeAt: now,
  }
}

/** Works on a copy or a new one, so that a refused change leaves nothing behind. */
function updateOpportunity(store: Store, opportunity: Opportunity, fields: JsonObject): void {
  const now = store.readTime()
  const { locationId, status, pipelineStageId } = opportunity
  const pipelineId = readText(fields.pipelineId) ?? opportunity.pipelineId
  const isMoved = pipelineId !== opportunity.pipelineId || fields.pipelineStageId !== undefined
  if (isMoved) {
    opportunity.pipelineStageId = readStage(store, pipelineId, locationId, fields.pipelineStageId)
    opportunity.pipelineId = pipelineId
  }
  for (const name of ['name', 'status', 'assignedTo', 'lostReasonId'] as const) {
    const value = readText(fields[name])
    if (value !== undefined) opportunity[name] = value
  }
  if (typeof fields.monetaryValue === 'number') opportunity.monetaryValue = fields.monetaryValue
  const { customFields } = opportunity
  opportunity.customFields = mergeCustomFields(store, 'opportunity', locationId, customFields, fields.customFields)
  opportunity.updatedAt = now
  if (opportunity.status !== status) opportunity.lastStatusChangeAt = now
  if (opportunity.pipelineStageId !== pipelineStageId) opportunity.lastStageChangeAt = now
}

function updateFollowers(opportunity: Opportunity, fields: JsonObject): void {
  const written: unknown[] = Array.isArray(fields.followers) ? fields.followers : []
  const current = new Set(fields.isRemoveAllFollowers === true ? [] : opportunity.followers)
  for (const follower of written) {
    if (fields.followersActionType === 'remove') current.delete(String(follower))
    else current.add(String(follower))
  }
  opportunity.followers = [...current]
}

/** Custom field values are under another name here than on contacts. */
export function showOpportunity(store: Store, opportunity: Opportunity): JsonObject {
  return {
    ...opportunity,
    lastActionDate: opportunity.updatedAt,
    contact: showContactSummary(store.contacts.get(opportunity.contactId)),
    customFields: opportunity.customFields.map(({ id, value }) => ({ id, fieldValue: value })),
    isAttribute: false,
  }
}
