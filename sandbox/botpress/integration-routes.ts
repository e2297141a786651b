import { Hono } from 'hono'
import { readBody, readText, type ApiEnv } from './context'
import { ApiAnswerError } from './errors'

export function integrationRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/v1/chat/integrations/configure', (c) => {
    const integrationId = c.req.header('x-integration-id')
    if (!integrationId) throw new ApiAnswerError(403, 'Only an integration can configure itself')
    const body = readBody(c)
    const { identifiers } = c.get('bot')
    // Newer clients take an identifier back with null.
    if (body.identifier === null) identifiers.delete(integrationId)
    else identifiers.set(integrationId, readText(body, 'identifier'))
    return c.json({})
  })

  return routes
}
