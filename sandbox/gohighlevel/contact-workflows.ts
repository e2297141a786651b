import { type Context, Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createValidationError } from './errors'
import type { Campaign, Workflow } from './lookup-records'
import type { Store } from './store'
import { parseIsoTime } from './time'
import { checkBody, text } from './validation'

/** Contacts entering and leaving workflows and campaigns. */
export function contactWorkflowsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayWrite = requireAccess(sandbox, 'contacts.write')

  routes.post('/contacts/:contactId/workflow/:workflowId', mayWrite, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    checkEventTime(c.get('body'))
    addContact(findWorkflow(c, store, c.req.param('workflowId')), id)
    return sendJson(c, { succeded: true, succeeded: true })
  })

  routes.delete('/contacts/:contactId/workflow/:workflowId', mayWrite, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    checkEventTime(c.get('body'))
    removeContact(findWorkflow(c, store, c.req.param('workflowId')), id)
    return sendJson(c, { succeded: true, succeeded: true })
  })

  routes.post('/contacts/:contactId/campaigns/:campaignId', mayWrite, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    addContact(findCampaign(c, store, c.req.param('campaignId')), id)
    return sendJson(c, { succeded: true }, 201)
  })

  routes.delete('/contacts/:contactId/campaigns/:campaignId', mayWrite, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    removeContact(findCampaign(c, store, c.req.param('campaignId')), id)
    return sendJson(c, { succeded: true })
  })

  return routes
}

function checkEventTime(body: unknown): void {
  const { eventStartTime } = checkBody(body, { eventStartTime: text })
  if (eventStartTime === undefined || parseIsoTime(eventStartTime) !== undefined) return
  throw createValidationError(['eventStartTime must be a valid ISO 8601 date string'])
}

function findWorkflow(c: Context<ApiEnv>, store: Store, workflowId: string): Workflow {
  const workflow = store.workflows.get(workflowId)
  if (workflow?.locationId !== c.get('token').locationId) throw createError(400, 'The workflow id is invalid.')
  if (workflow?.status !== 'published') throw createError(400, 'The workflow is not published.')
  return workflow
}

function findCampaign(c: Context<ApiEnv>, store: Store, campaignId: string): Campaign {
  const campaign = store.campaigns.get(campaignId)
  if (!campaign || campaign.locationId !== c.get('token').locationId) {
    throw createError(400, 'The campaign id is invalid.')
  }
  return campaign
}

function addContact(automation: Workflow | Campaign, contactId: string): void {
  if (!automation.contactIds.includes(contactId)) automation.contactIds.push(contactId)
}

function removeContact(automation: Workflow | Campaign, contactId: string): void {
  automation.contactIds = automation.contactIds.filter((id) => id !== contactId)
}
