/** A tiny receiver of webhooks, which keeps the exact bytes. */
import { type IncomingHttpHeaders, createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { locationId, sandbox } from './support'

export type Received = { raw: Buffer; headers: IncomingHttpHeaders; method: string; body: Record<string, unknown> }

export type Receiver = {
  readonly url: string
  readonly received: Received[]
  /** Answers for the next webhooks, 200 after them: a status, 'reset', or something to wait for. */
  readonly answers: (number | 'reset' | Promise<number>)[]
  /** Forgets what came in and what was planned. */
  reset(): void
  close(): Promise<void>
}

async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: Receiver['answers'] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    received.push({ raw, headers: request.headers, method: request.method ?? '', body: JSON.parse(String(raw)) })
    const answer = await (answers.shift() ?? 200)
    if (answer === 'reset') request.socket.destroy()
    else response.writeHead(answer, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers,
    reset: () => {
      received.length = 0
      answers.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export let receiver: Receiver

/** Every test begins with the app installed and the sandbox delivering to an empty receiver. After `useSandbox`. */
export function useReceiver(): void {
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  beforeEach(() => {
    receiver.reset()
    Object.assign(sandbox.webhooks, { url: receiver.url, signWith: 'both', retryDelaysMs: [5, 10, 20] })
    sandbox.store.installApp(locationId)
  })
  afterAll(() => receiver.close())
}

/** What came in since the last look. */
export async function readBodies(): Promise<Record<string, unknown>[]> {
  await sandbox.webhooks.idle()
  return receiver.received.splice(0).map(({ body }) => body)
}

export async function readTypes(): Promise<unknown[]> {
  return (await readBodies()).map(({ type }) => type)
}
