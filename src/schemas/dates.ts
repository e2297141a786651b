/** Dates as inputs give them and as GoHighLevel's routes want them. Pure. */
import { RuntimeError } from '@botpress/sdk'
import { isValid, parseISO } from 'date-fns'
import { text } from './fields'

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i

/** A moment in an input: ISO 8601 with the offset of its time zone. */
export const moment = (title: string, description: string) =>
  text(title, `${description}, ISO 8601 with offset, e.g. 2026-07-20T10:00:00+02:00`)

/**
 * Epoch milliseconds of an ISO 8601 moment with offset.
 * Throws RuntimeError naming `field`: a time without an offset means another moment to every reader.
 */
export function epochMs(value: string, field: string): number {
  const date = WITH_OFFSET.test(value.trim()) ? parseISO(value.trim().toUpperCase()) : new Date(Number.NaN)
  if (isValid(date)) return date.getTime()
  throw new RuntimeError(
    `${field} must be a date and time in ISO 8601 with the offset of its time zone, such as 2026-07-20T10:00:00+02:00 or 2026-07-20T08:00:00Z. Nothing was changed in GoHighLevel.`
  )
}

/** The moment unchanged when it is one; throws RuntimeError naming `field` otherwise. */
export function checkedMoment(value: string, field: string): string
export function checkedMoment(value: string | undefined, field: string): string | undefined
export function checkedMoment(value: string | undefined, field: string): string | undefined {
  if (value !== undefined) epochMs(value, field)
  return value?.trim()
}
