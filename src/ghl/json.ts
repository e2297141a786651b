/** JSON whose shape is not known yet. Pure. */

export type JsonObject = Record<string, unknown>

/** A JSON object, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text without white space around it; "" for anything else. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The JSON object in a text that anybody may have sent; undefined for anything else. */
export function readJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
