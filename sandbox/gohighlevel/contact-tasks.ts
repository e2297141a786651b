import { Hono } from 'hono'
import { requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { createError, createValidationError } from './errors'
import type { ContactTask, JsonObject } from './records'
import type { Store } from './store'
import { parseIsoTime } from './time'
import { type BodyRules, checkBody, flag, requiredText, text } from './validation'

const completedRules: BodyRules = { completed: { ...flag, isRequired: true } }
const updateRules: BodyRules = { title: text, body: text, dueDate: text, completed: flag, assignedTo: text }
const createRules: BodyRules = { ...updateRules, ...completedRules, title: requiredText, dueDate: requiredText }

export function contactTasksRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const mayRead = requireAccess(sandbox, 'contacts.readonly')
  const mayWrite = requireAccess(sandbox, 'contacts.write')

  routes.get('/contacts/:contactId/tasks', mayRead, (c) => {
    const { id } = findContact(c, store, c.req.param('contactId'))
    return sendJson(c, { tasks: listTasks(store, id) })
  })

  routes.post('/contacts/:contactId/tasks', mayWrite, (c) => {
    const { id: contactId } = findContact(c, store, c.req.param('contactId'))
    const fields = readFields(c.get('body'), createRules)
    const added = { id: store.createId(), contactId, dateAdded: store.readTime() }
    const task: ContactTask = { ...added, title: '', dueDate: '', completed: false }
    Object.assign(task, fields)
    store.contactTasks.set(task.id, task)
    return sendJson(c, { task: showTask(task) }, 201)
  })

  routes.get('/contacts/:contactId/tasks/:taskId', mayRead, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    return sendJson(c, { task: showTask(findTask(store, contact.id, c.req.param('taskId'))) })
  })

  routes.put('/contacts/:contactId/tasks/:taskId', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const current = findTask(store, contact.id, c.req.param('taskId'))
    const task = { ...current, ...readFields(c.get('body'), updateRules) }
    store.contactTasks.set(task.id, task)
    return sendJson(c, { task: showTask(task) })
  })

  routes.put('/contacts/:contactId/tasks/:taskId/completed', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    const current = findTask(store, contact.id, c.req.param('taskId'))
    const task = { ...current, ...checkBody(c.get('body'), completedRules) }
    store.contactTasks.set(task.id, task)
    return sendJson(c, { task: showTask(task) })
  })

  routes.delete('/contacts/:contactId/tasks/:taskId', mayWrite, (c) => {
    const contact = findContact(c, store, c.req.param('contactId'))
    store.contactTasks.delete(findTask(store, contact.id, c.req.param('taskId')).id)
    return sendJson(c, { succeded: true, succeeded: true })
  })

  return routes
}

export function listTasks(store: Store, contactId: string): JsonObject[] {
  return [...store.contactTasks.values()].filter((task) => task.contactId === contactId).map(showTask)
}

function showTask(task: ContactTask): JsonObject {
  const { dateAdded: _, ...shown } = task
  return shown
}

/** How a missing task is answered is not documented; 400 is what a missing contact has. */
function findTask(store: Store, contactId: string, taskId: string): ContactTask {
  const task = store.contactTasks.get(taskId)
  if (task?.contactId !== contactId) throw createError(400, `Task with id ${taskId} not found`)
  return task
}

function readFields(body: unknown, rules: BodyRules): JsonObject {
  const fields = checkBody(body, rules)
  if (fields.dueDate === undefined) return fields
  const dueAt = parseIsoTime(fields.dueDate)
  if (dueAt === undefined) throw createValidationError(['dueDate must be a valid ISO 8601 date string'])
  return { ...fields, dueDate: new Date(dueAt).toISOString() }
}
