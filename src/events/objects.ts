/** What happens to custom objects, their records, and what links them. */
import { association, objectSchema, record, relation } from '../schemas/objects'
import { defineEvent } from './event'

const ofRecord = { scopes: ['objects/record.readonly'], fields: record, ids: ['id'] as const }
const ofSchema = { scopes: ['objects/schema.readonly'], fields: objectSchema, ids: ['id'] as const }
const ofAssociation = { scopes: ['associations.readonly'], fields: association, ids: ['id'] as const }
const ofRelation = { scopes: ['associations/relation.readonly'], fields: relation, ids: ['id'] as const }

export const recordCreated = defineEvent({
  ...ofRecord,
  type: 'RecordCreate',
  title: 'Record Created',
  description: 'A record of a custom object was created',
})

export const recordUpdated = defineEvent({
  ...ofRecord,
  type: 'RecordUpdate',
  title: 'Record Updated',
  description: 'A record of a custom object was changed',
})

export const recordDeleted = defineEvent({
  ...ofRecord,
  type: 'RecordDelete',
  title: 'Record Deleted',
  description: 'A record of a custom object was deleted',
})

export const objectSchemaCreated = defineEvent({
  ...ofSchema,
  type: 'ObjectSchemaCreate',
  title: 'Object Schema Created',
  description: 'A custom object was created',
})

export const objectSchemaUpdated = defineEvent({
  ...ofSchema,
  type: 'ObjectSchemaUpdate',
  title: 'Object Schema Updated',
  description: 'A custom object was changed',
})

export const associationCreated = defineEvent({
  ...ofAssociation,
  type: 'AssociationCreate',
  title: 'Association Created',
  description: 'A kind of link between two objects was created',
})

export const associationUpdated = defineEvent({
  ...ofAssociation,
  type: 'AssociationUpdate',
  title: 'Association Updated',
  description: 'A kind of link between two objects was changed',
})

export const associationDeleted = defineEvent({
  ...ofAssociation,
  type: 'AssociationDelete',
  title: 'Association Deleted',
  description: 'A kind of link between two objects was deleted',
})

export const relationCreated = defineEvent({
  ...ofRelation,
  type: 'RelationCreate',
  title: 'Relation Created',
  description: 'Two records were linked',
})

export const relationDeleted = defineEvent({
  ...ofRelation,
  type: 'RelationDelete',
  title: 'Relation Deleted',
  description: 'The link between two records was removed',
})
