import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent } from 'node:http'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createInstallation, type Installation, type InstallOptions } from './installation'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUNNER = fileURLToPath(new URL('serve.cjs', import.meta.url))

/** What `bp build` writes: newer CLIs, older CLIs. */
const BUNDLES = ['.botpress/dist/index.cjs', '.botpress/dist/index.js']

export type IntegrationOptions = {
  /** Default: what `bp build` wrote. */
  bundlePath?: string
  /** Where the bundle's Botpress client goes. */
  botpressUrl: string
  /** Added to this process's own environment, which the bundle sees too. */
  env?: Record<string, string>
}

/** In bytes. */
export type MemoryUsage = { rss: number; heapUsed: number }

export type IntegrationProcess = {
  readonly url: string
  readonly pid: number
  /** Every line that it wrote to stdout or stderr, as it came. */
  readonly logs: string[]
  install(options: InstallOptions): Installation
  /** After a garbage collection. */
  memory(): Promise<MemoryUsage>
  /** Ends it at once (SIGKILL unless said otherwise), whatever it is doing; calls that are under way reject. */
  kill(signal?: NodeJS.Signals): Promise<void>
  close(): Promise<void>
}

/** Starts a built bundle in a process of its own, on a free port. */
export async function startIntegration(options: IntegrationOptions): Promise<IntegrationProcess> {
  const child = fork(RUNNER, [resolve(options.bundlePath ?? findBundle())], {
    env: { ...process.env, BP_API_URL: options.botpressUrl, BP_TOKEN: 'stand-in-token', ...options.env },
    // Not this process's own, which may load a TypeScript runner into it.
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const logs: string[] = []
  const outputs = [child.stdout, child.stderr].map((stream) => collectLines(stream, logs))
  const exited = once(child, 'exit')
  const port = await readPort(child, exited, logs)
  const url = `http://127.0.0.1:${port}`
  const agent = new Agent({ keepAlive: true })

  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal)
    await exited
    await Promise.all(outputs)
    agent.destroy()
  }
  return {
    url,
    pid: child.pid ?? 0,
    logs,
    install: (installOptions) => createInstallation(url, agent, installOptions),
    memory: () => askMemory(child),
    kill,
    close: () => kill('SIGTERM'),
  }
}

function findBundle(): string {
  const found = BUNDLES.map((path) => `${ROOT}${path}`).find((path) => existsSync(path))
  if (!found) throw new Error('There is no built bundle. Run `npm run build` first.')
  return found
}

/** Resolves when the stream has ended and all its lines are there. */
async function collectLines(stream: Readable | null, logs: string[]): Promise<void> {
  if (!stream) return
  for await (const line of createInterface({ input: stream })) logs.push(line)
}

async function readPort(child: ChildProcess, exited: Promise<unknown>, logs: string[]): Promise<number> {
  const started = once(child, 'message').then(([message]: unknown[]) => readNumbers(message).port)
  const port = await Promise.race([started, exited.then(() => undefined)])
  if (port === undefined) throw new Error(`The bundle did not start:\n${logs.join('\n')}`)
  return port
}

async function askMemory(child: ChildProcess): Promise<MemoryUsage> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(10_000) })
  child.send('memory')
  const [message]: unknown[] = await answered
  const { rss = 0, heapUsed = 0 } = readNumbers(message)
  return { rss, heapUsed }
}

function readNumbers(message: unknown): Record<string, number | undefined> {
  const entries = Object.entries(typeof message === 'object' && message !== null ? message : {})
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}
