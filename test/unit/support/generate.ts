/** The smallest and the largest input that a deployed schema allows. */
import type { JsonSchema } from './deployed'

export type Size = 'smallest' | 'largest'

/** The shortest name, and the longest that a field of an id takes; whatever has names here has one of each. */
export const SHORT_NAME = 'a'
const ODD = 'Größe 長 😀 & "x" \'y\' / \\ % ? # = + <b> {{z}} '
const longText = (length: number): string => ODD + 'x'.repeat(length - ODD.length)
export const LONG_NAME = longText(256)

export const EARLIER = '2026-07-20T10:00:00+02:00'
const LATER = '2026-09-30T23:59:59.999-05:00'

const LONG_LIST = 3
const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null
const schemaOf = (value: unknown): JsonSchema => (isObject(value) ? value : {})
const schemasOf = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Text of a format that the schema can only describe in words. */
function textOf({ description, maxLength, pattern }: JsonSchema, size: Size, name: string): string {
  const words = String(description)
  if (name === 'scheduledAt') return '2099-01-01T10:00:00Z'
  if (words.includes('Public URL of')) return 'https://files.example.com/a.pdf'
  if (words.includes('ISO 8601')) return /^end|Before$/.test(name) ? LATER : EARLIER
  if (words.includes('YYYY-MM-DD')) return '2026-07-20'
  if (words.includes('IANA')) return size === 'smallest' ? 'UTC' : 'America/Argentina/Buenos_Aires'
  if (name === 'endpoint') return size === 'smallest' ? '/a' : `/${'a'.repeat(4000)}`
  if (pattern !== undefined) return size === 'smallest' ? 'a' : 'a'.repeat(32)
  if (size === 'smallest') return SHORT_NAME
  return typeof maxLength === 'number' ? longText(maxLength) : LONG_NAME
}

function objectOf(schema: JsonSchema, size: Size, variant: number): JsonSchema {
  const required = Array.isArray(schema.required) ? schema.required : []
  const fields = Object.entries(schemaOf(schema.properties)).filter(
    ([name]) => size === 'largest' || required.includes(name)
  )
  const made = fields.map(([name, field]) => [name, generate(schemaOf(field), size, name, variant)])
  const others = isObject(schema.additionalProperties) ? schema.additionalProperties : undefined
  return {
    ...Object.fromEntries(made),
    ...(others && size === 'largest' && { 'any key': generate(others, size, '', variant) }),
  }
}

/**
 * One value of the schema. The smallest has required fields only.
 * @param name of the field, for formats that only its description tells
 * @param variant which of several forms to take; elements of a list take one after the other
 */
export function generate(schema: JsonSchema, size: Size, name = '', variant = 0): unknown {
  const forms = schemasOf(schema.anyOf)
  if (forms.length > 0) return generate(forms[variant % forms.length] ?? {}, size, name, variant)
  if (Array.isArray(schema.enum)) return schema.enum.at(size === 'smallest' ? 0 : -1)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'boolean') return size === 'largest'
  if (type === 'integer' || type === 'number') {
    return size === 'smallest' ? (schema.minimum ?? 0) : (schema.maximum ?? Number.MAX_SAFE_INTEGER)
  }
  if (type === 'object') return objectOf(schema, size, variant)
  if (type === 'array') {
    const items = schemaOf(schema.items)
    const itemForms = Object.values(schemaOf(items.properties)).map((field) => schemasOf(schemaOf(field).anyOf).length)
    const length = size === 'smallest' ? 1 : Math.max(LONG_LIST, ...itemForms)
    return Array.from({ length }, (_, index) => generate(items, size, name, index))
  }
  return textOf(schema, size, name)
}
