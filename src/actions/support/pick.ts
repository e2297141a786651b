/** Finding the one entry of a list that a name stands for. */
import { distance } from 'fastest-levenshtein'
import { isObject, type JsonObject } from '../../ghl/json'
import { GhlError, refusal } from '../../ghl/errors'

/** One entry of a list: `names` are all the words it goes by, the first being the one to show. */
export type Named = { id: string; names: string[]; pipelineId?: string }

/** What an entry goes by; by default its name. */
export type NamesOf = (entry: JsonObject) => unknown[]

/** Looks like one of GoHighLevel's generated ids; anything else is looked up, by id too. Saves a request per action. */
export const isGeneratedId = (value: string): boolean =>
  /^(?=.*\d)[A-Za-z0-9]{20,24}$/.test(value) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)

const simplify = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ')

/** The entries that have an id, with the names they go by. */
export function toNamed(list: unknown[], namesOf: NamesOf = ({ name }) => [name]): Named[] {
  return list.filter(isObject).flatMap((entry) => {
    const names = namesOf(entry).filter((name): name is string => typeof name === 'string' && name !== '')
    const { id, pipelineId } = entry
    if (typeof id !== 'string') return []
    return [{ id, names: names.length > 0 ? names : [id], ...(typeof pipelineId === 'string' && { pipelineId }) }]
  })
}

const SHOWN = 10
const show = (entries: Named[]): string =>
  entries
    .slice(0, SHOWN)
    .map(({ id, names }) => `${names[0]} (${id})`)
    .join(', ') + (entries.length > SHOWN ? ` and ${entries.length - SHOWN} more` : '')

/** Nearest names first. */
const byNearness = (entries: Named[], wanted: string): Named[] => {
  const far = ({ names }: Named): number => Math.min(...names.map((name) => distance(simplify(name), simplify(wanted))))
  return [...entries].sort((a, b) => far(a) - far(b))
}

/** The one entry that `wanted` names. Throws GhlError naming the field and listing what there is. */
function pick(entries: Named[], wanted: string, field: string, word: string): Named {
  const matches = entries.filter(({ id, names }) => id === wanted || names.map(simplify).includes(simplify(wanted)))
  const [match, another] = matches
  if (match && !another) return match
  if (match) throw refusal('AMBIGUOUS_NAME', `${field}: there are several: ${show(matches)}. Give the ID.`)
  const exist = entries.length > 0 ? `There are: ${show(byNearness(entries, wanted))}.` : 'There is none at all.'
  throw refusal('UNKNOWN_NAME', `${field}: there is no ${word} "${wanted}". ${exist}`)
}

/** A list may have grown since it was kept: before a name is called unknown it is read again, unless just read. */
const JUST_READ_MS = 5_000

/**
 * The entry that `wanted` names, read again before a name is called unknown.
 * @param read the entries, not older than the ms given
 * Throws GhlError naming the field and listing what there is.
 */
export async function find(
  read: (maxAgeMs?: number) => Promise<Named[]>,
  wanted: string,
  field: string,
  word: string
): Promise<Named> {
  try {
    return pick(await read(), wanted, field, word)
  } catch (thrown) {
    if (!(thrown instanceof GhlError) || thrown.kind !== 'UNKNOWN_NAME') throw thrown
    return pick(await read(JUST_READ_MS), wanted, field, word)
  }
}
