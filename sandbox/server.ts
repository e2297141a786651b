import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export type RunningServer = { url: string; close(): Promise<void> }

export type ListenOptions = {
  /** 0, the default, takes a free port. */
  port?: number | undefined
  tls?: { key: string; cert: string } | undefined
}

/** Listens on loopback only; closing also cuts connections that are still open. */
export async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  { port = 0, tls }: ListenOptions = {}
): Promise<RunningServer> {
  // The global Request and Response stay as they are: the sandbox shares its process with the tests.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener)
  // Longer than any client keeps a connection: a test that wants a reset asks for one.
  server.keepAliveTimeout = 60_000
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const actualPort = typeof address === 'object' && address ? address.port : port
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        // The only error is that it is closed already.
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
