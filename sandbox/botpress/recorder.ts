import type { Socket } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import type { ApiContext, ApiEnv } from './context'

/** Writes down every request before anything can go wrong with it. */
export function recordRequests({ requests }: ApiContext): MiddlewareHandler<ApiEnv> {
  const connections = new WeakMap<Socket, number>()
  let lastConnection = 0
  const numberConnection = (socket: Socket): number => {
    const connectionId = connections.get(socket) ?? ++lastConnection
    connections.set(socket, connectionId)
    return connectionId
  }

  return async (c, next) => {
    const { incoming } = c.env
    const body = parseJson(await c.req.text())
    c.set('body', body)
    const request = {
      method: c.req.method,
      path: readWirePath(incoming),
      query: simplify(c.req.queries()),
      headers: c.req.header(),
      body,
      status: 0,
      connectionId: numberConnection(incoming.socket),
      at: Date.now(),
    }
    requests.push(request)
    await next()
    if (!incoming.socket.destroyed) request.status = c.res.status
  }
}

export function readWirePath(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').split('?', 1)[0] ?? '/'
}

function simplify(queries: Record<string, string[]>): Record<string, string | string[]> {
  const entries = Object.entries(queries)
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
