/** Runs actions as Botpress does, against a GoHighLevel that answers from a list and remembers what it was sent. */
import { Ajv, type ValidateFunction } from 'ajv'
import nock from 'nock'
import { expect } from 'vitest'
import { actions } from '../../../src/actions'
import { definitionsOf, type Outcome } from '../../../src/actions/action'
import { runAction } from '../../../src/run-action'
import { freshInstallation, type FakeInstallation } from './installation'
import { ghlScope } from './network'
import { hearMessage } from './secrets'

/** A request as GoHighLevel got it. `query` and `body` are absent where none was sent. */
export type Sent = { method: string; path: string; query?: Record<string, string | string[]>; body?: unknown }

export type Request = Sent & { headers: Record<string, string> }

export type Reply = { status?: number; body: nock.ReplyBody; headers?: nock.ReplyHeaders }

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function readQuery(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const [only = '', ...more] = parameters.getAll(name)
      return [name, more.length > 0 ? [only, ...more] : only]
    })
  )
}

/** Answers one request after the other, until the next call or the end of the test; gives back what was sent so far. */
export function answerRequests(...replies: Reply[]): Request[] {
  const sent: Request[] = []
  nock.cleanAll()
  for (const method of METHODS) {
    ghlScope()
      .persist()
      .intercept(/^\//, method)
      .reply(function (uri, body) {
        const [path = '', query] = uri.split('?')
        const headers = Object.fromEntries(
          Object.entries(this.req.headers).map(([name, value]) => [name, String(value)])
        )
        sent.push({
          method,
          path,
          ...(query !== undefined && { query: readQuery(new URLSearchParams(query)) }),
          ...(body !== '' && { body }),
          headers,
        })
        const { status = 200, body: answer, headers: more } = replies[sent.length - 1] ?? { status: 418, body: {} }
        return [status, answer, { 'content-type': 'application/json', ...more }]
      })
  }
  return sent
}

export const actionOf = (name: string) => actions[name] ?? expect.fail(`there is no action ${name}`)

const ajv = new Ajv({ strict: false, allErrors: true })
const validators = new Map<string, ValidateFunction>()

function validatorOf(name: string): ValidateFunction {
  const known = validators.get(name)
  if (known) return known
  const definition = definitionsOf(actions)[name] ?? expect.fail(`there is no definition of ${name}`)
  const validator = ajv.compile(definition.output.schema.toJsonSchema({ target: 'jsonSchema7' }))
  validators.set(name, validator)
  return validator
}

/** Botpress refuses answers that don't fit the deployed schema. */
export function expectToFitSchema(name: string, outcome: Outcome, validator = validatorOf(name)): void {
  const isValid = validator(JSON.parse(JSON.stringify(outcome)))
  if (!isValid) expect.fail(`${name}: ${ajv.errorsText(validator.errors)} in ${JSON.stringify(outcome)}`)
}

/** An installation whose token is good for a day. */
export const connected = (): FakeInstallation => freshInstallation({ credentials: { locationId: 'location-1' } })

function expectRightHeaders({ body, headers }: Request, installation: FakeInstallation): void {
  expect(headers.authorization).toBe(`Bearer ${installation.states.stored('credentials')?.accessToken}`)
  expect(headers.accept).toBe('application/json')
  expect(headers['content-type']).toBe(body === undefined ? undefined : 'application/json')
}

export type Call = {
  outcome: Outcome
  /** Without the headers, which are checked already but for the version. */
  sent: Sent[]
  versions: (string | undefined)[]
  installation: FakeInstallation
}

/** Runs the action in a connected installation while GoHighLevel gives these answers. */
export async function call(name: string, input: object, ...replies: Reply[]): Promise<Call> {
  const installation = connected()
  const requests = answerRequests(...replies)
  const outcome = await runAction(name, actionOf(name), installation, input)
  hearMessage(outcome)
  expectToFitSchema(name, outcome)
  for (const request of requests) expectRightHeaders(request, installation)
  const versions: Call['versions'] = []
  const sent = requests.map(({ headers, ...request }): Sent => (versions.push(headers.version), request))
  return { outcome, sent, versions, installation }
}

/** Runs the action, which must refuse the input before anything is sent; gives back the message. */
export async function refusalOf(name: string, input: object): Promise<string> {
  const installation = connected()
  const requests = answerRequests()
  const thrown = await runAction(name, actionOf(name), installation, input).catch((error: unknown) => error)
  hearMessage(thrown)
  expect(requests).toEqual([])
  expect(thrown).toMatchObject({ type: 'Runtime', message: expect.any(String) })
  return thrown instanceof Error ? thrown.message : ''
}
