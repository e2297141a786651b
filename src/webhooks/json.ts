/** Reading bodies that anybody may have sent. */
import type { JsonObject } from '../ghl/client'

/** The JSON object in the text; undefined for anything else. */
export function readJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? { ...value } : undefined
  } catch {
    return undefined
  }
}
