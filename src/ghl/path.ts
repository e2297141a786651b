/** Paths on GoHighLevel's API: ids that can't walk, and endpoints that can't leave. Pure. */
import { RuntimeError } from '@botpress/sdk'

const MAX_ID_LENGTH = 256
const MAX_ENDPOINT_LENGTH = 4096

/** False for lone surrogates, which no URL can carry. */
function isEncodable(text: string): boolean {
  try {
    encodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function encodeId(id: string): string {
  if (id.trim() === '' || id === '.' || id === '..' || id.length > MAX_ID_LENGTH || !isEncodable(id)) {
    throw new RuntimeError(
      `An ID in this action's input can't be a GoHighLevel ID (it is empty, longer than ${MAX_ID_LENGTH} characters, "." or ".."). Nothing was sent.`
    )
  }
  return encodeURIComponent(id)
}

/** Template tag: path`/contacts/${contactId}/tags` with every id encoded. Throws RuntimeError for an id that is none. */
export const path = (strings: TemplateStringsArray, ...ids: string[]): string =>
  strings.reduce((built, part, index) => built + encodeId(ids[index - 1] ?? '') + part)

/**
 * Every reading of a segment that a server between here and GoHighLevel could take: as it is, decoded once, twice …
 * undefined when it can't be decoded, which different servers would read differently.
 */
function readings(segment: string): string[] | undefined {
  const found = [segment]
  for (let current = segment; ;) {
    try {
      const decoded = decodeURIComponent(current)
      if (decoded === current) return found
      found.push(decoded)
      current = decoded
    } catch {
      return undefined
    }
  }
}

function faultOf(endpoint: string): string | undefined {
  if (endpoint.length > MAX_ENDPOINT_LENGTH) return `it is longer than ${MAX_ENDPOINT_LENGTH} characters`
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not get through
  if (/[\u0000-\u0020\u007f-\u00a0]/.test(endpoint)) return 'it contains a space, tab, line break or control character'
  if (!isEncodable(endpoint)) return 'it contains a broken character'
  if (!endpoint.startsWith('/')) return 'it does not start with "/"'
  if (endpoint.includes('#')) return 'it contains "#"'
  const pathname = endpoint.split('?')[0] ?? ''
  if (pathname.includes('\\')) return 'it contains a backslash'
  if (pathname.includes('//')) return 'it contains "//", which could name another host'
  const segments = pathname
    .slice(1)
    .split('/')
    .map(readings)
    .filter((segment) => segment !== undefined)
  if (segments.length < pathname.split('/').length - 1) return 'it contains a "%" that encodes nothing'
  if (segments.flat().some((reading) => reading === '.' || reading === '..')) return 'it contains a "." or ".." segment'
  if (segments.flat().some((reading) => /[/\\]/.test(reading))) return 'it contains an encoded slash'
  if (segments[0]?.some((reading) => reading.toLowerCase() === 'oauth')) {
    return 'the routes under /oauth/ are for the connection itself'
  }
  return undefined
}

/**
 * The endpoint of a generic call, given back unchanged when it is a path on GoHighLevel's API.
 * Throws RuntimeError, naming why, for anything that could reach another host or the token routes.
 */
export function checkEndpoint(endpoint: string): string {
  const fault = faultOf(endpoint)
  if (fault) {
    throw new RuntimeError(
      `endpoint must be a path on GoHighLevel's API, such as /contacts/ or /opportunities/pipelines: ${fault}. Nothing was sent.`
    )
  }
  return endpoint
}
