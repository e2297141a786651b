/** A clock that runs as fast as the work allows. */
import { vi } from 'vitest'
import { requestsUnderWay } from './network'

// Taken before any clock is faked.
const { setTimeout: realTimeout } = globalThis

/** Some turns of the event loop, enough for a request to be noticed or an answer to be read. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => void realTimeout(resolve, 1))
}

/** Fakes time-outs and dates, and nothing that nock or the fake state API lives on. */
export function fakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
}

/** Lets the fake clock run until the promise has settled; gives back its result and the time that passed. */
export async function elapse<T>(promise: Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = Date.now()
  const settled = promise.then(
    () => true,
    () => true
  )
  while (!(await Promise.race([settled, turns()]))) {
    // Not the asynchronous one: between this check and its jump a request could set out.
    if (requestsUnderWay() === 0) vi.advanceTimersToNextTimer()
  }
  return { result: await promise, ms: Date.now() - startedAt }
}

/** Lets the fake clock run on for so long, whatever happens meanwhile. */
export async function pass(ms: number): Promise<void> {
  await elapse(new Promise((resolve) => void setTimeout(resolve, ms)))
}
