import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import { compileFilters } from './contact-filters'
import { readContactName } from './contact-index'
import { createContactSort } from './contact-sort'
import { showContact, showFoundContact } from './contact-views'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createValidationError } from './errors'
import type { Contact, JsonObject } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, isJsonObject, numeric, readText, requiredText } from './validation'

/** Beyond it only searchAfter goes on. */
const MAX_BY_PAGE = 10_000

const searchRules: BodyRules = {
  locationId: requiredText,
  pageLimit: { ...numeric, isRequired: true },
  page: numeric,
  // Lists whose items are checked by those who read them.
  searchAfter: { type: 'any[]' },
  filters: { type: 'any[]' },
  sort: { type: 'any[]' },
  query: { type: 'string', maxLength: 75 },
}

export function contactSearchRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'contacts.readonly')

  routes.post('/contacts/search', mayRead, (c) => {
    const body = c.get('body')
    const locationId = checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
    const fields = checkBody(body, searchRules)
    const sort = createContactSort(store, fields.sort)
    const found = findContacts(store, locationId, fields).sort(sort.compare)
    const shown = cutPage(fields, found, (contact) => sort.isAfter(contact, fields.searchAfter))
    const contacts = shown.map((contact) => showFoundContact(contact, sort.readPosition(contact)))
    return sendJson(c, { contacts, total: found.length })
  })

  routes.get('/contacts/search/duplicate', mayRead, (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const contact = findDuplicate(c, store, locationId)
    // Named like this whatever it was that matched.
    return sendJson(c, contact ? { contact: showContact(contact), matchingField: 'contactId' } : { contact: null })
  })

  return routes
}

function findContacts(store: Store, locationId: string, fields: JsonObject): Contact[] {
  const matches = compileFilters(store, locationId, fields.filters)
  const query = readText(fields.query)?.toLowerCase() ?? ''
  return [...store.contacts.values()].filter(
    (contact) =>
      contact.locationId === locationId &&
      store.isIndexed(contact.dateAdded) &&
      matches(contact) &&
      readSearchable(contact).includes(query)
  )
}

function readSearchable(contact: Contact): string {
  const { email, phone, companyName } = contact
  return [readContactName(contact), email, phone, companyName].filter(Boolean).join(' ').toLowerCase()
}

function cutPage(fields: JsonObject, found: Contact[], isAfter: (contact: Contact) => boolean): Contact[] {
  const pageLimit = Number(fields.pageLimit)
  const page = Number(fields.page ?? 1)
  const complaints = Object.entries({ page, pageLimit }).filter(([, count]) => count < 1)
  if (complaints.length > 0) throw createValidationError(complaints.map(([name]) => `${name} must not be less than 1`))
  if (fields.searchAfter !== undefined) {
    if (fields.page !== undefined) throw createError(400, 'page and searchAfter can not be used together')
    return found.filter(isAfter).slice(0, pageLimit)
  }
  if (page * pageLimit > MAX_BY_PAGE) throw createError(400, `page * pageLimit must not exceed ${MAX_BY_PAGE}`)
  return found.slice((page - 1) * pageLimit, page * pageLimit)
}

/** Looks by the location's own fields where it forbids duplicates, else by e-mail and then by phone. */
function findDuplicate(c: Context<ApiEnv>, store: Store, locationId: string): Contact | undefined {
  const { email, number } = c.req.query()
  if (!email && !number) throw createError(400, 'email or number is required')
  const settings = store.locations.get(locationId)?.settings
  const isOwnOrder = settings && !settings.allowDuplicateContact
  const wanted = { email: email?.toLowerCase(), phone: number }
  for (const field of isOwnOrder ? settings.contactUniqueIdentifiers : (['email', 'phone'] as const)) {
    const contact = [...store.contacts.values()].find(
      (item) => item.locationId === locationId && wanted[field] && item[field] === wanted[field]
    )
    if (contact) return contact
  }
  return undefined
}
