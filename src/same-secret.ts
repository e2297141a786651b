/** Comparing secrets. */
import { timingSafeEqual } from 'node:crypto'

/** Whether two secrets are the same, in a time that does not tell how far they agree. */
export function isSameSecret(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
