/** Obviously fake secrets, and the check that none of them is ever logged or said. */
import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, vi } from 'vitest'

const secrets = new Set<string>()
const personal = new Set<string>()
const logged: string[] = []
const said: string[] = []

/** A new value that may appear neither in a log nor in a message. */
export function secret(kind: string): string {
  const value = `fake-${kind}-${randomUUID()}`
  secrets.add(value)
  return value
}

/** A new value of an input or a body: never in a log, though a message may quote GoHighLevel's words. */
export function privateText(kind: string): string {
  const value = `private-${kind}-${randomUUID()}`
  personal.add(value)
  return value
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** A token in the form of GoHighLevel's JWTs, signed by nobody. */
export function fakeJwt(claims: Record<string, unknown> = {}): string {
  const value = `${encode({ alg: 'none', fake: true })}.${encode({ jti: randomUUID(), ...claims })}.fake-signature`
  secrets.add(value)
  return value
}

export const fakePrivateToken = (): string => {
  const value = `pit-fake-${randomUUID()}`
  secrets.add(value)
  return value
}

/** Keeps a log line for the check at the end of the test. */
export const hearLog = (...parts: unknown[]): void => {
  logged.push(parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 10 }))).join(' '))
}

/** Keeps what is said to the bot builder for the check at the end of the test. */
export const hearMessage = (message: unknown): void => {
  said.push(inspect(message, { depth: 10, maxStringLength: null }))
}

/** The error that the promise fails with; it must not hold a secret, in its properties neither. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown })
  )
  if ('value' in outcome) return expect.fail(`expected a failure, got ${inspect(outcome.value)}`)
  hearMessage(outcome.thrown)
  if (outcome.thrown instanceof Error) return outcome.thrown
  return expect.fail(`expected an Error to be thrown, got ${inspect(outcome.thrown)}`)
}

/** The error that the function throws. */
export const thrownBy = (work: () => unknown): Promise<Error> => failureOf(Promise.resolve().then(work))

const shown = (texts: string[], hidden: Set<string>): string[] =>
  [...hidden].filter((value) => texts.some((text) => text.includes(value)))

/** Fails if any secret, input or body was logged, or any secret was said, since the test began. */
export function expectNoLeak(): void {
  expect(shown(logged, secrets), 'secrets in the log').toEqual([])
  expect(shown(logged, personal), 'inputs or bodies in the log').toEqual([])
  expect(shown(said, secrets), 'secrets in messages').toEqual([])
}

/** Runs the check after every test of the file, over the bot's log, the console and all messages that were heard. */
export function watchForLeaks(): void {
  beforeEach(() => {
    secrets.clear()
    personal.clear()
    logged.length = 0
    said.length = 0
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation(hearLog)
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
    expectNoLeak()
  })
}
