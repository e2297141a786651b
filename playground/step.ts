/** One step of the run through every action: what it does with what earlier steps left. */

/** Ids and times that steps leave for later ones. */
export type Memory = Record<string, string>

type Data = Record<string, unknown>

export type Step = {
  action: string
  /** True when it changes nothing in GoHighLevel: with a real account only these run. */
  reads: boolean
  /** The input, or undefined when there is nothing to run it on. */
  input: (memory: Memory) => Data | undefined
  /** What to remember of the answer's data. */
  keep?: (data: Data) => Memory
}

/** Values of the form "$name" stand for what was remembered under that name. */
function fill(value: unknown, memory: Memory): unknown {
  if (typeof value === 'string' && value.startsWith('$')) return memory[value.slice(1)]
  if (Array.isArray(value)) return value.map((part) => fill(part, memory))
  if (typeof value === 'object' && value !== null) return fillAll(value, memory)
  return value
}

const fillAll = (input: object, memory: Memory): Data =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, fill(value, memory)]))

/** undefined when something that the input needs was never remembered. */
function build(input: Data, memory: Memory): Data | undefined {
  const filled = fillAll(input, memory)
  return JSON.stringify(filled) === JSON.stringify(fillAll(input, { ...neverMissing(input), ...memory }))
    ? filled
    : undefined
}

const neverMissing = (input: Data): Memory =>
  Object.fromEntries([...JSON.stringify(input).matchAll(/"\$(\w+)"/g)].map(([, name = '']) => [name, '?']))

const step =
  (reads: boolean) =>
  (action: string, input: Data = {}, keep?: Step['keep']): Step => ({
    action,
    reads,
    input: (memory) => build(input, memory),
    ...(keep && { keep }),
  })

/** A step that only reads. */
export const read = step(true)

/** A step that changes something. */
export const write = step(false)

const textIn = (data: unknown, ...keys: string[]): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined
  const found = Object.entries(data).find(([key, value]) => keys.includes(key) && typeof value === 'string')
  return found && String(found[1])
}

const remember = (name: string, value: string | undefined): Memory => (value === undefined ? {} : { [name]: value })

/** Remembers a text of the answer, which stands under the same name unless told otherwise. */
export const textAs =
  (name: string, ...keys: string[]) =>
  (data: Data): Memory =>
    remember(name, textIn(data, ...(keys.length > 0 ? keys : [name])))

/** Remembers the object's id. */
export const idAs = (name: string) => textAs(name, 'id', '_id')

/** Remembers the id of the first element of a list. */
export const firstIdAs =
  (name: string, list: string) =>
  (data: Data): Memory =>
    remember(name, textIn(Array.isArray(data[list]) ? data[list][0] : undefined, 'id', '_id'))

/** Remembers free slots as slot0, slot1 … */
export const slots = (data: Data): Memory =>
  Object.fromEntries((Array.isArray(data.slots) ? data.slots : []).map((slot, index) => [`slot${index}`, String(slot)]))
