import { describe, expect, it } from 'vitest'
import { actions } from '../../src/actions'
import { actionOf } from './support/actions'
import { exampleOf, hasAnything, inputsOf } from './support/anything'
import { readDeployed, type Deployed } from './support/deployed'
import { differences, isThere, operationOf, readDescription, type Operation } from './support/description'
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
  it.each(KNOWN_DIFFERENCES)('gives a reason for $operation ($differences.0) and where reality is told', (one) => {
    expect(one.operation).toMatch(/^(GET|POST|PUT|DELETE) \/\S+$/)
    expect(one.differences.length).toBeGreaterThan(0)
    expect(one.reason).toMatch(/^[A-Z].{20,}\.$/)
    expect(one.reality).toMatch(/^api\.md \d/)
  })

  it('names each of them once', () => {
    expect(known).toEqual([...new Set(known)])
  })
})

const tryAll = async (name: string, inputs: object[]): Promise<Asked[]> => {
  const requests: Asked[] = []
  for (const input of inputs) {
    const asked = answerBy(hasAnything)
    const outcome = await run(name, input)
    expect(outcome).toMatchObject({ success: true })
    expect(asked.length).toBeGreaterThan(0)
    const cursor: unknown = Object(outcome.data).nextCursor
    if (cursor !== undefined) expect(await run(name, { ...input, cursor })).toMatchObject({ success: true })
    requests.push(...asked)
  }
  return requests
}

/** Every request of the action with its example, its smallest and its largest inputs, and on a second page. */
async function requestsOf(name: string, deployed: Deployed): Promise<Asked[]> {
  const example = exampleOf(actionOf(name).example)
  const generated = [...inputsOf(deployed, name, 'smallest'), ...inputsOf(deployed, name, 'largest')]
  const secondPage = 'cursor' in actionOf(name).input.shape ? [{ ...example, all: false, limit: 1 }] : []
  return tryAll(name, [example, ...generated.map(({ input }) => input), ...secondPage])
}

const found = new Map<string, string[]>()

/** What the requests of the action have that the description does not know; each action is run once. */
async function differencesOf(name: string, deployed: Deployed, described: Operation[]): Promise<string[]> {
  const before = found.get(name)
  if (before) return before
  const requests = await requestsOf(name, deployed)
  const all = requests.flatMap((asked) => {
    const operation = operationOf(described, asked)
    if (!operation) return [`${asked.method} ${asked.path}: there is no such operation`]
    return differences(asked, operation).map((difference) => `${operation.name}: ${difference}`)
  })
  const list = [...new Set(all)]
  found.set(name, list)
  return list
}

// The descriptions stand beside the project where it is developed; elsewhere there is nothing to hold against.
if (isThere) {
  describe('the official description', () => {
    const deployed = readDeployed()
    const described = readDescription()

    it('is read whole', () => {
      expect(described.length).toBeGreaterThan(300)
    })

    it.each(names)('knows every request of %s, but for the known differences', async (name) => {
      const differing = await differencesOf(name, deployed, described)
      expect(differing.filter((difference) => !known.includes(difference))).toEqual([])
    })

    it('still differs in each of the known differences', async () => {
      const seen = new Set<string>()
      for (const name of names) {
        for (const difference of await differencesOf(name, deployed, described)) seen.add(difference)
      }
      expect(known.filter((difference) => !seen.has(difference))).toEqual([])
    })
  })

  describe('the comparison', () => {
    const described = readDescription()
    const good: Asked = {
      method: 'POST',
      path: '/calendars/events/block-slots',
      query: {},
      body: { locationId: 'location-1', calendarId: 'calendar000000000001' },
      version: '2021-04-15',
    }
    const compare = (changes: Partial<Asked>): string[] => {
      const asked = { ...good, ...changes }
      return differences(asked, operationOf(described, asked) ?? expect.fail('there is no such operation'))
    }

    it.each<[Partial<Asked>, string[]]>([
      [{}, []],
      [{ version: '2021-07-28' }, ['Version 2021-07-28, described as 2021-04-15']],
      [{ query: { dry: 'true' } }, ['query dry is not described']],
      [{ body: undefined }, ['body is missing']],
      [{ body: { calendarId: 'c' } }, ['body.locationId is missing']],
      [{ body: { calendarId: 1, locationId: 'l' } }, ['body.calendarId is number, described as string']],
      [{ body: { calendarId: 'c', locationId: 'l', color: 'red' } }, ['body.color is not described']],
    ])('of %j finds %j', (changes, expected) => {
      expect(compare(changes)).toEqual(expected)
    })

    it('finds what is missing or wrong in a query', () => {
      const asked = { method: 'GET', path: '/opportunities/search', query: { status: 'sold' }, body: undefined }
      expect(compare(asked)).toEqual(
        expect.arrayContaining(['query location_id is missing', 'query status is not in its list'])
      )
    })

    it('knows no operation by another path or method', () => {
      expect(operationOf(described, { ...good, path: '/calendars/events/block-slot' })).toBeUndefined()
      expect(operationOf(described, { ...good, method: 'GET' })).toBeUndefined()
    })
  })
}
