/** Arbitrary changes of a JSON value: what GoHighLevel might send instead of what it is known to send. */
import fc from 'fast-check'

type Change = (value: unknown) => unknown
type Place = { parent: Record<string, unknown> | unknown[]; key: string }

const DROP = Symbol('drop')

/** Every place inside the value that can be changed. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const parent = value as Place['parent'] // an object that is not null
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesIn(Reflect.get(parent, key))])
}

function change({ parent, key }: Place, to: Change): void {
  const changed = to(Reflect.get(parent, key))
  if (changed !== DROP) Reflect.set(parent, key, changed)
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else Reflect.deleteProperty(parent, key)
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom(null, '', ' ', '0', 'true', '1e999', '[object Object]', '2026-07-20T10:00:00Z', 1784498400000)
)

const anyValue = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constantFrom({}, [], [null], [[]], [{}], { id: 1 }, [{ id: null }], ['a', 2, null]) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }
)

const anyKey = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'isNew', 'success', 'id'))

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.constant(() => DROP),
  fc.constant(() => null),
  anyValue.map((value) => () => structuredClone(value)),
  // The same in another type or wrapping.
  fc.constantFrom<Change>(
    (value) => (typeof value === 'string' ? Number(value) : JSON.stringify(value)),
    (value) => [value],
    (value) => ({ value }),
    (value) => (Array.isArray(value) ? value[0] : [value, value])
  ),
  // Fields nobody knows.
  fc.tuple(anyKey, anyValue).map(([key, extra]) => (value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries([...Object.entries(value), [key, structuredClone(extra)]])
  })
)

/** The value with up to eight changes, or now and then something else altogether; always a JSON value. */
export function mutated(make: () => object): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), anyChange), { minLength: 1, maxLength: 8 })
  const changed = changes.map((list) => {
    const root = { value: JSON.parse(JSON.stringify(make())) as unknown }
    for (const [at, to] of list) {
      const places = placesIn(root)
      const place = places[at % places.length]
      if (place) change(place, to)
    }
    // undefined at the top: everything was dropped.
    return (JSON.parse(JSON.stringify(root)) as { value?: unknown }).value ?? null
  })
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: anyValue })
}
