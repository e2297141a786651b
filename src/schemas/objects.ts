/** Custom objects, their records, and what links them, as webhooks carry them. */
import { z } from '@botpress/sdk'
import { answer, anything, text, texts } from './fields'

export const record = answer({
  id: text('Record ID', 'ID of the record'),
  owners: texts('Owners', 'IDs of the users who own it'),
  followers: texts('Followers', 'IDs of the users who follow it'),
  properties: z.array(z.unknown()).title('Properties').describe('Its fields, each with key and valueString'),
})

export const objectSchema = answer({
  id: text('Object ID', 'ID of the custom object'),
  key: text('Key', 'Key, e.g. custom_objects.pets'),
  labels: anything('Labels', 'singular and plural name'),
  description: text('Description', 'What it is for'),
  objectType: text('Object Type', 'USER_DEFINED or SYSTEM_DEFINED'),
  primaryDisplayProperty: text('Primary Display Property', 'Field that names a record'),
  searchableProperties: texts('Searchable Properties', 'Fields that are searched'),
  createdAt: text('Created At', 'When it was created, ISO 8601'),
  updatedAt: text('Updated At', 'When it was last changed, ISO 8601'),
})

const ends = {
  firstObjectKey: text('First Object', 'Key of the first object'),
  secondObjectKey: text('Second Object', 'Key of the second object'),
}

export const association = answer({
  id: text('Association ID', 'ID of the association'),
  key: text('Key', 'Key of the association'),
  associationType: text('Association Type', 'USER_DEFINED or SYSTEM_DEFINED'),
  ...ends,
  firstObjectLabel: text('First Label', 'What the first is to the second'),
  secondObjectLabel: text('Second Label', 'What the second is to the first'),
})

export const relation = answer({
  id: text('Relation ID', 'ID of the relation'),
  associationId: text('Association ID', 'ID of the association'),
  ...ends,
  firstRecordId: text('First Record', 'ID of the first record'),
  secondRecordId: text('Second Record', 'ID of the second record'),
})
