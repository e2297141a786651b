import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { ApiEnv, SandboxContext } from './context'
import { readAppId } from './oauth'

const DENY = 'deny'
const AGENCY = 'agency'

type ConsentRequest = { redirectUri: string; scope: string; state: string | undefined; search: string }

/** GoHighLevel's chooser and what follows it, under the current and the older path. */
export function consentRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  for (const root of ['/v2/oauth', '/oauth']) {
    routes.get(`${root}/chooselocation`, (c) => {
      const request = readRequest(c, sandbox)
      if (typeof request === 'string') return showError(c, request)
      const choice = c.req.header('x-sandbox-approve') ?? c.req.query('sandbox_approve')
      if (choice) return answerConsent(c, sandbox, request, choice)
      const first = [...sandbox.store.locations.values()].find((location) => location.isInstalled)
      if (sandbox.autoApprove && first) return answerConsent(c, sandbox, request, first.id)
      return showChooser(c, sandbox, request, root)
    })
    routes.get(`${root}/approve`, (c) => {
      const request = readRequest(c, sandbox)
      if (typeof request === 'string') return showError(c, request)
      const choice = c.req.query('locationId') ?? (c.req.query('companyId') ? AGENCY : DENY)
      return answerConsent(c, sandbox, request, choice)
    })
  }
  return routes
}

/** The request, or what is wrong with it. Measured: no version gives this error code, no client a blank page. */
function readRequest(c: Context<ApiEnv>, sandbox: SandboxContext): ConsentRequest | string {
  const query = c.req.query()
  if (!query.version_id) return 'error.noversionid'
  if (!query.client_id) return ''
  if (query.client_id !== sandbox.clientId) return 'The client_id is not known.'
  if (query.version_id !== readAppId(sandbox)) return 'The version_id does not belong to the client_id.'
  if (query.response_type !== 'code') return 'response_type must be code.'
  if (!query.scope) return 'scope is missing.'
  if (!query.redirect_uri || !URL.canParse(query.redirect_uri)) return 'redirect_uri is missing.'
  const search = new URL(c.req.url).searchParams
  search.delete('locationId')
  search.delete('companyId')
  return {
    redirectUri: query.redirect_uri,
    scope: query.scope,
    state: query.state,
    search: search.toString(),
  }
}

function answerConsent(
  c: Context<ApiEnv>,
  sandbox: SandboxContext,
  request: ConsentRequest,
  choice: string
): Response | Promise<Response> {
  const target = new URL(request.redirectUri)
  if (choice === DENY) {
    target.searchParams.set('error', 'access_denied')
    target.searchParams.set('error_description', 'The user denied the request')
  } else {
    const code = createCode(sandbox, request, choice)
    if (code === undefined) return showError(c, 'The location is not known.')
    target.searchParams.set('code', code)
  }
  if (request.state !== undefined) target.searchParams.set('state', request.state)
  return c.redirect(target.href, 302)
}

/** Who consents decides the kind of token: the agency gets one for the company, a sub-account one for itself. */
function createCode(sandbox: SandboxContext, request: ConsentRequest, choice: string): string | undefined {
  const { redirectUri } = request
  const scopes = request.scope.split(/\s+/).filter(Boolean)
  const [anyLocation] = sandbox.store.locations.values()
  if (choice === AGENCY) return sandbox.tokens.issueCode({ companyId: anyLocation?.companyId, scopes, redirectUri })
  if (!sandbox.store.locations.has(choice)) return undefined
  sandbox.store.installApp(choice)
  return sandbox.tokens.issueCode({ locationId: choice, scopes, redirectUri })
}

function showChooser(
  c: Context<ApiEnv>,
  sandbox: SandboxContext,
  request: ConsentRequest,
  root: string
): Response | Promise<Response> {
  const link = (extra: string): string => `${root}/approve?${request.search}${extra}`
  const locations = [...sandbox.store.locations.values()]
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Choose a location</title>
        </head>
        <body>
          <h1>Choose a location</h1>
          <p>The app asks for: ${request.scope}</p>
          <ul>
            ${locations.map(
              ({ id, name }) => html`<li><a href="${link(`&locationId=${encodeURIComponent(id)}`)}">${name}</a></li>`
            )}
            <li>
              <a href="${link(`&companyId=${encodeURIComponent(locations[0]?.companyId ?? '')}`)}">The whole agency</a>
            </li>
            <li><a href="${link('')}">Deny</a></li>
          </ul>
        </body>
      </html>`
  )
}

function showError(c: Context<ApiEnv>, message: string): Response | Promise<Response> {
  if (message === '') return c.html('', 400)
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Error</title>
        </head>
        <body>
          <h1>Error</h1>
          <p>${message}</p>
        </body>
      </html>`,
    400
  )
}
