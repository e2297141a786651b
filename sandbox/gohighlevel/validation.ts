import { createValidationError } from './errors'
import type { JsonObject } from './records'

type FieldType = 'string' | 'number' | 'boolean' | 'object' | 'string[]' | 'object[]' | 'any[]'

export type FieldRule = {
  type: FieldType
  isRequired?: boolean
  isNullable?: boolean
  values?: readonly string[]
  maxLength?: number
  /** For lists of objects: the only properties an item may have. */
  itemKeys?: readonly string[]
}

export type BodyRules = Record<string, FieldRule>

export const text: FieldRule = { type: 'string' }
export const requiredText: FieldRule = { type: 'string', isRequired: true }
export const nullableText: FieldRule = { type: 'string', isNullable: true }
export const numeric: FieldRule = { type: 'number' }
export const flag: FieldRule = { type: 'boolean' }
export const texts: FieldRule = { type: 'string[]' }
export const requiredTexts: FieldRule = { type: 'string[]', isRequired: true }

/** Answers 422 with every complaint at once; a property without a rule is one of them. */
export function checkBody(body: unknown, rules: BodyRules): JsonObject {
  const fields = isJsonObject(body) ? body : {}
  const messages = listComplaints(fields, rules)
  if (messages.length > 0) throw createValidationError(messages)
  return fields
}

export function listComplaints(fields: JsonObject, rules: BodyRules): string[] {
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(rules, name))
  const messages = unknown.map((name) => `property ${name} should not exist`)
  for (const [name, rule] of Object.entries(rules)) messages.push(...listFieldComplaints(name, fields[name], rule))
  return messages
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is a text, else undefined. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The texts of a list that was checked to have nothing else. */
export function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function listFieldComplaints(name: string, value: unknown, rule: FieldRule): string[] {
  if (value === undefined && !rule.isRequired) return []
  if (value === null && rule.isNullable) return []
  const messages: string[] = []
  if (rule.isRequired && (value === undefined || value === null || value === '')) {
    messages.push(`${name} should not be empty`)
  }
  if (rule.values) {
    if (!rule.values.some((allowed) => allowed === value)) {
      messages.push(`${name} must be one of the following values: ${rule.values.join(', ')}`)
    }
    return messages
  }
  messages.push(...listTypeComplaints(name, value, rule))
  return messages
}

function listTypeComplaints(name: string, value: unknown, rule: FieldRule): string[] {
  switch (rule.type) {
    case 'string':
      return listTextComplaints(name, value, rule.maxLength ?? Number.POSITIVE_INFINITY)
    case 'number':
      return typeof value === 'number' ? [] : [`${name} must be a number conforming to the specified constraints`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${name} must be a boolean value`]
    case 'object':
      return isJsonObject(value) ? [] : [`${name} must be an object`]
    case 'string[]':
      if (!Array.isArray(value)) return [`${name} must be an array`]
      return value.every((item) => typeof item === 'string') ? [] : [`each value in ${name} must be a string`]
    case 'any[]':
      return Array.isArray(value) ? [] : [`${name} must be an array`]
    case 'object[]':
      return listItemComplaints(name, value, rule.itemKeys ?? [])
  }
}

function listTextComplaints(name: string, value: unknown, maxLength: number): string[] {
  if (typeof value !== 'string') return [`${name} must be a string`]
  return value.length <= maxLength ? [] : [`${name} must be shorter than or equal to ${maxLength} characters`]
}

function listItemComplaints(name: string, value: unknown, itemKeys: readonly string[]): string[] {
  if (!Array.isArray(value)) return [`${name} must be an array`]
  return value.flatMap((item: unknown, index) => {
    if (!isJsonObject(item)) return [`each value in ${name} must be an object`]
    const unknown = Object.keys(item).filter((key) => !itemKeys.includes(key))
    return unknown.map((key) => `${name}.${index}.property ${key} should not exist`)
  })
}
