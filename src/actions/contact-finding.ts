/** Finding contacts. */
import { RuntimeError, z } from '@botpress/sdk'
import { listOf } from '../ghl/answer'
import { contact } from '../schemas/contact'
import { moment } from '../schemas/dates'
import { answer, choice, flag, id, locationId, text, texts } from '../schemas/fields'
import { defineAction } from './action'
import { isObject } from '../ghl/json'
import { filtersOf, findMatches, normalizeFound } from './support/contact-search'
import { withFieldNames } from './support/custom-fields'
import { listOutput, paging, readPages } from './support/list'

const pageSize = { usual: 20, most: 100 }
const operators = choice(
  ['eq', 'not_eq', 'contains', 'not_contains', 'exists', 'not_exists', 'range'],
  'Operator',
  'How to compare'
)
const sortFields = choice(
  ['dateAdded', 'dateUpdated', 'firstNameLowerCase', 'lastNameLowerCase', 'businessName', 'email', 'source'],
  'Sort By',
  'Field to sort by'
)

export const searchContacts = defineAction({
  title: 'Search Contacts',
  description:
    'Search contacts by text, tags, owner, dates or any field. Lags some seconds behind changes; for one e-mail or phone use Find Contact.',
  scopes: ['contacts.readonly'],
  example: { tags: ['lead'], addedAfter: '2026-07-01T00:00:00Z', limit: 50 },
  input: z.object({
    query: text('Text', 'Text to look for in name, e-mail, phone and company, at most 75 characters')
      .max(75)
      .optional(),
    email: text('E-Mail', 'Exactly this e-mail address').optional(),
    phone: text('Phone', 'Exactly this phone number, with country code').optional(),
    tags: texts('Tags', 'Contacts that have all these tags').optional(),
    assignedTo: id('Assigned To', 'Contacts of this user, by ID or name').optional(),
    addedAfter: moment('Added After', 'Created after').optional(),
    addedBefore: moment('Added Before', 'Created before').optional(),
    updatedAfter: moment('Updated After', 'Changed after').optional(),
    updatedBefore: moment('Updated Before', 'Changed before').optional(),
    filters: z
      .array(
        z
          .object({
            field: text('Field', 'GoHighLevel field, e.g. city, source, dnd, customFields.<id>'),
            operator: operators,
            value: z.unknown().title('Value').describe('Not with exists; {"gt": …, "lt": …} with range'),
          })
          .strict()
      )
      .optional()
      .title('Filters')
      .describe('Any other fields, e.g. [{"field": "city", "operator": "eq", "value": "Berlin"}]; all must hold'),
    sortBy: sortFields.optional(),
    sortDirection: choice(['asc', 'desc'], 'Sort Direction', 'asc or desc; desc when empty').optional(),
    locationId,
    ...paging(pageSize),
  }),
  data: answer({ contacts: z.array(contact).title('Contacts').describe('The contacts of this page'), ...listOutput }),
  done: 'Contacts searched',
  run: (ghl, { limit, cursor, all, query, sortBy, sortDirection = 'desc', locationId: location, ...search }) => {
    const filters = filtersOf(search)
    const body = {
      locationId: location ?? ghl.locationId,
      query,
      ...(filters.length > 0 && { filters }),
      ...(sortBy && { sort: [{ field: sortBy, direction: sortDirection }] }),
    }
    const position = z.array(z.union([z.string(), z.number(), z.null()]))
    return readPages(ghl, 'contacts', { limit, cursor, all }, pageSize, position, async (pageLimit, searchAfter) => {
      const asked = { ...body, pageLimit, ...(searchAfter ? { searchAfter } : { page: 1 }) }
      const answered = await ghl.post('/contacts/search', asked, { repeatable: true })
      const found = listOf(answered, 'contacts').filter(isObject)
      const next = position.safeParse(found.at(-1)?.searchAfter)
      const items = found.map((one) => withFieldNames(ghl, 'contact', normalizeFound(one)))
      return { items, total: answered.total, next: next.success ? next.data : undefined }
    })
  },
})

export const findContact = defineAction({
  title: 'Find Contact',
  description:
    'Find the contact with exactly this e-mail or phone number. data.found is false when there is none; data.conflict is true when the two belong to different contacts.',
  scopes: ['contacts.readonly'],
  example: { email: 'ada@example.com', phone: '+15550100123' },
  input: z.object({
    email: text('E-Mail', 'E-mail address').optional(),
    phone: text('Phone', 'Phone number with country code, e.g. +15550100123').optional(),
  }),
  data: answer({
    found: flag('Found', 'True when there is such a contact'),
    conflict: flag('Conflict', 'True when e-mail and phone belong to different contacts'),
    contact: contact.title('Contact').describe('The contact; with a conflict the one that has the e-mail'),
    emailContactId: text('ID by E-Mail', 'ID of the contact that has the e-mail'),
    phoneContactId: text('ID by Phone', 'ID of the contact that has the phone number'),
  }),
  done: 'Contact looked for',
  run: async (ghl, { email, phone }) => {
    if (!email && !phone) throw new RuntimeError('Give email or phone. Nothing was changed in GoHighLevel.')
    const { byEmail, byPhone } = await findMatches(ghl, email, phone)
    const found = byEmail ?? byPhone
    return {
      found: found !== undefined,
      conflict: byEmail !== undefined && byPhone !== undefined && byEmail.id !== byPhone.id,
      contact: found && withFieldNames(ghl, 'contact', found),
      emailContactId: byEmail?.id,
      phoneContactId: byPhone?.id,
    }
  },
})
