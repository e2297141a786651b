/** Custom fields, as they are written and as they come back. */
import { z } from '@botpress/sdk'
import type { JsonObject } from '../ghl/client'
import { answer, id, text } from './fields'

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.unknown())])

/** Values to write: the field named by its id or by its key. */
export const customFieldsInput = z
  .array(
    z.object({
      id: id('Field ID', 'ID of the custom field. Give this or the key; the ID is safer.').optional(),
      key: text('Field Key', 'Key of the custom field, e.g. contact.favourite_colour').optional(),
      field_value: value
        .title('Value')
        .describe('Text, number, true/false, or a list of options for a field that takes several'),
    })
  )
  .title('Custom Fields')
  .describe('Values of custom fields, e.g. [{"key": "contact.favourite_colour", "field_value": "blue"}]')

const customFieldValue = {
  id: text('Field ID', 'ID of the custom field'),
  key: text('Field Key', 'Key of the custom field, where GoHighLevel sends it'),
}

/** Values of a contact's custom fields. */
export const contactCustomFields = z
  .array(answer({ ...customFieldValue, value: z.unknown().title('Value').describe('Text, number, list or object') }))
  .title('Custom Fields')
  .describe('Values of custom fields')

/** Values of an opportunity's custom fields, which GoHighLevel names differently. */
export const opportunityCustomFields = z
  .array(
    answer({ ...customFieldValue, fieldValue: z.unknown().title('Value').describe('Text, number, list or object') })
  )
  .title('Custom Fields')
  .describe('Values of custom fields')

/** The same object with `key` beside `id` in every custom field, under whichever name GoHighLevel sent the key. */
export function withFieldKeys(object: JsonObject): JsonObject {
  if (!Array.isArray(object.customFields)) return object
  const customFields = object.customFields.map((field: unknown) => {
    if (typeof field !== 'object' || field === null) return field
    const { key, fieldKey } = field as JsonObject // an object's fields, each of unknown type
    return key === undefined && fieldKey !== undefined ? { ...field, key: fieldKey } : field
  })
  return { ...object, customFields }
}
