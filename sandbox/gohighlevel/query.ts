import type { Context } from 'hono'
import type { ApiEnv } from './context'
import { createError, createValidationError } from './errors'

/** A number of the query string. Where a route has a maximum, asking for more answers 400. */
export function readCount(c: Context<ApiEnv>, name: string, fallback: number, most = Number.POSITIVE_INFINITY): number {
  const value = c.req.query(name)
  if (value === undefined) return fallback
  if (!/^\d+$/.test(value)) throw createValidationError([`${name} must be a number string`])
  if (Number(value) > most) throw createError(400, `${name} must not be greater than ${most}`)
  return Number(value)
}

/** Strict routes refuse query parameters that they do not know. */
export function listUnknownParameters(c: Context<ApiEnv>, known: readonly string[]): string[] {
  const unknown = Object.keys(c.req.query()).filter((name) => !known.includes(name))
  return unknown.map((name) => `property ${name} should not exist`)
}
