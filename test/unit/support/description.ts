/** The official descriptions of the API, and what a request has that they don't say, or lacks that they do. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, type JsonSchema } from './deployed'
import type { Asked } from './routes'

const FOLDER = join(ROOT, '../shared/ghl/openapi')

export const isThere = existsSync(FOLDER)

export type Operation = {
  /** "METHOD /path/{template}". */
  name: string
  method: string
  pattern: RegExp
  operation: JsonSchema
  components: JsonSchema
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objectOf = (value: unknown): JsonSchema => (isObject(value) ? value : {})
const objectsOf = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isObject) : [])
const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`)

function operationsIn(file: string): Operation[] {
  const description: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))
  const { paths, components } = objectOf(description)
  return Object.entries(objectOf(paths)).flatMap(([template, item]) =>
    Object.entries(objectOf(item)).flatMap(([verb, operation]) => {
      const method = verb.toUpperCase()
      if (!isObject(operation)) return []
      const name = `${method} ${template}`
      return [{ name, method, pattern: patternOf(template), operation, components: objectOf(components) }]
    })
  )
}

/** Every described operation; those with fewer variable parts first, since they win where several fit. */
export function readDescription(): Operation[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  const parts = ({ name }: Operation): number => name.split('{').length
  return files.flatMap(operationsIn).sort((a, b) => parts(a) - parts(b))
}

export const operationOf = (operations: Operation[], { method, path }: Asked): Operation | undefined =>
  operations.find((one) => one.method === method && one.pattern.test(path))

/** The schema behind a reference, and the parts of allOf in one. */
function resolve(schema: unknown, components: JsonSchema): JsonSchema {
  const found = objectOf(schema)
  if (typeof found.$ref === 'string') {
    const [, , group = '', name = ''] = found.$ref.split('/')
    return resolve(objectOf(components[group])[name], components)
  }
  const parts = objectsOf(found.allOf).map((part) => resolve(part, components))
  return parts.length > 0 ? Object.assign({}, found, ...parts) : found
}

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array'
  return value === null ? 'null' : typeof value
}

/** What the value has that the schema does not say. `at` is its place in the body. */
function* differencesOf(value: unknown, given: unknown, components: JsonSchema, at: string): Generator<string> {
  const schema = resolve(given, components)
  const forms = [...objectsOf(schema.oneOf), ...objectsOf(schema.anyOf)]
  if (forms.length > 0) {
    const tried = forms.map((form) => [...differencesOf(value, form, components, at)])
    if (tried.every((list) => list.length > 0)) yield* tried[0] ?? []
    return
  }
  // A schema without a type says nothing.
  if (typeof schema.type !== 'string') return
  const type = typeOf(value)
  if (type === 'null' && schema.nullable === true) return
  if (type !== schema.type.replace('integer', 'number')) return yield `${at} is ${type}, described as ${schema.type}`
  const allowed = Array.isArray(schema.enum) ? schema.enum : undefined
  if (allowed && !allowed.includes(value)) yield `${at} is ${JSON.stringify(value)}, which is not in its list`
  if (Array.isArray(value)) for (const one of value) yield* differencesOf(one, schema.items, components, `${at}[]`)
  if (!isObject(value) || !isObject(schema.properties)) return
  yield* objectDifferences(value, schema, components, at)
}

function* objectDifferences(value: JsonSchema, schema: JsonSchema, components: JsonSchema, at: string) {
  const properties = objectOf(schema.properties)
  for (const name of stringsOf(schema.required)) if (!(name in value)) yield `${at}.${name} is missing`
  for (const [name, one] of Object.entries(value)) {
    if (name in properties) yield* differencesOf(one, properties[name], components, `${at}.${name}`)
    else if (!isObject(schema.additionalProperties)) yield `${at}.${name} is not described`
  }
}

function* queryDifferences({ query }: Asked, parameters: JsonSchema[]): Generator<string> {
  const described = parameters.filter((parameter) => parameter.in === 'query')
  for (const { name, required } of described) {
    if (required === true && !(String(name) in query)) yield `query ${String(name)} is missing`
  }
  for (const [name, value] of Object.entries(query)) {
    const parameter = described.find((one) => one.name === name)
    const { enum: allowed, type, maximum } = objectOf(parameter?.schema)
    if (!parameter) yield `query ${name} is not described`
    if (Array.isArray(allowed) && !allowed.map(String).includes(value)) yield `query ${name} is not in its list`
    if (type === 'number' && !Number.isFinite(Number(value))) yield `query ${name} is no number`
    if (typeof maximum === 'number' && Number(value) > maximum) yield `query ${name} is above its maximum`
  }
}

function* versionDifferences({ version = '' }: Asked, parameters: JsonSchema[]): Generator<string> {
  const header = parameters.find((parameter) => parameter.in === 'header' && parameter.name === 'Version')
  if (!header) return
  const schema = objectOf(header.schema)
  const allowed = Array.isArray(schema.enum) ? schema.enum : [schema.example ?? schema.default].filter(Boolean)
  if (allowed.length > 0 && !allowed.includes(version)) yield `Version ${version}, described as ${allowed.join(', ')}`
}

/** Every difference between the request and its description. */
export function differences(asked: Asked, { operation, components }: Operation): string[] {
  const parameters = objectsOf(operation.parameters)
  const requestBody = objectOf(operation.requestBody)
  const content = objectOf(objectOf(requestBody.content)['application/json'])
  const found = [...versionDifferences(asked, parameters), ...queryDifferences(asked, parameters)]
  const { body } = asked
  if (body !== undefined && !isObject(operation.requestBody)) found.push('body is not described')
  if (body === undefined && requestBody.required === true) found.push('body is missing')
  if (body !== undefined) found.push(...differencesOf(body, content.schema, components, 'body'))
  return [...new Set(found)]
}
