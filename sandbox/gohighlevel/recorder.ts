import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import type { ApiEnv, RecordedRequest, SandboxContext } from './context'
import { parseMultipart } from './multipart'

/** Writes down every request before anything can go wrong with it. */
export function recordRequests(sandbox: SandboxContext): MiddlewareHandler<ApiEnv> {
  const connections = new WeakMap<Socket, number>()
  let lastConnection = 0
  const numberConnection = (socket: Socket): number => {
    const known = connections.get(socket)
    if (known !== undefined) return known
    lastConnection += 1
    connections.set(socket, lastConnection)
    return lastConnection
  }

  return async (c, next) => {
    const { incoming } = c.env
    const bytes = await c.req.arrayBuffer()
    const contentType = c.req.header('content-type') ?? ''
    const rawBody = new TextDecoder().decode(bytes)
    const isForm = contentType.includes('multipart/form-data')
    const multipart = isForm ? await parseMultipart(bytes, contentType) : undefined
    const body = multipart ?? parseBody(rawBody, contentType)
    c.set('rawBody', rawBody)
    c.set('body', body)
    c.set('multipart', multipart)
    const record = { ...describeRequest(incoming), body, rawBody, connectionId: numberConnection(incoming.socket) }
    sandbox.requests.push(record)
    await next()
    if (!incoming.socket.destroyed) record.status = c.res.status
  }
}

export function readWirePath(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').split('?', 1)[0] ?? '/'
}

function describeRequest(
  incoming: IncomingMessage
): Omit<RecordedRequest, 'body' | 'rawBody' | 'connectionId'> & { status: number } {
  const queryString = (incoming.url ?? '').split('?').slice(1).join('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = [value].flat().join(', ')
  return {
    method: incoming.method ?? 'GET',
    path: readWirePath(incoming),
    query: parseQuery(queryString),
    headers,
    status: 0,
    at: Date.now(),
  }
}

function parseQuery(queryString: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(queryString)
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name)
    query[name] = values.length > 1 ? values : (values[0] ?? '')
  }
  return query
}

function parseBody(rawBody: string, contentType: string): unknown {
  if (rawBody === '') return undefined
  if (contentType.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(rawBody))
  if (!contentType.includes('json')) return undefined
  try {
    return JSON.parse(rawBody)
  } catch {
    return undefined
  }
}
