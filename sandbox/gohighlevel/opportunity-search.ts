import { type Context, Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import { listAppointments } from './contact-appointments'
import { listNotes } from './contact-notes'
import { listTasks } from './contact-tasks'
import type { ApiEnv, SandboxContext } from './context'
import { createValidationError } from './errors'
import { showOpportunity } from './opportunities'
import { STATUSES } from './opportunity-fields'
import { listUnknownParameters, readCount } from './query'
import type { JsonObject, Opportunity } from './records'
import type { Store } from './store'
import { listComplaints } from './validation'

const MAX_LIMIT = 100
const DAY_MS = 86_400_000

const PARAMETERS = [
  'q',
  'location_id',
  'pipeline_id',
  'pipeline_stage_id',
  'contact_id',
  'status',
  'assigned_to',
  'campaignId',
  'id',
  'order',
  'date',
  'endDate',
  'startAfter',
  'startAfterId',
  'country',
  'page',
  'limit',
  'getTasks',
  'getNotes',
  'getCalendarEvents',
]

type Query = Record<string, string>

export function opportunitySearchRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.get('/opportunities/search', requireAccess(sandbox, 'opportunities.readonly'), (c) => {
    const query = c.req.query()
    // Before the location is looked at: who writes locationId gets told that it is not the name.
    checkParameters(c)
    const locationId = checkLocation(c, query.location_id)
    const page = Math.max(1, readCount(c, 'page', 1))
    const limit = readCount(c, 'limit', 20, MAX_LIMIT)
    const found = [...store.opportunities.values()].filter(
      (item) => item.locationId === locationId && store.isIndexed(item.createdAt) && matches(store, item, query)
    )
    const isOldestFirst = query.order === 'added_asc'
    found.sort((a, b) => (isOldestFirst ? compare(a, b) : compare(b, a)))
    const from = query.startAfter && query.startAfterId ? findNext(found, query, isOldestFirst) : (page - 1) * limit
    const shown = found.slice(from, from + limit)
    const opportunities = shown.map((item) => showFound(store, item, query))
    const meta = createMeta(c, shown.at(-1), found.length, page, from + limit < found.length)
    return sendJson(c, { opportunities, meta, aggregations: {} })
  })

  return routes
}

function checkParameters(c: Context<ApiEnv>): void {
  const { status, date, endDate } = c.req.query()
  const complaints = [
    ...listUnknownParameters(c, PARAMETERS),
    ...listComplaints({ status }, { status: { type: 'string', values: STATUSES } }),
  ]
  for (const [name, value] of Object.entries({ date, endDate })) {
    if (value !== undefined && Number.isNaN(readDay(value))) complaints.push(`${name} must be in mm-dd-yyyy format`)
  }
  if (complaints.length > 0) throw createValidationError(complaints)
}

/** The month comes first. */
function readDay(value: string): number {
  const [, month, day, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(value) ?? []
  return Date.parse(`${year}-${month}-${day}`)
}

function matches(store: Store, item: Opportunity, query: Query): boolean {
  const contact = store.contacts.get(item.contactId)
  const createdAt = Date.parse(item.createdAt)
  if (query.status && query.status !== 'all' && item.status !== query.status) return false
  if (query.id && item.id !== query.id) return false
  if (query.pipeline_id && item.pipelineId !== query.pipeline_id) return false
  if (query.pipeline_stage_id && item.pipelineStageId !== query.pipeline_stage_id) return false
  if (query.contact_id && item.contactId !== query.contact_id) return false
  if (query.assigned_to && item.assignedTo !== query.assigned_to) return false
  if (query.country && contact?.country !== query.country) return false
  if (query.campaignId && !store.campaigns.get(query.campaignId)?.contactIds.includes(item.contactId)) return false
  if (query.date && createdAt < readDay(query.date)) return false
  if (query.endDate && createdAt >= readDay(query.endDate) + DAY_MS) return false
  const name = [contact?.firstName, contact?.lastName].filter(Boolean).join(' ')
  const searched = [item.name, name, contact?.email, contact?.phone].filter(Boolean).join(' ').toLowerCase()
  return searched.includes((query.q ?? '').toLowerCase())
}

function compare(a: Pick<Opportunity, 'createdAt' | 'id'>, b: Pick<Opportunity, 'createdAt' | 'id'>): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : Number(a.id > b.id))
}

/** Where the list goes on after the given position, which need not exist any more. */
function findNext(found: Opportunity[], query: Query, isOldestFirst: boolean): number {
  const time = new Date(Number(query.startAfter))
  if (Number.isNaN(time.getTime())) throw createValidationError(['startAfter must be a number string'])
  const last = { createdAt: time.toISOString(), id: query.startAfterId ?? '' }
  const next = found.findIndex((item) => (isOldestFirst ? compare(item, last) : compare(last, item)) > 0)
  return next === -1 ? found.length : next
}

/** The position of the last item is given on the last page as well. */
function createMeta(
  c: Context<ApiEnv>,
  last: Opportunity | undefined,
  total: number,
  page: number,
  hasMore: boolean
): JsonObject {
  const pages = { total, currentPage: page, nextPage: hasMore ? page + 1 : null, prevPage: page > 1 ? page - 1 : null }
  if (!last) return pages
  const startAfter = Date.parse(last.createdAt)
  const next = new URL(c.req.url)
  next.searchParams.set('startAfter', String(startAfter))
  next.searchParams.set('startAfterId', last.id)
  return { ...pages, startAfter, startAfterId: last.id, nextPageUrl: next.href }
}

/** What belongs to the contact comes along only when asked for. */
function showFound(store: Store, item: Opportunity, query: Query): JsonObject {
  const { contactId, pipelineStageId, assignedTo, source, lostReasonId } = item
  return {
    ...showOpportunity(store, item),
    pipelineStageUId: pipelineStageId,
    assignedTo: assignedTo ?? null,
    source: source ?? null,
    lostReasonId: lostReasonId ?? null,
    notes: query.getNotes === 'true' ? listNotes(store, contactId) : [],
    tasks: query.getTasks === 'true' ? listTasks(store, contactId) : [],
    calendarEvents: query.getCalendarEvents === 'true' ? listAppointments(store, contactId) : [],
    relations: [],
    sort: [Date.parse(item.createdAt), item.id],
  }
}
