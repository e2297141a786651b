/** Days and local times in a time zone. Pure. */
import { RuntimeError } from '@botpress/sdk'
import { TZDate } from '@date-fns/tz'
import { formatISO, isValid, parseISO } from 'date-fns'
import { epochMs } from './dates'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/

/** The IANA name unchanged; throws RuntimeError for one that does not exist. */
export function checkedTimeZone(timezone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone }).format()
    return timezone
  } catch {
    throw new RuntimeError(
      'timezone must be an IANA time zone such as America/Chicago. Nothing was changed in GoHighLevel.'
    )
  }
}

/** Epoch ms at which a day, or the one after it, begins; where there is no midnight, when the clocks say so. */
function beginningOf(value: string, timezone: string, field: string, later = 0): number {
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number)
  // Days that don't exist roll over to others.
  if (!isValid(parseISO(value))) {
    throw new RuntimeError(`${field} is no day of the calendar. Nothing was changed in GoHighLevel.`)
  }
  return new TZDate(year, month - 1, day + later, timezone).getTime()
}

/**
 * Epoch ms at which a span begins and ends. A day (YYYY-MM-DD) counts whole, in the time zone; anything else is ISO
 * 8601 with offset. Throws RuntimeError naming the field, or for an end before its start.
 */
export function spanOf(startDate: string, endDate: string, timezone: string): { from: number; to: number } {
  const from = DAY.test(startDate) ? beginningOf(startDate, timezone, 'startDate') : epochMs(startDate, 'startDate')
  const to = DAY.test(endDate) ? beginningOf(endDate, timezone, 'endDate', 1) : epochMs(endDate, 'endDate')
  if (to <= from) {
    throw new RuntimeError('endDate must not be before startDate. Nothing was changed in GoHighLevel.')
  }
  return { from, to }
}

/** A local time without offset ("2026-07-20 10:00:00") as ISO 8601 with the zone's offset; anything else unchanged. */
export function withOffset(value: unknown, timezone: string): unknown {
  const parts =
    typeof value === 'string'
      ? LOCAL.exec(value)
          ?.slice(1)
          .map((part) => Number(part ?? 0))
      : undefined
  if (!parts) return value
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
  return formatISO(new TZDate(year, month - 1, day, hour, minute, second, timezone))
}
