import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import {
  checkIdentity,
  contactCreateRules,
  contactUpdateRules,
  contactUpsertRules,
  normalizePhone,
  readContactFields,
} from './contact-fields'
import { showContact, showListedContact } from './contact-views'
import type { ApiEnv, SandboxContext } from './context'
import { createContactNotFound, createDuplicateContact, createValidationError, createWrongLocation } from './errors'
import { readCount } from './query'
import type { Contact, JsonObject } from './records'
import type { Store } from './store'
import { checkBody, isJsonObject, readText } from './validation'

const MAX_PAGE = 100

export function contactsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'contacts.readonly')
  const mayWrite = requireAccess(sandbox, 'contacts.write')

  routes.post('/contacts/', mayWrite, (c) => {
    const fields = readLocationBody(c, contactCreateRules)
    checkIdentity(fields, ['email', 'phone', 'firstName', 'lastName', 'name'])
    const duplicate = findDuplicate(store, fields)
    if (duplicate && !readSettings(store, fields).allowDuplicateContact) {
      const { id, firstName, lastName } = duplicate.contact
      const contactName = [firstName, lastName].filter(Boolean).join(' ')
      throw createDuplicateContact({ contactId: id, contactName, matchingField: duplicate.matchingField })
    }
    const contact = addContact(sandbox, fields)
    const extras = { deleted: false, bounceEmail: false, unsubscribeEmail: false, validEmail: null }
    return sendJson(c, { contact: { ...showContact(contact), ...extras } }, 201)
  })

  routes.post('/contacts/upsert', mayWrite, (c) => {
    const { createNewIfDuplicateAllowed, ...fields } = readLocationBody(c, contactUpsertRules)
    checkIdentity(fields, ['email', 'phone'])
    const mayDuplicate = createNewIfDuplicateAllowed === true && readSettings(store, fields).allowDuplicateContact
    const match = mayDuplicate ? undefined : findDuplicate(store, fields)
    const contact = match ? updateMatch(sandbox, match.contact, fields) : addContact(sandbox, fields)
    const body = { new: !match, contact: showContact(contact), succeded: true, succeeded: true }
    return sendJson(c, body, match ? 200 : 201)
  })

  routes.get('/contacts/business/:businessId', mayRead, (c) => {
    const { locationId, query = '' } = c.req.query()
    checkLocation(c, locationId)
    const skip = readCount(c, 'skip', 0)
    const limit = readCount(c, 'limit', 25)
    if (limit > MAX_PAGE) throw createValidationError([`limit must not be greater than ${MAX_PAGE}`])
    const found = [...store.contacts.values()].filter(
      ({ businessId, locationId: owner, firstName, lastName }) =>
        businessId === c.req.param('businessId') &&
        owner === locationId &&
        `${firstName ?? ''} ${lastName ?? ''}`.toLowerCase().includes(query.toLowerCase())
    )
    return sendJson(c, { contacts: found.slice(skip, skip + limit).map(showListedContact), count: found.length })
  })

  routes.get('/contacts/:contactId', mayRead, (c) => {
    return sendJson(c, { contact: showContact(findContact(c, store, c.req.param('contactId'))) })
  })

  routes.put('/contacts/:contactId', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const fields = checkBody(c.get('body'), contactUpdateRules)
    const updated = updateContact(sandbox, contact, fields)
    return sendJson(c, { succeded: true, succeeded: true, contact: showContact(updated) })
  })

  routes.delete('/contacts/:contactId', mayWrite, (c) => {
    store.contacts.delete(findContact(c, store, c.req.param('contactId')).id)
    return sendJson(c, { succeded: true, succeeded: true })
  })

  return routes
}

/** The contact when it exists in the token's location. */
export function findContact(c: Context<ApiEnv>, store: Store, contactId: string): Contact {
  const contact = store.contacts.get(contactId)
  if (!contact) throw createContactNotFound(contactId)
  if (contact.locationId !== c.get('token').locationId) throw createWrongLocation()
  return contact
}

function readLocationBody(c: Context<ApiEnv>, rules: typeof contactCreateRules): JsonObject {
  const body = c.get('body')
  checkLocation(c, isJsonObject(body) ? body.locationId : undefined)
  return checkBody(body, rules)
}

function readSettings(store: Store, fields: JsonObject): { allowDuplicateContact: boolean } {
  return store.locations.get(String(fields.locationId))?.settings ?? { allowDuplicateContact: false }
}

/** Looks by the location's fields in their order: the first that matches decides. */
function findDuplicate(store: Store, fields: JsonObject): { contact: Contact; matchingField: string } | undefined {
  const order = store.locations.get(String(fields.locationId))?.settings.contactUniqueIdentifiers ?? []
  const wanted = {
    email: readText(fields.email)?.toLowerCase(),
    phone: fields.phone ? normalizePhone(String(fields.phone)) : undefined,
  }
  for (const matchingField of order) {
    if (!wanted[matchingField]) continue
    for (const contact of store.contacts.values()) {
      if (contact.locationId === fields.locationId && contact[matchingField] === wanted[matchingField]) {
        return { contact, matchingField }
      }
    }
  }
  return undefined
}

function addContact(sandbox: SandboxContext, fields: JsonObject): Contact {
  const { store } = sandbox
  const now = store.readTime()
  const author = { source: 'INTEGRATION', channel: 'OAUTH', sourceId: sandbox.clientId, timestamp: now }
  const contact: Contact = {
    id: store.createId(),
    locationId: String(fields.locationId),
    type: 'lead',
    tags: [],
    customFields: [],
    followers: [],
    additionalEmails: [],
    additionalPhones: [],
    dnd: false,
    createdBy: author,
    lastUpdatedBy: author,
    dateAdded: now,
    dateUpdated: now,
  }
  Object.assign(contact, readContactFields(store, contact, fields))
  store.addTags(contact.locationId, contact.tags)
  store.contacts.set(contact.id, contact)
  return contact
}

function updateContact(sandbox: SandboxContext, contact: Contact, fields: JsonObject): Contact {
  const { store } = sandbox
  const timestamp = store.readTime()
  const lastUpdatedBy = { source: 'INTEGRATION', channel: 'OAUTH', sourceId: sandbox.clientId, timestamp }
  const changes = readContactFields(store, contact, fields)
  const updated: Contact = { ...contact, ...changes, dateUpdated: timestamp, lastUpdatedBy }
  store.addTags(updated.locationId, updated.tags)
  store.contacts.set(updated.id, updated)
  return updated
}

/** `gender` stays as it was, and an e-mail or phone that another contact owns is dropped without a word. */
function updateMatch(sandbox: SandboxContext, contact: Contact, fields: JsonObject): Contact {
  const { gender: _, ...changes } = fields
  for (const name of ['email', 'phone'] as const) {
    const { locationId } = contact
    const owner = findDuplicate(sandbox.store, { locationId, [name]: changes[name] })?.contact
    if (owner && owner !== contact) delete changes[name]
  }
  return updateContact(sandbox, contact, changes)
}
