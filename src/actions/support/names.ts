/** Names in place of ids: what a bot builder knows is "Consultation", what GoHighLevel wants is its id. */
import { listOf } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { GhlError } from '../../ghl/errors'
import { isObject } from '../../ghl/json'
import { find, isGeneratedId, toNamed, type Named, type NamesOf } from './pick'

type Kind = 'calendar' | 'pipeline' | 'stage' | 'user' | 'workflow' | 'campaign' | 'lostReason'

/** A list of GoHighLevel's, and what one of its entries is called. */
type Source = {
  word: string
  read: (ghl: Ghl) => Promise<unknown[]>
  namesOf?: NamesOf
  /** Where the entries stand inside another kind's list. */
  within?: { kind: Kind; entriesOf: (list: unknown[]) => unknown[] }
}

const listed =
  (route: string, key: string, query: Record<string, number> = {}) =>
  async (ghl: Ghl): Promise<unknown[]> =>
    listOf(await ghl.get(route, { locationId: ghl.locationId, ...query }), key)

const readPipelines = listed('/opportunities/pipelines', 'pipelines')

const SOURCES: Record<Kind, Source> = {
  calendar: { word: 'calendar', read: listed('/calendars/', 'calendars') },
  pipeline: { word: 'pipeline', read: readPipelines },
  stage: {
    word: 'pipeline stage',
    read: readPipelines,
    within: { kind: 'pipeline', entriesOf: (list) => list.flatMap(stagesOf) },
  },
  user: {
    word: 'user',
    // Deprecated, but the only route that needs no company id.
    read: listed('/users/', 'users'),
    namesOf: ({ name, firstName, lastName, email }) => [name, [firstName, lastName].filter(Boolean).join(' '), email],
  },
  workflow: { word: 'workflow', read: listed('/workflows/', 'workflows') },
  campaign: { word: 'campaign', read: listed('/campaigns/', 'campaigns') },
  lostReason: { word: 'lost reason', read: listed('/opportunities/lost-reason', 'lostReasons', { limit: 100 }) },
}

function stagesOf(pipeline: unknown): unknown[] {
  if (!isObject(pipeline) || !Array.isArray(pipeline.stages)) return []
  return pipeline.stages
    .filter(isObject)
    .sort((a, b) => Number(a.position) - Number(b.position))
    .map((stage) => ({ ...stage, pipelineId: pipeline.id }))
}

/** Fields that take a name as well as an id, whatever action they stand in. */
const KINDS: Record<string, Kind> = {
  calendarId: 'calendar',
  pipelineId: 'pipeline',
  pipelineStageId: 'stage',
  assignedTo: 'user',
  assignedUserId: 'user',
  userId: 'user',
  followers: 'user',
  workflowId: 'workflow',
  campaignId: 'campaign',
  lostReasonId: 'lostReason',
}

/** Every entry of a kind; the stages of one pipeline where it is given, in their order. */
export async function listKind(ghl: Ghl, kind: Kind, pipelineId?: unknown, maxAgeMs?: number): Promise<Named[]> {
  const { read, within, namesOf } = SOURCES[kind]
  const list = await ghl.lookups.read(within?.kind ?? kind, () => read(ghl), maxAgeMs)
  const entries = toNamed(within ? within.entriesOf(list) : list, namesOf)
  return entries.filter((entry) => pipelineId === undefined || entry.pipelineId === pipelineId)
}

/** The entry that a name or an id stands for. Throws GhlError naming the field and listing what there is. */
export const findKind = (ghl: Ghl, kind: Kind, wanted: string, field: string, pipelineId?: unknown): Promise<Named> =>
  find((maxAgeMs) => listKind(ghl, kind, pipelineId, maxAgeMs), wanted, field, SOURCES[kind].word)

async function resolve(ghl: Ghl, kind: Kind, wanted: string, field: string, pipelineId?: unknown): Promise<string> {
  if (isGeneratedId(wanted)) return wanted
  try {
    return (await findKind(ghl, kind, wanted, field, pipelineId)).id
  } catch (thrown) {
    // Without the scope to look names up it can only be an id, which GoHighLevel will judge.
    if (thrown instanceof GhlError && thrown.kind === 'MISSING_SCOPE') return wanted
    throw thrown
  }
}

/** The input with every name replaced by the id it stands for. Makes no request where all are ids. */
export async function resolveNames<Input extends Record<string, unknown>>(ghl: Ghl, input: Input): Promise<Input> {
  const resolved: Record<string, unknown> = { ...input }
  // In this order the pipeline is known when its stage is looked up.
  for (const [field, kind] of Object.entries(KINDS)) {
    const value = resolved[field]
    const within = kind === 'stage' ? resolved.pipelineId : undefined
    if (typeof value === 'string') resolved[field] = await resolve(ghl, kind, value, field, within)
    if (Array.isArray(value)) {
      resolved[field] = await Promise.all(value.map((name) => resolve(ghl, kind, String(name), field)))
    }
  }
  return resolved as Input // the same fields, each of the same type
}
