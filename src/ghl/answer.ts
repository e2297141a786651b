/** Reading GoHighLevel's answers, whose wrappers differ between description and reality. */
import { unexpectedAnswer } from './errors'
import { isObject, type JsonObject } from './json'

/**
 * The object inside the first wrapper that is there, else the answer itself when it is the bare object.
 * Throws GhlError when neither is: a 2xx without the object is no success.
 */
export function unwrap(answer: JsonObject, ...wrappers: string[]): JsonObject {
  const wrapped = wrappers.map((wrapper) => answer[wrapper]).find(isObject)
  if (wrapped) return wrapped
  if (answer.id === undefined && answer._id === undefined) throw unexpectedAnswer(`no ${wrappers[0] ?? 'object'}`)
  const { traceId: _, ...bare } = answer
  return bare
}

/** The list under the first key that holds one. Throws GhlError when none does. */
export function listOf(answer: JsonObject, ...keys: string[]): unknown[] {
  const list = keys.map((key) => answer[key]).find((value): value is unknown[] => Array.isArray(value))
  if (!list) throw unexpectedAnswer(`no ${keys[0] ?? 'list'}`)
  return list
}
