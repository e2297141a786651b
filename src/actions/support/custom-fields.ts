/** Custom fields by name or key, and the names of those that come back. */
import { RuntimeError } from '@botpress/sdk'
import { listOf } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { isObject, type JsonObject } from '../../ghl/json'
import { path } from '../../ghl/path'
import { find, isGeneratedId, toNamed, type Named, type NamesOf } from './pick'

type Model = 'contact' | 'opportunity'
/** A custom field to write, named in one of three ways. */
type FieldValue = {
  id?: string | undefined
  key?: string | undefined
  name?: string | undefined
  field_value?: unknown
}

const readFields = (ghl: Ghl, model: Model, maxAgeMs?: number): Promise<unknown[]> =>
  ghl.lookups.read(
    `${model}Fields`,
    async () => listOf(await ghl.get(path`/locations/${ghl.locationId}/customFields`, { model }), 'customFields'),
    maxAgeMs
  )

/** A custom field goes by its name, its key, and its key without "contact.". */
const namesOfField: NamesOf = ({ name, fieldKey }) => [
  name,
  fieldKey,
  typeof fieldKey === 'string' ? fieldKey.replace(/^\w+\./, '') : undefined,
]

const readNamedFields = async (ghl: Ghl, model: Model, maxAgeMs?: number): Promise<Named[]> =>
  toNamed(await readFields(ghl, model, maxAgeMs), namesOfField)

async function toWrite(ghl: Ghl, model: Model, { id, key, name, field_value }: FieldValue, at: string) {
  const wanted = id ?? key ?? name
  if (!wanted) throw new RuntimeError(`${at} needs id, key or name. Nothing was changed in GoHighLevel.`)
  if (isGeneratedId(wanted)) return { id: wanted, field_value }
  const field = await find((maxAgeMs) => readNamedFields(ghl, model, maxAgeMs), wanted, at, 'custom field')
  return { id: field.id, field_value }
}

/**
 * The fields with every custom one by its id. GoHighLevel silently ignores an unknown id or key, so those given by key
 * or name are checked against the location's fields. Throws GhlError naming the nearest fields.
 */
export async function withFieldIds<Fields extends { customFields?: FieldValue[] | undefined }>(
  ghl: Ghl,
  model: Model,
  fields: Fields
): Promise<Omit<Fields, 'customFields'> & { customFields?: { id: string; field_value: unknown }[] }> {
  const { customFields, ...others } = fields
  if (!customFields) return others
  const written = customFields.map((field, index) => toWrite(ghl, model, field, `customFields[${index}]`))
  return { ...others, customFields: await Promise.all(written) }
}

/** The object with name and key beside the id of every custom field, as far as the list is at hand. */
export function withFieldNames(ghl: Ghl, model: Model, object: JsonObject): JsonObject {
  const known = ghl.lookups.peek(`${model}Fields`)?.filter(isObject)
  if (!Array.isArray(object.customFields)) return object
  const customFields = object.customFields.map((value: unknown) => {
    if (!isObject(value)) return value
    const field = known?.find(({ id }) => id === value.id)
    const key = value.key ?? value.fieldKey ?? field?.fieldKey
    return { ...value, ...(field && { name: field.name }), ...(key !== undefined && { key }) }
  })
  return { ...object, customFields }
}
