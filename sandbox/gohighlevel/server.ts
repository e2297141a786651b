import { Hono } from 'hono'
import { appointmentNotesRoutes } from './appointment-notes'
import { appointmentsRoutes } from './appointments'
import { attachmentsRoutes } from './attachments'
import { blockSlotsRoutes } from './block-slots'
import { calendarsRoutes } from './calendars'
import { consentRoutes } from './consent'
import { contactAppointmentsRoutes } from './contact-appointments'
import { contactNotesRoutes } from './contact-notes'
import { contactSearchRoutes } from './contact-search'
import { contactTagsRoutes } from './contact-tags'
import { contactTasksRoutes } from './contact-tasks'
import { contactWorkflowsRoutes } from './contact-workflows'
import { contactsRoutes } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { conversationSearchRoutes } from './conversation-search'
import { conversationsRoutes } from './conversations'
import { ApiError, createUnauthorized } from './errors'
import { applyFaults, delayAnswers } from './fault-middleware'
import { formsRoutes } from './forms'
import { liveChatRoutes } from './live-chat'
import { locationsRoutes } from './locations'
import { messageSendingRoutes } from './message-sending'
import { messagesRoutes } from './messages'
import { oauthRoutes } from './oauth'
import { opportunitiesRoutes } from './opportunities'
import { opportunitySearchRoutes } from './opportunity-search'
import { ordersRoutes } from './orders'
import { pipelinesRoutes } from './pipelines'
import { publicFilesRoutes } from './public-files'
import { recordRequests } from './recorder'
import { usersRoutes } from './users'
import { holdWebhooks } from './webhook-middleware'
import { workflowsRoutes } from './workflows'

/** One line per resource: add a route file here. Fixed paths come before those with an id in their place. */
const routeFiles = [
  consentRoutes,
  oauthRoutes,
  locationsRoutes,
  contactSearchRoutes,
  contactTagsRoutes,
  contactNotesRoutes,
  contactTasksRoutes,
  contactWorkflowsRoutes,
  contactAppointmentsRoutes,
  contactsRoutes,
  conversationSearchRoutes,
  messageSendingRoutes,
  attachmentsRoutes,
  messagesRoutes,
  liveChatRoutes,
  conversationsRoutes,
  opportunitySearchRoutes,
  pipelinesRoutes,
  opportunitiesRoutes,
  ordersRoutes,
  appointmentsRoutes,
  appointmentNotesRoutes,
  blockSlotsRoutes,
  calendarsRoutes,
  usersRoutes,
  workflowsRoutes,
  formsRoutes,
  publicFilesRoutes,
]

export function createApp(sandbox: SandboxContext): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.use(holdWebhooks(sandbox))
  app.use(recordRequests(sandbox))
  app.use(async (c, next) => {
    await next()
    if (c.get('isRawAnswer')) return
    const headers = sandbox.limiter.listHeaders(c.get('resource'))
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  })
  app.use(delayAnswers(sandbox))
  app.use(applyFaults(sandbox))
  for (const createRoutes of routeFiles) app.route('/', createRoutes(sandbox))

  app.notFound((c) => {
    // A path that differs only in case is taken for a route without permissions, not for an unknown one.
    if (isMisCased(app, c.req.path)) {
      return sendApiError(createUnauthorized('This route is not yet supported by the IAM Service.'))
    }
    return c.text(`Cannot ${c.req.method} ${c.req.path}`, 404)
  })
  app.onError((error) => {
    if (error instanceof ApiError) return sendApiError(error)
    console.error(error)
    return Response.json({ statusCode: 500, message: 'Internal server error' }, { status: 500 })
  })
  return app
}

function sendApiError({ status, body }: ApiError): Response {
  return typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status })
}

function isMisCased(app: Hono<ApiEnv>, path: string): boolean {
  return app.routes
    .filter((route) => !route.path.includes('*'))
    .some((route) => new RegExp(`^${route.path.replaceAll(/:[^/]+/g, '[^/]+')}$`, 'i').test(path))
}
