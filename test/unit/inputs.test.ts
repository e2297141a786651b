import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { actions } from '../../src/actions'
import { actionOf, expectToFitSchema } from './support/actions'
import { exampleOf, hasAnything, inputsOf } from './support/anything'
import { readDeployed, type JsonSchema } from './support/deployed'
import { answerBy, run } from './support/routes'
import { useFakeNetwork } from './support/network'
import { watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()

const deployed = readDeployed()
const ajv = new Ajv({ strict: false, allErrors: true })
const names = Object.keys(actions)

const schemaOf = (name: string, side: 'input' | 'output'): JsonSchema =>
  deployed.actions[name]?.[side].schema ?? expect.fail(`${name} is not deployed`)

function expectToBeInput(name: string, input: object): void {
  const fitsInput = ajv.compile(schemaOf(name, 'input'))
  fitsInput(input)
  expect(ajv.errorsText(fitsInput.errors)).toBe('No errors')
  expect(actionOf(name).input.strict().safeParse(input)).toMatchObject({ success: true })
}

/** The action does it, with at least one request, and answers what its deployed schema says. */
async function expectToWork(name: string, input: object): Promise<Record<string, unknown>> {
  const asked = answerBy(hasAnything)
  const outcome = await run(name, input)
  expect(outcome).toMatchObject({ success: true, message: actionOf(name).done })
  expect(asked.length).toBeGreaterThan(0)
  expectToFitSchema(name, outcome, ajv.compile(schemaOf(name, 'output')))
  return { ...Object(outcome.data) }
}

it('all actions are tried', () => {
  expect(names.length).toBeGreaterThanOrEqual(82)
  expect(Object.keys(deployed.actions).sort()).toEqual([...names].sort())
})

describe.each(names)('%s', (name) => {
  it.each([...inputsOf(deployed, name, 'smallest'), ...inputsOf(deployed, name, 'largest')])(
    'takes $title',
    async ({ input }) => {
      expectToBeInput(name, input)
      await expectToWork(name, input)
    }
  )

  it('takes its example', async () => {
    const { example } = actionOf(name)
    expectToBeInput(name, example)
    const filled = exampleOf(example)
    expect(JSON.stringify(filled)).not.toContain('{{')
    await expectToWork(name, filled)
  })
})

const paged = names.filter((name) => 'cursor' in actionOf(name).input.shape)

it('every list that GoHighLevel gives in pages takes a cursor', () => {
  expect(paged.sort()).toEqual([
    'getContactsByBusinessId',
    'listAppointmentNotes',
    'listFormSubmissions',
    'listForms',
    'listLostReasons',
    'listMessages',
    'listOrders',
    'searchContacts',
    'searchConversations',
    'searchOpportunities',
  ])
})

describe.each(paged)('%s', (name) => {
  it('takes its own nextCursor together with the largest input', async () => {
    const [{ input } = expect.fail('there is no input')] = inputsOf(deployed, name, 'largest')
    const { nextCursor } = await expectToWork(name, { ...input, all: false, limit: 1 })
    expect(nextCursor).toMatch(/^\S+$/)
    const next = { ...input, cursor: nextCursor, all: false }
    expectToBeInput(name, next)
    await expectToWork(name, next)
  })
})
