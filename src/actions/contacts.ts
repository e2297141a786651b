/** Contacts. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import type { Ghl } from '../ghl/client'
import { isObject, type JsonObject } from '../ghl/json'
import { path } from '../ghl/path'
import { contact, contactChanges, contactFields } from '../schemas/contact'
import { amount, answer, count, flag, id, locationId, text } from '../schemas/fields'
import { defineAction } from './action'
import { withFieldIds, withFieldNames } from './support/custom-fields'
import { listOutput, paging, readByOffset } from './support/list'

const contactId = id('Contact ID', 'ID of the contact')

const readContact = (ghl: Ghl, answered: JsonObject) => withFieldNames(ghl, 'contact', unwrap(answered, 'contact'))

export const createContact = defineAction({
  title: 'Create Contact',
  description:
    'Create a contact. Needs an e-mail, a phone or a name. Fails with error.existingId when the location allows no duplicates and the contact exists: prefer Upsert Contact.',
  scopes: ['contacts.write'],
  example: { firstName: 'Ada', email: 'ada@example.com', tags: ['lead'] },
  input: z.object({ ...contactFields, locationId }),
  data: contact,
  done: 'Contact created',
  run: async (ghl, input) =>
    readContact(
      ghl,
      await ghl.post('/contacts/', { locationId: ghl.locationId, ...(await withFieldIds(ghl, 'contact', input)) })
    ),
})

export const upsertContact = defineAction({
  title: 'Upsert Contact',
  description:
    'Create a contact, or update the one with the same e-mail or phone. The safe way to save what a lead tells the bot. data.isNew tells which it was.',
  scopes: ['contacts.write'],
  example: { name: 'Ada Example', phone: '+15550100123', source: 'chatbot' },
  input: z.object({
    ...contactFields,
    createNewIfDuplicateAllowed: flag(
      'Create New If Duplicate Allowed',
      'True creates a new contact without looking for an existing one, where the location allows duplicates'
    ).optional(),
    locationId,
  }),
  data: contact.extend({ isNew: flag('Is New', 'True when the contact was created, false when updated').optional() }),
  done: 'Contact saved',
  run: async (ghl, input) => {
    const body = { locationId: ghl.locationId, ...(await withFieldIds(ghl, 'contact', input)) }
    const answered = await ghl.post('/contacts/upsert', body, { repeatable: !input.createNewIfDuplicateAllowed })
    return { ...readContact(ghl, answered), isNew: answered.new === true }
  },
})

export const getContact = defineAction({
  title: 'Get Contact',
  description: 'Read one contact by its ID',
  scopes: ['contacts.readonly'],
  example: { contactId: '{{workflow.contactId}}' },
  input: z.object({ contactId }),
  data: contact,
  done: 'Contact found',
  run: async (ghl, input) => readContact(ghl, await ghl.get(path`/contacts/${input.contactId}`)),
})

export const updateContact = defineAction({
  title: 'Update Contact',
  description: 'Change fields of a contact; fields left empty stay as they are. Tags, when given, replace all tags.',
  scopes: ['contacts.write'],
  example: { contactId: '{{workflow.contactId}}', companyName: 'Example Ltd', website: null },
  input: z.object({ contactId, ...contactChanges }),
  data: contact,
  done: 'Contact updated',
  run: async (ghl, { contactId: target, ...changes }) =>
    readContact(ghl, await ghl.put(path`/contacts/${target}`, await withFieldIds(ghl, 'contact', changes))),
})

export const deleteContact = defineAction({
  title: 'Delete Contact',
  description: 'Delete a contact for good, with its conversations and appointments. Cannot be undone.',
  scopes: ['contacts.write'],
  example: { contactId: '{{workflow.contactId}}' },
  input: z.object({ contactId }),
  done: 'Contact deleted',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}`),
})

const pageSize = { usual: 25, most: 100 }

export const getContactsByBusinessId = defineAction({
  title: 'Get Contacts by Business ID',
  description: 'List the contacts that are linked to a business (company) in GoHighLevel, page by page',
  scopes: ['contacts.readonly'],
  example: { businessId: '{{workflow.businessId}}', limit: 50 },
  input: z.object({
    businessId: id('Business ID', 'ID of the business'),
    query: text('Search', 'Only contacts whose name matches').optional(),
    skip: count(0, 1_000_000, 'Skip', 'How many to pass over, in place of a cursor').optional(),
    locationId,
    ...paging(pageSize),
  }),
  data: answer({
    contacts: z.array(contact).title('Contacts').describe('The contacts of this page'),
    count: amount('Count', 'How many contacts the business has'),
    ...listOutput,
  }),
  done: 'Contacts listed',
  run: async (ghl, { businessId, query, skip, locationId: location = ghl.locationId, ...input }) => {
    const list = await readByOffset(ghl, 'contacts', input, { ...pageSize, startAt: skip }, async (limit, from) => {
      const asked = { locationId: location, query, limit, skip: from }
      const answered = await ghl.get(path`/contacts/business/${businessId}`, asked)
      const items = listOf(answered, 'contacts').filter(isObject)
      return { items: items.map((one) => withFieldNames(ghl, 'contact', one)), total: answered.count }
    })
    return { ...list, count: list.total }
  },
})
