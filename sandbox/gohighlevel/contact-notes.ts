import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { createError } from './errors'
import type { ContactNote, JsonObject } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, flag, requiredText, text } from './validation'

const updateRules: BodyRules = { body: text, userId: text, title: text, color: text, pinned: flag }
const createRules: BodyRules = { ...updateRules, body: requiredText }

export function contactNotesRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'contacts.readonly')
  const mayWrite = requireAccess(sandbox, 'contacts.write')

  routes.get('/contacts/:contactId/notes', mayRead, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    return sendJson(c, { notes: listNotes(store, id) })
  })

  routes.post('/contacts/:contactId/notes', mayWrite, (c) => {
    const { id: contactId } = findContact(c, store, c.req.param('contactId'))
    const fields = checkBody(c.get('body'), createRules)
    const note: ContactNote = { id: store.createId(), contactId, body: '', dateAdded: store.readTime() }
    Object.assign(note, fields)
    store.contactNotes.set(note.id, note)
    return sendJson(c, { note: showNote(note) }, 201)
  })

  routes.get('/contacts/:contactId/notes/:noteId', mayRead, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    return sendJson(c, { note: showNote(findNote(store, contact.id, c.req.param('noteId'))) })
  })

  routes.put('/contacts/:contactId/notes/:noteId', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const current = findNote(store, contact.id, c.req.param('noteId'))
    const note = { ...current, ...checkBody(c.get('body'), updateRules) }
    store.contactNotes.set(note.id, note)
    return sendJson(c, { note: showNote(note) })
  })

  routes.delete('/contacts/:contactId/notes/:noteId', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    store.contactNotes.delete(findNote(store, contact.id, c.req.param('noteId')).id)
    return sendJson(c, { succeded: true })
  })

  return routes
}

export function listNotes(store: Store, contactId: string): JsonObject[] {
  return [...store.contactNotes.values()].filter((note) => note.contactId === contactId).map(showNote)
}

/** How a missing note is answered is not documented; 400 is what a missing contact has. */
function findNote(store: Store, contactId: string, noteId: string): ContactNote {
  const note = store.contactNotes.get(noteId)
  if (note?.contactId !== contactId) throw createError(400, `Note with id ${noteId} not found`)
  return note
}

/** The text may be HTML, and comes without it as well. */
function showNote(note: ContactNote): JsonObject {
  return { ...note, bodyText: note.body.replaceAll(/<[^>]*>/g, ''), relations: [] }
}
