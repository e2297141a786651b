import { type Context, Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { findAppointment } from './appointments'
import type { AppointmentNote } from './calendar-records'
import type { ApiEnv, SandboxContext } from './context'
import { createError } from './errors'
import type { JsonObject } from './records'
import type { Store } from './store'
import { type BodyRules, checkBody, text } from './validation'

const MAX_LIMIT = 20

const noteRules: BodyRules = { userId: text, body: { type: 'string', isRequired: true, maxLength: 5000 } }

export function appointmentNotesRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'calendars/events.readonly')
  const mayWrite = requireAccess(sandbox, 'calendars/events.write')

  routes.get('/calendars/appointments/:appointmentId/notes', mayRead, (c) => {
    const { id } = findAppointment(c, store, c.req.param('appointmentId'))
    const limit = readRequired(c, 'limit', 1, MAX_LIMIT)
    const offset = readRequired(c, 'offset', 0)
    const notes = [...store.appointmentNotes.values()].filter((note) => note.appointmentId === id)
    const shown = notes.slice(offset, offset + limit).map((note) => showNote(store, note))
    return sendJson(c, { notes: shown, hasMore: offset + limit < notes.length })
  })

  routes.post('/calendars/appointments/:appointmentId/notes', mayWrite, (c) => {
    const { id: appointmentId, contactId } = findAppointment(c, store, c.req.param('appointmentId'))
    const fields = checkBody(c.get('body'), noteRules)
    const note: AppointmentNote = {
      id: store.createId(),
      appointmentId,
      contactId,
      body: '',
      dateAdded: store.readTime(),
    }
    Object.assign(note, fields)
    store.appointmentNotes.set(note.id, note)
    return sendJson(c, { note: showNote(store, note) }, 201)
  })

  routes.put('/calendars/appointments/:appointmentId/notes/:noteId', mayWrite, (c) => {
    const appointment = findAppointment(c, store, c.req.param('appointmentId'))
    const note = findNote(store, appointment.id, c.req.param('noteId'))
    Object.assign(note, checkBody(c.get('body'), noteRules))
    return sendJson(c, { note: showNote(store, note) })
  })

  routes.delete('/calendars/appointments/:appointmentId/notes/:noteId', mayWrite, (c) => {
    const appointment = findAppointment(c, store, c.req.param('appointmentId'))
    store.appointmentNotes.delete(findNote(store, appointment.id, c.req.param('noteId')).id)
    return sendJson(c, { success: true })
  })

  return routes
}

/** Both numbers have to be given, unlike in other lists. */
function readRequired(c: Context<ApiEnv>, name: string, least: number, most = Number.POSITIVE_INFINITY): number {
  const value = c.req.query(name) ?? ''
  if (!/^\d+$/.test(value)) throw createError(400, `${name} must be a number`)
  if (Number(value) < least) throw createError(400, `${name} must not be less than ${least}`)
  if (Number(value) > most) throw createError(400, `${name} must not be greater than ${most}`)
  return Number(value)
}

/** How a missing note is answered is not documented; 404 is what the sandbox gives for a missing event. */
function findNote(store: Store, appointmentId: string, noteId: string): AppointmentNote {
  const note = store.appointmentNotes.get(noteId)
  if (note?.appointmentId !== appointmentId) throw createError(404, `Note with id ${noteId} not found`)
  return note
}

function showNote(store: Store, { id, body, userId, dateAdded, contactId }: AppointmentNote): JsonObject {
  const author = store.users.get(userId ?? '')
  const createdBy = author && { id: author.id, name: `${author.firstName} ${author.lastName}` }
  return { id, body, userId, dateAdded, contactId, createdBy }
}
