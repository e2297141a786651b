import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { lowerTags } from './contact-fields'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import type { Contact } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, readTexts, requiredTexts } from './validation'

const tagsRules: BodyRules = { tags: requiredTexts }
const followersRules: BodyRules = { followers: requiredTexts }

/** The two lists of a contact that are changed by what is added and removed. */
export function contactTagsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayWrite = requireAccess(sandbox, 'contacts.write')

  // Described as 201, recorded as 200.
  routes.post('/contacts/:contactId/tags', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const items = lowerTags(readTexts(checkBody(c.get('body'), tagsRules).tags))
    const { list: tags, changed: tagsAdded } = addTo(store, contact, 'tags', items)
    store.addTags(contact.locationId, tagsAdded)
    return sendJson(c, { tags, tagsAdded })
  })

  routes.delete('/contacts/:contactId/tags', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const items = lowerTags(readTexts(checkBody(c.get('body'), tagsRules).tags))
    const { list: tags, changed: tagsRemoved } = removeFrom(store, contact, 'tags', items)
    return sendJson(c, { tags, tagsRemoved })
  })

  routes.post('/contacts/:contactId/followers', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const items = readTexts(checkBody(c.get('body'), followersRules).followers)
    const { list: followers, changed: followersAdded } = addTo(store, contact, 'followers', items)
    return sendJson(c, { followers, followersAdded }, 201)
  })

  routes.delete('/contacts/:contactId/followers', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const items = readTexts(checkBody(c.get('body'), followersRules).followers)
    const { list: followers, changed: followersRemoved } = removeFrom(store, contact, 'followers', items)
    return sendJson(c, { followers, followersRemoved })
  })

  return routes
}

type ContactList = 'tags' | 'followers'
type ListChange = { list: string[]; changed: string[] }

function addTo(store: Store, contact: Contact, name: ContactList, items: string[]): ListChange {
  const changed = [...new Set(items)].filter((item) => !contact[name].includes(item))
  return writeList(store, contact, name, { list: [...contact[name], ...changed], changed })
}

function removeFrom(store: Store, contact: Contact, name: ContactList, items: string[]): ListChange {
  const changed = contact[name].filter((item) => items.includes(item))
  const list = contact[name].filter((item) => !items.includes(item))
  return writeList(store, contact, name, { list, changed })
}

function writeList(store: Store, contact: Contact, name: ContactList, change: ListChange): ListChange {
  store.contacts.set(contact.id, { ...contact, [name]: change.list })
  return change
}
