import type { CustomField, CustomFieldValue } from './records'
import type { Store } from './store'
import { type FieldRule, isJsonObject } from './validation'

/** Contacts were reported to take `fieldValue` as well; opportunities take it under v3 only. */
export const contactCustomFields: FieldRule = {
  type: 'object[]',
  itemKeys: ['id', 'key', 'field_value', 'fieldValue'],
}
export const opportunityCustomFields: FieldRule = { type: 'object[]', itemKeys: ['id', 'key', 'field_value'] }

/** Writes the given values over the stored ones. A field nobody knows is ignored without a word. */
export function mergeCustomFields(
  store: Store,
  model: CustomField['model'],
  locationId: string,
  current: CustomFieldValue[],
  written: unknown
): CustomFieldValue[] {
  const merged = new Map(current.map((item) => [item.id, item.value]))
  const items: unknown[] = Array.isArray(written) ? written : []
  for (const item of items) {
    if (!isJsonObject(item)) continue
    const field = findField(store, model, locationId, item.id, item.key)
    if (field) merged.set(field.id, coerceValue(field, item.field_value ?? item.fieldValue))
  }
  return [...merged].map(([id, value]) => ({ id, value }))
}

/** A key is accepted with and without the model's prefix, because the description shows both. */
function findField(
  store: Store,
  model: CustomField['model'],
  locationId: string,
  id: unknown,
  key: unknown
): CustomField | undefined {
  for (const field of store.customFields.values()) {
    if (field.model !== model || field.locationId !== locationId) continue
    if (field.id === id) return field
    if (typeof key === 'string' && (field.fieldKey === key || field.fieldKey === `${model}.${key}`)) return field
  }
  return undefined
}

function coerceValue(field: CustomField, value: unknown): unknown {
  if (field.dataType !== 'NUMERICAL' || typeof value !== 'string') return value
  const number = Number(value)
  return Number.isNaN(number) ? value : number
}
