import type { JsonObject } from './records'

export type FaultAnswer = {
  status: number
  body?: JsonObject | unknown[] | string
  headers?: Record<string, string>
  delayMs?: number
}

/**
 * What goes wrong instead of, or around, the route: a fixed answer (sent exactly as given, without rate-limit
 * headers), a destroyed connection, no answer at all, a late answer, or an effect whose answer is lost.
 */
export type Fault = FaultAnswer | { delayMs: number } | { answerThenReset: true } | 'reset' | 'hang'

export type FaultFilter = {
  method?: string
  /** The beginning of the path, or a pattern for it. The query string is not part of it. */
  path?: string | RegExp
  times?: number
}

type QueuedFault = { method?: string; path?: string | RegExp; left: number; fault: Fault }

export class FaultQueue {
  private queued: QueuedFault[] = []

  /** Applies the fault to the next requests that match; the first match in the queue wins. */
  next(filter: FaultFilter, fault: Fault): void {
    this.queued.push({ method: filter.method, path: filter.path, left: filter.times ?? 1, fault })
  }

  take(method: string, path: string): Fault | undefined {
    const match = this.queued.find((item) => matches(item, method, path))
    if (!match) return undefined
    match.left -= 1
    if (match.left <= 0) this.queued = this.queued.filter((item) => item !== match)
    return match.fault
  }

  /** How many requests the queue would still spoil. */
  get pending(): number {
    return this.queued.reduce((sum, item) => sum + item.left, 0)
  }

  reset(): void {
    this.queued = []
  }
}

function matches(item: QueuedFault, method: string, path: string): boolean {
  if (item.method && item.method.toUpperCase() !== method) return false
  if (item.path === undefined) return true
  return typeof item.path === 'string' ? path.startsWith(item.path) : path.search(item.path) !== -1
}
