/** Makes GoHighLevel's answers fit the declared schema, which Botpress insists on. Pure. */
import type { z } from '@botpress/sdk'

type Container = Record<string | number, unknown>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

const REMOVE = Symbol('remove')
/** Each round repairs one level of nesting at least; answers are nowhere near this deep. */
const MAX_ROUNDS = 20

/** The same fact in the declared type where there is one (1 → "1", "1" → 1), else REMOVE. null means "not there". */
function mend(value: unknown, expected: string): unknown {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  if (!isScalar) return expected === 'array' && isContainer(value) ? [value] : REMOVE
  if (expected === 'string') return String(value)
  if (expected === 'number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return Number(value)
  }
  if (expected === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return expected === 'array' ? [value] : REMOVE
}

/** A repaired copy; what can't be repaired is left out. */
function repair(root: unknown, issues: z.ZodIssue[]): unknown {
  const copy = structuredClone(root)
  for (const issue of issues) {
    const parent = issue.path.slice(0, -1).reduce<unknown>((at, part) => (isContainer(at) ? at[part] : undefined), copy)
    const key = issue.path.at(-1)
    if (!isContainer(parent) || key === undefined) continue
    const mended = issue.code === 'invalid_type' ? mend(parent[key], issue.expected) : REMOVE
    if (mended !== REMOVE) parent[key] = mended
    // An element is marked first: taking it out at once would shift those that later issues name.
    else if (Array.isArray(parent)) parent[Number(key)] = REMOVE
    else delete parent[key]
  }
  return sweep(copy)
}

function sweep(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== REMOVE).map(sweep)
  if (!isContainer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sweep(inner)]))
}

/**
 * The value with every declared field in its declared type. Unknown fields stay; null, and what can't be read as the
 * declared type, is left out. The schema must have no required fields, as all schemas of answers here.
 */
export function fit(schema: z.ZodTypeAny, value: unknown): Record<string, unknown> {
  let current = isContainer(value) && !Array.isArray(value) ? value : {}
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parsed = schema.safeParse(current)
    if (parsed.success) return parsed.data
    const repaired = repair(current, parsed.error.issues)
    current = isContainer(repaired) ? repaired : {}
  }
  return {}
}
