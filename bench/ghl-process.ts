/** Starts the sandbox in a process of its own and asks it: it must not share an event loop with whoever measures. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { Certificate } from './certificate'
import { counts, done, hello, tokens, type Command, type Counts, type Hello, type Tokens } from './ghl-protocol'

const SERVER = fileURLToPath(new URL('ghl-server.ts', import.meta.url))
const ANSWER_TIMEOUT_MS = 20_000

export type GhlProcess = Hello & {
  issueTokens(): Promise<Tokens>
  expireAccessTokens(): Promise<void>
  /** Counts since the last call, and forgets them. */
  takeCounts(): Promise<Counts>
  close(): Promise<void>
}

export async function startGhlProcess({ keyPath, certPath }: Certificate): Promise<GhlProcess> {
  // It inherits the TypeScript runner from this process.
  const child = fork(SERVER, [keyPath, certPath])
  const exited = once(child, 'exit')
  const read = async <Answer extends z.ZodType>(answer: Answer): Promise<z.infer<Answer>> => {
    const message = once(child, 'message', { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    const ended = exited.then(() => Promise.reject(new Error("The sandbox's process has ended")))
    const [received]: unknown[] = await Promise.race([message, ended])
    return answer.parse(received)
  }
  /** One question at a time: answers carry no number. */
  const ask = <Answer extends z.ZodType>(command: Command, answer: Answer): Promise<z.infer<Answer>> => {
    const answered = read(answer)
    child.send(command)
    return answered
  }
  return {
    ...(await read(hello)),
    issueTokens: () => ask('issue', tokens),
    expireAccessTokens: async () => void (await ask('expire', done)),
    takeCounts: () => ask('take', counts),
    close: async () => {
      child.kill()
      await exited
    },
  }
}
