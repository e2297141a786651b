import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import type { Campaign, Workflow } from './lookup-records'
import type { JsonObject } from './records'

/** Workflows and campaigns: the two automations of a location, both only read here. */
export function workflowsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.get('/workflows/', requireAccess(sandbox, 'workflows.readonly'), (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const workflows = [...store.workflows.values()].filter((item) => item.locationId === locationId)
    return sendJson(c, { workflows: workflows.map(hideContacts) })
  })

  routes.get('/campaigns/', requireAccess(sandbox, 'campaigns.readonly'), (c) => {
    const { status } = c.req.query()
    const locationId = checkLocation(c, c.req.query('locationId'))
    const campaigns = [...store.campaigns.values()].filter(
      (item) => item.locationId === locationId && (!status || item.status === status)
    )
    return sendJson(c, { campaigns: campaigns.map(hideContacts) })
  })

  return routes
}

function hideContacts(automation: Workflow | Campaign): JsonObject {
  const { contactIds: _, ...shown } = automation
  return shown
}
