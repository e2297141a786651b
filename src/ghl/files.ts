/** Files on the public web: what kind one is, and its bytes. Never with GoHighLevel's token, never inside a private network. */
import axios, { isAxiosError } from 'axios'
import { isOnLoopback } from './environment'
import { refusal } from './errors'
import { isWebAddress } from './web-address'

const HEAD_TIMEOUT_MS = 2_000
const TIMEOUT_MS = 15_000
const MAX_REDIRECTS = 3

const web = axios.create({ maxRedirects: MAX_REDIRECTS, validateStatus: (status) => status >= 200 && status < 300 })

/**
 * Addresses come from bots and from people: one that leads into the network the process runs in is refused, unless that
 * is where the development stand-ins are.
 */
async function filteringAgents() {
  // Loaded with the first file: processes that see none start sooner without.
  const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } = await import('request-filtering-agent')
  const rules = { allowPrivateIPAddress: isOnLoopback() }
  return { httpAgent: new RequestFilteringHttpAgent(rules), httpsAgent: new RequestFilteringHttpsAgent(rules) }
}

/** Without its parameters; undefined where it is not told. */
const mimeTypeOf = (headers: Record<string, unknown>): string | undefined =>
  String(headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim() || undefined

/** MIME type of the file; undefined when its server does not tell within 2 s. */
export async function askContentType(address: string): Promise<string | undefined> {
  try {
    const { headers } = await web.head(address, { ...(await filteringAgents()), timeout: HEAD_TIMEOUT_MS })
    return mimeTypeOf(headers)
  } catch {
    return undefined
  }
}

export type WebFile = { content: Uint8Array; contentType?: string }

/** Refused before anything was sent to GoHighLevel, with the reason. */
const notUsable = (reason: string) => refusal('FILE_NOT_USABLE', `The file could not be taken: ${reason}.`)

/** The file's bytes. Throws GhlError when it is larger than `maxBytes`, not there, or in a private network. */
export async function downloadFile(address: string, maxBytes: number): Promise<WebFile> {
  if (!isWebAddress(address)) throw notUsable('its address is no public http(s) URL')
  try {
    const { data, headers } = await web.get<ArrayBuffer>(address, {
      ...(await filteringAgents()),
      timeout: TIMEOUT_MS,
      responseType: 'arraybuffer',
      maxContentLength: maxBytes,
    })
    const contentType = mimeTypeOf(headers)
    return { content: new Uint8Array(data), ...(contentType && { contentType }) }
  } catch (thrown) {
    if (!isAxiosError(thrown)) throw thrown
    const { response, message } = thrown
    if (message.includes('maxContentLength')) throw notUsable(`it is larger than ${maxBytes / 1024 / 1024} MB`)
    throw notUsable(response ? `its server answered with status ${response.status}` : 'its server cannot be reached')
  }
}
