import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { createValidationError } from './errors'
import type { FormSubmission } from './lookup-records'
import { readCount } from './query'
import type { JsonObject } from './records'
import type { Store } from './store'

const MAX_FORMS = 50
const MAX_SUBMISSIONS = 100
const DAY_MS = 86_400_000
const MONTH_MS = 30 * DAY_MS

export function formsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()
  const access = requireAccess(sandbox, 'forms.readonly')

  routes.get('/forms/', access, (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const skip = readCount(c, 'skip', 0)
    const limit = readCount(c, 'limit', 10, MAX_FORMS)
    const forms = [...store.forms.values()].filter((form) => form.locationId === locationId)
    return sendJson(c, { forms: forms.slice(skip, skip + limit), total: forms.length })
  })

  routes.get('/forms/submissions', access, (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const page = Math.max(1, readCount(c, 'page', 1))
    const limit = readCount(c, 'limit', 20, MAX_SUBMISSIONS)
    const found = listSubmissions(c, store, locationId)
    const from = (page - 1) * limit
    const shown = found.slice(from, from + limit)
    const meta = {
      total: found.length,
      currentPage: page,
      nextPage: from + limit < found.length ? page + 1 : null,
      prevPage: page > 1 ? page - 1 : null,
    }
    return sendJson(c, { submissions: shown.map(showSubmission), meta })
  })

  return routes
}

/** Latest first, of the last month unless days are given. */
function listSubmissions(c: Context<ApiEnv>, store: Store, locationId: string): FormSubmission[] {
  const { formId, q = '' } = c.req.query()
  const from = readDay(c, 'startAt') ?? store.now() - MONTH_MS
  const lastDay = readDay(c, 'endAt')
  const to = lastDay === undefined ? store.now() : lastDay + DAY_MS - 1
  const found = [...store.formSubmissions.values()].filter(
    (item) =>
      item.locationId === locationId &&
      (!formId || item.formId === formId) &&
      Date.parse(item.createdAt) >= from &&
      Date.parse(item.createdAt) <= to &&
      `${item.contactId} ${item.name} ${item.email} ${item.others.phone ?? ''}`.toLowerCase().includes(q.toLowerCase())
  )
  return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

function readDay(c: Context<ApiEnv>, name: string): number | undefined {
  const value = c.req.query(name)
  if (value === undefined) return undefined
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw createValidationError([`${name} must be in YYYY-MM-DD format`])
  return time
}

function showSubmission(submission: FormSubmission): JsonObject {
  const { locationId: _, ...shown } = submission
  return shown
}
