import type { Store } from './store'

export type RateLimit = { max: number; intervalMs: number; daily: number }

const DAY_MS = 86_400_000

export const defaultRateLimit: RateLimit = { max: 100, intervalMs: 10_000, daily: 200_000 }

type Budget = { burstFrom: number; burstUsed: number; dayFrom: number; dayUsed: number }

/** One budget per location and one per company, each with a short interval and a day. */
export class RateLimiter {
  private readonly budgets = new Map<string, Budget>()

  constructor(
    private readonly store: Store,
    readonly limit: RateLimit
  ) {}

  /** Takes one request from the budget; false when nothing is left. */
  take(resource: string): boolean {
    const budget = this.readBudget(resource)
    if (budget.burstUsed >= this.limit.max || budget.dayUsed >= this.limit.daily) return false
    budget.burstUsed += 1
    budget.dayUsed += 1
    return true
  }

  /** An answer that belongs to no resource shows the full budget. */
  listHeaders(resource: string | undefined): Record<string, string> {
    const { max, intervalMs, daily } = this.limit
    const budget = resource === undefined ? createBudget(this.store.now()) : this.readBudget(resource)
    return {
      'x-ratelimit-max': String(max),
      'x-ratelimit-remaining': String(Math.max(0, max - budget.burstUsed)),
      'x-ratelimit-interval-milliseconds': String(intervalMs),
      'x-ratelimit-limit-daily': String(daily),
      'x-ratelimit-daily-remaining': String(Math.max(0, daily - budget.dayUsed)),
      // A duration, not a point in time.
      'x-ratelimit-daily-reset': String(Math.max(0, budget.dayFrom + DAY_MS - this.store.now())),
    }
  }

  reset(): void {
    this.budgets.clear()
  }

  private readBudget(resource: string): Budget {
    const now = this.store.now()
    const budget = this.budgets.get(resource) ?? createBudget(now)
    if (now - budget.burstFrom >= this.limit.intervalMs) Object.assign(budget, { burstFrom: now, burstUsed: 0 })
    if (now - budget.dayFrom >= DAY_MS) Object.assign(budget, { dayFrom: now, dayUsed: 0 })
    this.budgets.set(resource, budget)
    return budget
  }
}

function createBudget(now: number): Budget {
  return { burstFrom: now, burstUsed: 0, dayFrom: now, dayUsed: 0 }
}
