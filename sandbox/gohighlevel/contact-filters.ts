import { type FieldKind, type IndexField, findIndexField } from './contact-index'
import { ApiError, createError, createValidationError } from './errors'
import type { Contact, JsonObject } from './records'
import type { Store } from './store'
import { isJsonObject } from './validation'

export type ContactTest = (contact: Contact) => boolean

type Location = { store: Store; id: string }

const MAX_VALUE = 75

const EXISTENCE = ['exists', 'not_exists']
const EQUALITY = ['eq', 'not_eq', ...EXISTENCE]
const OPERATORS: Record<FieldKind, string[]> = {
  text: [...EQUALITY, 'contains', 'not_contains'],
  exact: EQUALITY,
  list: [...EQUALITY, 'contains', 'not_contains'],
  flag: EQUALITY,
  date: [...EQUALITY, 'range'],
  moment: [...EXISTENCE, 'range'],
  number: [...EQUALITY, 'range'],
}

const BOUNDS: Record<string, (value: number, bound: number) => boolean> = {
  gt: (value, bound) => value > bound,
  lt: (value, bound) => value < bound,
  gte: (value, bound) => value >= bound,
  lte: (value, bound) => value <= bound,
}

/** Filters side by side have to match all; a group says whether its own have to. */
export function compileFilters(store: Store, locationId: string, filters: unknown): ContactTest {
  if (filters === undefined) return () => true
  const tests = compileList({ store, id: locationId }, filters)
  return (contact) => tests.every((test) => test(contact))
}

function compileList(location: Location, filters: unknown): ContactTest[] {
  if (!Array.isArray(filters)) throw createValidationError(['filters must be an array'])
  return filters.map((filter: unknown) => compileFilter(location, filter))
}

function compileFilter(location: Location, filter: unknown): ContactTest {
  if (!isJsonObject(filter)) throw createValidationError(['each value in filters must be an object'])
  if (filter.group === undefined) return compileCondition(location, filter)
  const tests = compileList(location, filter.filters)
  if (filter.group === 'AND') return (contact) => tests.every((test) => test(contact))
  if (filter.group === 'OR') return (contact) => tests.some((test) => test(contact))
  throw createError(400, `Invalid group ${String(filter.group)}`)
}

function compileCondition(location: Location, filter: JsonObject): ContactTest {
  const { operator, value } = filter
  const name = String(filter.field)
  // Known of GoHighLevel, but not how its conditions are written.
  if (name === 'opportunities') throw new ApiError(501, 'The sandbox does not filter contacts by opportunities')
  const field = findIndexField(location.store, location.id, name)
  if (!field) throw createError(400, `Invalid field ${name}`)
  if (typeof operator !== 'string' || !OPERATORS[field.kind].includes(operator)) {
    throw createError(400, `Invalid operator ${String(operator)} for field ${name}`)
  }
  if (operator.startsWith('not_')) {
    const test = compileOperator(field, name, operator.slice(4), value)
    return (contact) => !test(contact)
  }
  return compileOperator(field, name, operator, value)
}

function compileOperator(field: IndexField, name: string, operator: string, value: unknown): ContactTest {
  if (operator === 'exists') return (contact) => listValues(field, contact).length > 0
  if (operator === 'range') return compileRange(field, name, value)
  const wanted = listWanted(field, name, value)
  const matches = (held: string, sought: string): boolean =>
    operator === 'contains' ? held.includes(sought) : held === sought
  return (contact) =>
    listValues(field, contact).some((held) => wanted.some((sought) => matches(readTerm(field, held), sought)))
}

/** All that a field holds, without what is empty. */
function listValues({ read }: IndexField, contact: Contact): unknown[] {
  return [read(contact)].flat().filter((value) => value !== undefined && value !== null && value !== '')
}

/** One value, or several of which one is enough. */
function listWanted(field: IndexField, name: string, value: unknown): string[] {
  const wanted = [value].flat()
  if (wanted.length === 0 || !wanted.every(isUsable)) throw createError(400, `Invalid value for field ${name}`)
  if (wanted.some((item) => String(item).length > MAX_VALUE)) {
    throw createError(400, `The value for field ${name} must not be longer than ${MAX_VALUE} characters`)
  }
  return wanted.map((item) => readTerm(field, item))
}

function isUsable(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && value !== ''
}

/** What is compared: the index does not tell capitals from small letters. */
function readTerm({ kind }: IndexField, value: unknown): string {
  return kind === 'date' ? String(readNumber(value)) : String(value).toLowerCase()
}

function compileRange(field: IndexField, name: string, value: unknown): ContactTest {
  const bounds = isJsonObject(value) ? Object.entries(value) : []
  const tests = bounds.map(([bound, limit]) => {
    const compare = Object.hasOwn(BOUNDS, bound) ? BOUNDS[bound] : undefined
    const number = readNumber(limit)
    if (!compare || Number.isNaN(number)) throw createError(400, `Invalid range for field ${name}`)
    return (held: number) => compare(held, number)
  })
  if (tests.length === 0) throw createError(400, `Invalid range for field ${name}`)
  return (contact) => listValues(field, contact).some((held) => tests.every((test) => test(readNumber(held))))
}

/** Dates come as ISO 8601 or as epoch milliseconds. */
function readNumber(value: unknown): number {
  if (typeof value === 'number') return value
  const text = String(value)
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text)
}
