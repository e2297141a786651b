import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { lowerTags } from './contact-fields'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import type { Contact } from './records'
import { type BodyRules, checkBody, requiredTexts } from './validation'

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
    const tagsAdded = addTo(contact, 'tags', lowerTags(readTexts(checkBody(c.get('body'), tagsRules).tags)))
    store.addTags(contact.locationId, tagsAdded)
    return sendJson(c, { tags: contact.tags, tagsAdded })
  })

  routes.delete('/contacts/:contactId/tags', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const tagsRemoved = removeFrom(contact, 'tags', lowerTags(readTexts(checkBody(c.get('body'), tagsRules).tags)))
    return sendJson(c, { tags: contact.tags, tagsRemoved })
  })

  routes.post('/contacts/:contactId/followers', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const followersAdded = addTo(contact, 'followers', readTexts(checkBody(c.get('body'), followersRules).followers))
    return sendJson(c, { followers: contact.followers, followersAdded }, 201)
  })

  routes.delete('/contacts/:contactId/followers', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const { followers } = checkBody(c.get('body'), followersRules)
    const followersRemoved = removeFrom(contact, 'followers', readTexts(followers))
    return sendJson(c, { followers: contact.followers, followersRemoved })
  })

  return routes
}

type ContactList = 'tags' | 'followers'

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Gives back what is new. */
function addTo(contact: Contact, list: ContactList, items: string[]): string[] {
  const added = [...new Set(items)].filter((item) => !contact[list].includes(item))
  contact[list] = [...contact[list], ...added]
  return added
}

/** Gives back what is gone. */
function removeFrom(contact: Contact, list: ContactList, items: string[]): string[] {
  const removed = contact[list].filter((item) => items.includes(item))
  contact[list] = contact[list].filter((item) => !items.includes(item))
  return removed
}
