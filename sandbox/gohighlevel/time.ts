const MINUTE_MS = 60_000

const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** Making one takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Epoch milliseconds of an ISO 8601 time that carries an offset; undefined for anything else. */
export function parseIsoTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !ISO_WITH_OFFSET.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

/** ISO 8601 with the offset that the zone has at that moment. */
export function formatInZone(time: number, timezone: string): string {
  const offset = readOffset(time, timezone)
  const local = readLocal(time, timezone).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

/** Local time without anything that tells the zone. */
export function formatNaive(time: number, timezone: string): string {
  return readLocal(time, timezone).toISOString().slice(0, 19).replace('T', ' ')
}

/** Minutes since local midnight. */
export function readMinuteOfDay(time: number, timezone: string): number {
  const local = readLocal(time, timezone)
  return local.getUTCHours() * 60 + local.getUTCMinutes()
}

/** The local day of the week, Sunday being 0. */
export function readWeekday(time: number, timezone: string): number {
  return readLocal(time, timezone).getUTCDay()
}

export function isTimeZone(name: string): boolean {
  try {
    return Boolean(getFormatter(name))
  } catch {
    return false
  }
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** A date whose UTC fields are the local ones. */
function readLocal(time: number, timezone: string): Date {
  return new Date(time + readOffset(time, timezone) * MINUTE_MS)
}

/** The zone's distance from UTC in minutes, east positive. */
function readOffset(time: number, timezone: string): number {
  const parts = getFormatter(timezone).formatToParts(time)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

function getFormatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formatters.set(timeZone, formatter)
  return formatter
}
