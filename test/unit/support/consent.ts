/** The browser's side and GoHighLevel's side of a connection by consent. */
import { vi } from 'vitest'
import { handleRequest, type WebAnswer } from '../../../src/handler'
import { tokenAnswer, formOf, freshPair, type Pair } from './ghl'
import { fakeApp, freshInstallation, type Configuration, type FakeInstallation, type Options } from './installation'
import { ghlScope } from './network'
import { hearMessage, secret } from './secrets'

export type App = ReturnType<typeof fakeApp>

/** An installation with client id and secret that is not connected yet. */
export function unconnected(
  configuration: Configuration = {},
  options: Omit<Options, 'configuration'> = {}
): { installation: FakeInstallation; app: App; announced: unknown[] } {
  const app = fakeApp()
  const installation = freshInstallation({ configuration: { ...app, ...configuration }, ...options })
  const announced: unknown[] = []
  vi.spyOn(installation.client, 'configureIntegration').mockImplementation(async (input) => {
    announced.push(input)
    return {}
  })
  return { installation, app, announced }
}

/** Requests a page of the installation; its text is checked for secrets when the test ends. */
export async function visit(
  installation: FakeInstallation,
  target: string,
  { method = 'GET', body }: { method?: string; body?: string } = {}
): Promise<WebAnswer & { body: string; headers: Record<string, string> }> {
  const [path = '', query = ''] = target.split('?')
  const page = await handleRequest(installation, { method, path, query, body })
  hearMessage(page)
  return { ...page, body: page.body ?? '', headers: page.headers ?? {} }
}

/** Opens the connect link; gives back the `state` that GoHighLevel will pass back. */
export async function beginConsent(installation: FakeInstallation): Promise<string> {
  const { headers } = await visit(installation, '/oauth/start')
  return new URL(headers.Location ?? '').searchParams.get('state') ?? ''
}

/** GoHighLevel sends the browser back, with the `state` of a fresh consent unless told otherwise. */
export async function comeBack(installation: FakeInstallation, fields: Record<string, string>) {
  const all = 'state' in fields ? fields : { ...fields, state: await beginConsent(installation) }
  return visit(installation, `/oauth?${new URLSearchParams(all)}`)
}

/** The choice page's form, sent with that button. */
export const choose = (installation: FakeInstallation, ticket: string, locationId: string) =>
  visit(installation, '/oauth/location', {
    method: 'POST',
    body: new URLSearchParams({ ticket, locationId }).toString(),
  })

export const ticketOn = (page: string): string => /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? ''

export type Consent = {
  code: string
  pair: Pair
  /** What the token endpoint was sent. */
  exchanges: { form: Record<string, string>; headers: Record<string, string> }[]
  /** Every other request: "METHOD path?query", with the form of a POST. */
  requests: string[]
}

type Location = { _id: string; name?: string | null }

export type Behaviour = {
  /** Added to the answer of the token endpoint; undefined takes a field away. */
  grant?: Record<string, unknown>
  /** Of the agency; served in pages as asked for. */
  locations?: Location[]
  locationName?: string
  /** The answer to the first call, which reads the location; by default its scope is missing. */
  location?: [number, object]
  /** The first answers to the exchange for a location's token; then it works. */
  refusedLocations?: [number, object][]
}

const CODE_NOT_FOUND = { error: 'UnAuthorized!', error_description: 'Authorization code not found' }
const MISSING_SCOPE = { statusCode: 401, message: 'The token is not authorized for this scope.' }
const BAD_CLIENT = { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' }

/** GoHighLevel as it answers to one consent: the code is good once. */
export function startConsent(app: App, behaviour: Behaviour = {}): Consent {
  const { grant = {}, locations = [], location = [401, MISSING_SCOPE], locationName } = behaviour
  const consent: Consent = { code: secret('code'), pair: freshPair(), exchanges: [], requests: [] }
  let isUsed = false
  ghlScope()
    .persist()
    .post('/oauth/token')
    .reply(function (_uri, body) {
      const form = formOf(body)
      consent.exchanges.push({ form, headers: this.req.headers as Record<string, string> }) // nock's own type is looser
      if (form.code !== consent.code || isUsed) return [401, CODE_NOT_FOUND]
      if (form.client_secret !== app.clientSecret) return [401, BAD_CLIENT]
      isUsed = true
      return [200, tokenAnswer(consent.pair, grant)]
    })
  const note = (line: string) => void consent.requests.push(line)
  ghlScope()
    .persist()
    .get(/^\/oauth\/installedLocations/)
    .reply(function (uri) {
      note(`GET ${uri} as ${this.req.headers.authorization}, ${this.req.headers.version}`)
      const { searchParams } = new URL(uri, 'https://ghl.example')
      const skip = Number(searchParams.get('skip'))
      return [
        200,
        { locations: locations.slice(skip, skip + Number(searchParams.get('limit'))), count: locations.length },
      ]
    })
  ghlScope()
    .persist()
    .post('/oauth/locationToken')
    .reply(function (uri, body) {
      note(`POST ${uri} ${String(body)} as ${this.req.headers.authorization}, ${this.req.headers.version}`)
      const refusal = behaviour.refusedLocations?.shift()
      if (refusal) return refusal
      const { locationId } = formOf(body)
      const token = {
        access_token: `${consent.pair.accessToken}-of-location`,
        expires_in: 86_400,
        userType: 'Location',
      }
      return [201, { ...token, locationId, companyId: 'fakecompany', scope: 'contacts.write' }]
    })
  ghlScope()
    .persist()
    .get(/^\/locations\//)
    .reply((uri) => {
      note(`GET ${uri}`)
      return locationName === undefined ? location : [200, { location: { id: 'fakelocation', name: locationName } }]
    })
  return consent
}
