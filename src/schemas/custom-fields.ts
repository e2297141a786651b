/** Custom fields, as they are written and as they come back. */
import { z } from '@botpress/sdk'
import { answer, id, text } from './fields'

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.unknown())])

/** Values to write: the field named by its id or by its key. */
export const customFieldsInput = z
  .array(
    z
      .object({
        id: id('Field ID', 'ID of the custom field. Give this, the key or the name.').optional(),
        key: text('Field Key', 'Key of the custom field, e.g. contact.favourite_colour').optional(),
        name: text('Field Name', 'Name of the custom field, e.g. Favourite colour').optional(),
        field_value: value
          .title('Value')
          .describe('Text, number, true/false, or a list of options for a field that takes several'),
      })
      .strict()
  )
  .title('Custom Fields')
  .describe('Values of custom fields, e.g. [{"name": "Favourite colour", "field_value": "blue"}]')

const customFieldValue = {
  id: text('Field ID', 'ID of the custom field'),
  key: text('Field Key', 'Key of the custom field, where it is known'),
  name: text('Field Name', 'Name of the custom field, where it is known'),
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
