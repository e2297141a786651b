import { describe, expect, it } from 'vitest'
import { actions } from '../../src/actions'
import { actionOf } from './support/actions'
import { exampleOf, hasAnything, inputsOf } from './support/anything'
import { readDeployed } from './support/deployed'
import { differences, isThere, operationOf, readDescription } from './support/description'
import { KNOWN_DIFFERENCES } from './support/known-differences'
import { useFakeNetwork } from './support/network'
import { answerBy, run, type Asked } from './support/routes'
import { watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()

// The generic call goes wherever its input says.
const names = Object.keys(actions).filter((name) => name !== 'makeApiCall')
const known = KNOWN_DIFFERENCES.flatMap(({ operation, differences: list }) => list.map((one) => `${operation}: ${one}`))

describe('the list of known differences', () => {
  it.each(KNOWN_DIFFERENCES)('gives the reason for $operation and what is known of reality', (difference) => {
    expect(difference.operation).toMatch(/^(GET|POST|PUT|DELETE) \/\S+$/)
    expect(difference.differences.length).toBeGreaterThan(0)
    expect(difference.reason).toMatch(/^[A-Z].{20,}\.$/)
    expect(difference.reality).toMatch(/^api\.md \d/)
  })

  it('names each of them once', () => {
    expect(known).toEqual([...new Set(known)])
  })
})

const seen = new Set<string>()

async function requestsOf(name: string, input: object): Promise<Asked[]> {
  const asked = answerBy(hasAnything)
  expect(await run(name, input)).toMatchObject({ success: true })
  return asked
}

const deployed = isThere ? readDeployed() : undefined
const described = deployed ? readDescription() : []

/** What the requests of all inputs worth trying have that the description does not know. */
async function differencesOf(name: string): Promise<string[]> {
  if (!deployed) return []
  const tries = [
    exampleOf(actionOf(name).example),
    ...inputsOf(deployed, name, 'smallest').map(({ input }) => input),
    ...inputsOf(deployed, name, 'largest').map(({ input }) => input),
  ]
  const found = new Set<string>()
  for (const input of tries) {
    const asked = await requestsOf(name, input)
    expect(asked.length).toBeGreaterThan(0)
    for (const one of asked) {
      const operation = operationOf(described, one)
      if (!operation) found.add(`${one.method} ${one.path}: no such operation`)
      else for (const difference of differences(one, operation)) found.add(`${operation.name}: ${difference}`)
    }
  }
  return [...found]
}

describe.runIf(isThere)('the official description', () => {
  it('is read whole', () => {
    expect(described.length).toBeGreaterThan(300)
  })

  it.each(names)('knows every request of %s, but for the known differences', async (name) => {
    const found = await differencesOf(name)
    for (const difference of found) seen.add(difference)
    expect(found.filter((difference) => !known.includes(difference))).toEqual([])
  })

  it('still differs in each of the known differences', () => {
    expect(known.filter((difference) => !seen.has(difference))).toEqual([])
  })
})
