/** GoHighLevel's API as one action sees it: get, post, put, delete with the connected location's token. */
import { installationKey, type Installation } from './installation'
import { isObject, type JsonObject } from './json'
import { lookupCacheOf, type LookupCache } from './lookup-cache'
import { currentCredentials, renewCredentials } from './credentials'
import { apiUrl } from './environment'
import { errorFromAnswer, GhlError, isAboutExpiry, unexpectedAnswer } from './errors'
import { downloadFile, type WebFile } from './files'
import { RETRY_BUDGET_MS, send } from './http'

export type Query = Record<string, string | number | boolean | readonly (string | number)[] | undefined>

export type GhlRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with "/"; ids in it are encoded already (see path). */
  path: string
  query?: Query
  body?: unknown
  /** Files and fields in place of a JSON body. */
  form?: FormData
  /** Value of the Version header; by default what the route's description names. */
  version?: string
  /** May be sent twice without harm; by default true for GET, PUT and DELETE. */
  repeatable?: boolean
}

/** One action's view of the API. All its calls share one retry budget and at most one renewal of the token. */
export type Ghl = {
  /** The connected location. */
  readonly locationId: string
  /** Epoch ms after which no new request should be begun for the sake of completeness. */
  readonly deadline: number
  /** Lists in which names are looked up, shared by all actions of this installation and location. */
  readonly lookups: LookupCache
  /** GET, giving back the answer's JSON object. */
  get(path: string, query?: Query): Promise<JsonObject>
  post(path: string, body: JsonObject, options?: { repeatable?: boolean; query?: Query }): Promise<JsonObject>
  put(path: string, body: JsonObject): Promise<JsonObject>
  /** POST of files with fields. */
  upload(path: string, form: FormData): Promise<JsonObject>
  /** A file on the public web, without GoHighLevel's token. Throws GhlError when it can't be had. */
  download(address: string, maxBytes: number): Promise<WebFile>
  /** Some of GoHighLevel's delete routes insist on a JSON body, be it empty. */
  delete(path: string, body?: JsonObject): Promise<JsonObject>
  /** Any request, giving back whatever JSON or text was answered. */
  request(request: GhlRequest): Promise<unknown>
}

/** The answer, unless it says inside a 2xx that the thing was not done. The flag is spelt three ways. */
function confirmed(answer: JsonObject): JsonObject {
  const { statusCode = answer.status } = answer
  const refusedWith = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : undefined
  const isRefused = (answer.succeeded ?? answer.succeded ?? answer.success) === false
  if (isRefused || refusedWith) throw errorFromAnswer(refusedWith ?? 400, answer)
  return answer
}

/** Areas whose descriptions name the older version. */
const OLDER =
  /^\/(calendars|conversations|conversation-ai|knowledge-bases|agent-studio|saas|saas-api|voice-ai)(\/|\?|$)/

/** The route's version as its description names it. */
export const versionOf = (path: string): string => (OLDER.test(path) ? '2021-04-15' : '2021-07-28')

/**
 * Opens the API for one action. Throws RuntimeError when the installation is not connected.
 * Every call throws GhlError for what GoHighLevel, or the network after the retries, refuses.
 */
export async function openGhl(installation: Installation): Promise<Ghl> {
  const deadline = Date.now() + RETRY_BUDGET_MS
  const { credentials, renewed } = await currentCredentials(installation)
  let { accessToken } = credentials
  let mayRenew = !renewed

  const sendAs = (token: string, { method, path, query, body, form, version, repeatable }: GhlRequest) =>
    send({
      baseURL: apiUrl(),
      url: path,
      method,
      params: query,
      data: form ?? (body === undefined ? undefined : JSON.stringify(body)),
      headers: {
        Authorization: `Bearer ${token}`,
        Version: version ?? versionOf(path),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      repeatable: repeatable ?? (method === 'GET' || method === 'PUT' || method === 'DELETE'),
      deadline,
    })

  const request = async (wanted: GhlRequest): Promise<unknown> => {
    try {
      return (await sendAs(accessToken, wanted)).data
    } catch (thrown) {
      if (!(thrown instanceof GhlError) || !isAboutExpiry(thrown) || !mayRenew) throw thrown
      mayRenew = false
      accessToken = (await renewCredentials(installation, accessToken)).accessToken
      return (await sendAs(accessToken, wanted)).data
    }
  }

  const requestObject = async (wanted: GhlRequest): Promise<JsonObject> => {
    const answer = await request(wanted)
    if (isObject(answer)) return confirmed(answer)
    // Several routes that only do something may answer 2xx with nothing.
    if (wanted.method !== 'GET' && (answer === '' || answer === null || answer === undefined)) return {}
    throw unexpectedAnswer(typeof answer === 'string' ? 'a page or an empty answer' : 'something that is no object')
  }

  return {
    locationId: credentials.locationId,
    deadline,
    lookups: lookupCacheOf(JSON.stringify([installationKey(installation), credentials.locationId])),
    get: (path, query) => requestObject({ method: 'GET', path, query }),
    post: (path, body, options) => requestObject({ method: 'POST', path, body, ...options }),
    put: (path, body) => requestObject({ method: 'PUT', path, body }),
    upload: (path, form) => requestObject({ method: 'POST', path, form }),
    download: downloadFile,
    delete: (path, body) => requestObject({ method: 'DELETE', path, body }),
    request,
  }
}
