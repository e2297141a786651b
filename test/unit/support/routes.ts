/** A GoHighLevel that answers by route, for actions that make several requests in no order worth fixing. */
import nock from 'nock'
import { expect } from 'vitest'
import type { Outcome } from '../../../src/actions/action'
import { runAction } from '../../../src/run-action'
import { actionOf, connected, expectToFitSchema, type Reply, type Request } from './actions'
import type { FakeInstallation } from './installation'
import { ghlScope } from './network'
import { failureOf, hearMessage } from './secrets'

export type Asked = Omit<Request, 'headers'> & { query: Record<string, string>; version: string | undefined }

/** Answers one request; undefined when there is no such route. */
export type Answerer = (asked: Asked) => Reply | undefined

/** Answers by "METHOD /path"; of several replies each is used once, the last one again and again. */
export function byRoute(routes: Record<string, Reply | Reply[] | Answerer>): Answerer {
  const uses = new Map<string, number>()
  return (asked) => {
    const name = `${asked.method} ${asked.path}`
    const found = Object.hasOwn(routes, name) ? routes[name] : undefined
    if (typeof found === 'function') return found(asked)
    if (!Array.isArray(found)) return found
    const use = uses.get(name) ?? 0
    uses.set(name, use + 1)
    return found[Math.min(use, found.length - 1)]
  }
}

/** Answers every request until the next call or the end of the test; gives back what was asked so far. */
export function answerBy(answerer: Answerer): Asked[] {
  const asked: Asked[] = []
  nock.cleanAll()
  // Files that an action fetches from elsewhere.
  nock('https://files.example.com').persist().get(/.*/).reply(200, 'file', { 'content-type': 'application/pdf' })
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    ghlScope()
      .persist()
      .intercept(/^\//, method)
      .reply(function (uri, body) {
        const { pathname, searchParams } = new URL(uri, 'https://any.example')
        const one: Asked = {
          method,
          path: pathname,
          query: Object.fromEntries(searchParams),
          ...(body !== '' && { body }),
          version: this.req.headers.version === undefined ? undefined : String(this.req.headers.version),
        }
        asked.push(one)
        const { status = 200, body: answer, headers } = answerer(one) ?? { status: 418, body: { message: 'no route' } }
        return [status, answer, { 'content-type': 'application/json', ...headers }]
      })
  }
  return asked
}

/** Requests as "METHOD /path", in order. */
export const linesOf = (asked: Asked[]): string[] => asked.map(({ method, path }) => `${method} ${path}`)

/** The only request of this route. */
export function onlyOf(asked: Asked[], line: string): Asked {
  const found = asked.filter(({ method, path }) => `${method} ${path}` === line)
  expect(linesOf(found)).toEqual([line])
  return found[0] ?? expect.fail(`${line} was never asked`)
}

/** Runs the action; its answer fits its schema. */
export async function run(name: string, input: object, installation: FakeInstallation = connected()): Promise<Outcome> {
  const outcome = await runAction(name, actionOf(name), installation, input)
  hearMessage(outcome)
  expectToFitSchema(name, outcome)
  return outcome
}

/** Runs the action, which must throw a RuntimeError; gives back its message. */
export async function faultOf(name: string, input: object, installation = connected()): Promise<string> {
  const thrown = await failureOf(runAction(name, actionOf(name), installation, input))
  expect(thrown).toMatchObject({ type: 'Runtime' })
  return thrown.message
}

/** Runs the action, which must refuse with this code for the flow to branch on; gives back the message. */
export async function refusedWith(code: string, name: string, input: object, installation = connected()) {
  const outcome = await run(name, input, installation)
  expect(outcome).toMatchObject({ success: false, error: { code, retryable: false } })
  return outcome.message
}
