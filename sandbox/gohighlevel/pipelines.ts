import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { readCount } from './query'
import type { JsonObject, LostReason, Pipeline } from './records'
import { SEEDED_AT } from './seed-ids'

/** What opportunities move through, and why they are lost. */
export function pipelinesRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'opportunities.readonly')

  routes.get('/opportunities/pipelines', mayRead, (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const pipelines = [...store.pipelines.values()].filter((pipeline) => pipeline.locationId === locationId)
    return sendJson(c, { pipelines: pipelines.map(showPipeline) })
  })

  routes.get('/opportunities/lost-reason', mayRead, (c) => {
    const { query = '', getCount } = c.req.query()
    const locationId = checkLocation(c, c.req.query('locationId'))
    const skip = readCount(c, 'skip', 0)
    const limit = readCount(c, 'limit', 100)
    const found = [...store.lostReasons.values()].filter(
      (reason) => reason.locationId === locationId && reason.name.toLowerCase().includes(query.toLowerCase())
    )
    const lostReasons = found.slice(skip, skip + limit).map(showLostReason)
    return sendJson(c, getCount === 'true' ? { lostReasons, total: found.length } : { lostReasons })
  })

  return routes
}

function showPipeline(pipeline: Pipeline): JsonObject {
  const shownInCharts = { showInFunnel: true, showInPieChart: true }
  return { ...pipeline, ...shownInCharts, stages: pipeline.stages.map((stage) => ({ ...stage, ...shownInCharts })) }
}

function showLostReason(reason: LostReason): JsonObject {
  return { ...reason, createdAt: SEEDED_AT, updatedAt: SEEDED_AT }
}
