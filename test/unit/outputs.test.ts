import { Ajv } from 'ajv'
import { AxiosError, AxiosHeaders } from 'axios'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { actions } from '../../src/actions'
import { http } from '../../src/ghl/http'
import { runAction } from '../../src/run-action'
import { actionOf, connected, expectToFitSchema } from './support/actions'
import { samples } from './support/answers'
import { readDeployed, type JsonSchema } from './support/deployed'
import { mutated } from './support/mutate'

const deployed = readDeployed()
const ajv = new Ajv({ strict: false, allErrors: true })
const schemaOf = (name: string, side: 'input' | 'output'): JsonSchema =>
  deployed.actions[name]?.[side].schema ?? expect.fail(`${name} is not deployed`)

/** None that waits for a second try or a new token. */
const STATUSES = [200, 200, 200, 201, 400, 403, 404, 422]

it('there are samples of the twenty actions', () => {
  expect(Object.keys(samples)).toHaveLength(20)
  expect(Object.keys(actions)).toEqual(expect.arrayContaining(Object.keys(samples)))
})

// Answers come from here rather than from nock, which would take most of the time of thousands of runs.
const { adapter } = http.defaults
afterAll(() => {
  http.defaults.adapter = adapter
})

async function outcomeOf(name: string, input: object, status: number, body: unknown) {
  http.defaults.adapter = async (config) => {
    const headers = new AxiosHeaders({ 'content-type': 'application/json' })
    const response = { status, statusText: '', data: JSON.stringify(body), headers, config }
    if (status < 400) return response
    throw new AxiosError('refused', AxiosError.ERR_BAD_REQUEST, config, {}, response)
  }
  return runAction(name, actionOf(name), connected(), input)
}

it('fits its schema when the status inside an answer is no HTTP status', async () => {
  for (const status of ['1e999', '404', 1e9, 400.5]) {
    const body = { ...samples.getOrderById?.answer(), status }
    const outcome = await outcomeOf('getOrderById', { orderId: 'order-1' }, 200, body)
    expectToFitSchema('getOrderById', outcome, ajv.compile(schemaOf('getOrderById', 'output')))
  }
})

describe.each(Object.keys(samples))('%s', (name) => {
  const { input, answer } = samples[name] ?? expect.fail(`there is no sample of ${name}`)
  const fitsOutput = ajv.compile(schemaOf(name, 'output'))

  it('fits its deployed schema with the recorded answer', async () => {
    const outcome = await outcomeOf(name, input, 200, answer())
    expect(outcome.success).toBe(true)
    expectToFitSchema(name, outcome, fitsOutput)
  })

  it('fits its deployed schema whatever GoHighLevel answers', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...STATUSES), mutated(answer), async (status, body) => {
      const outcome = await outcomeOf(name, input, status, body)
      expectToFitSchema(name, outcome, fitsOutput)
      expect(outcome.success).toBe(outcome.error === undefined)
      if (status >= 400) expect(outcome).toMatchObject({ success: false, error: { status } })
    })
    await fc.assert(property, { numRuns: 200 })
  })

  it('keeps every declared field of the recorded answer as it is', async () => {
    const { data } = await outcomeOf(name, input, 200, answer())
    const { contact: wrapped = null, opportunity = null, appointment = null } = answer()
    for (const [field, value] of Object.entries(Object(wrapped ?? opportunity ?? appointment ?? {}))) {
      if (value === null || field === 'customFields' || field === 'appoinmentStatus') continue
      expect(data).toHaveProperty(field, value)
    }
  })

  it('has an example that its deployed input schema takes', () => {
    const fitsInput = ajv.compile(schemaOf(name, 'input'))
    fitsInput(actionOf(name).example)
    expect(ajv.errorsText(fitsInput.errors)).toBe('No errors')
    fitsInput(input)
    expect(ajv.errorsText(fitsInput.errors)).toBe('No errors')
  })
})
