/** A GoHighLevel that has whatever is asked for, and every input that is worth trying on an action. */
import { expect } from 'vitest'
import type { Answerer, Asked } from './routes'
import type { Deployed, JsonSchema } from './deployed'
import { EARLIER, generate, LONG_NAME, SHORT_NAME, type Size } from './generate'

/** Names that the examples of the actions use. */
const EXAMPLE_NAMES = [
  'Consultation',
  'Uma User',
  'Follow-up after chat',
  'Spring offer',
  'Too expensive',
  'Proposal sent',
]

const named = (kind: string) =>
  [...EXAMPLE_NAMES, SHORT_NAME, LONG_NAME].map((name, index) => ({
    id: `${kind}0000000000`.slice(0, 10) + `000000000${index}`,
    name,
  }))

const pipelines = named('pipeline').map((pipeline) => ({ ...pipeline, stages: named('stage') }))
const userId = named('user')[0]?.id

const entry = {
  id: 'object00000000000001',
  name: 'Anything',
  email: 'ada@example.com',
  timezone: 'Europe/Berlin',
  calendarId: named('calendar')[0]?.id,
  pipelineId: pipelines[0]?.id,
  contactId: 'contact0000000000001',
  startTime: EARLIER,
  endTime: '2026-07-20T11:00:00+02:00',
  slotDuration: 30,
  slotDurationUnit: 'mins',
  teamMembers: [{ userId }, { userId: 'user0000000000000009', isPrimary: true }],
  customFields: [{ id: 'field000000000000001', value: 'blue' }],
  searchAfter: [1784498400000, 'object00000000000001'],
  sort: [1784498400000],
  lastMessageDate: 1784498400000,
  visitorId: 'visitor0000000000001',
}

const anything = {
  ...entry,
  ...Object.fromEntries(
    [
      'contact',
      'opportunity',
      'note',
      'task',
      'event',
      'appointment',
      'calendar',
      'location',
      'order',
      'conversation',
    ].map((key) => [key, entry])
  ),
  ...Object.fromEntries(
    [
      'contacts',
      'opportunities',
      'notes',
      'tasks',
      'events',
      'data',
      'forms',
      'submissions',
      'customValues',
      'tags',
      'conversations',
      'messages',
    ].map((key) => [key, [entry]])
  ),
  calendars: named('calendar'),
  users: named('user'),
  workflows: named('workflow'),
  campaigns: named('campaign'),
  lostReasons: named('reason'),
  customFields: named('field'),
  pipelines,
  followers: [userId],
  new: true,
  // More than any input passes over.
  total: 10_000_000,
  totalCount: 10_000_000,
  count: 10_000_000,
  meta: { total: 10_000_000, startAfter: 1784498400000, startAfterId: entry.id },
  succeeded: true,
  lastMessageId: entry.id,
  messageId: 'message0000000000001',
  uploadedFiles: { 'a.pdf': 'https://files.example.com/a.pdf' },
  traceId: 'trace-1',
}

/** The first is the start of every generated input, the second that of an example. */
const FREE_SLOTS = [EARLIER, '2026-07-21T14:00:00+02:00']

/** Has every object, every name of an example, and a free slot at the times that are tried. */
export const hasAnything: Answerer = ({ path, query }: Asked) => {
  // There is more only for who asks for less than a page.
  if (path.endsWith('/messages')) return { body: { ...anything, nextPage: query.limit === '1' } }
  if (path.endsWith('/free-slots')) return { body: { '2026-07-20': { slots: FREE_SLOTS }, traceId: 'trace-1' } }
  if (/^\/contacts\/[^/]+\/tags$/.test(path)) return { body: { tags: ['vip'], tagsAdded: ['vip'], tagsRemoved: [] } }
  return { body: anything }
}

/** Fields of which at least one must be given, which no JSON schema of a flat input can say. */
const ONE_OF: Record<string, string[]> = {
  findContact: ['email', 'phone'],
  bookAppointment: ['contactId', 'email', 'phone'],
  createBlockSlot: ['calendarId', 'assignedUserId'],
  getCalendarEvents: ['calendarId', 'userId', 'groupId'],
  listBlockedSlots: ['calendarId', 'userId', 'groupId'],
  moveOpportunity: ['stage', 'pipeline'],
  cancelScheduledMessage: ['messageId', 'emailMessageId'],
  uploadAttachment: ['conversationId', 'contactId'],
}

/** Fields that go together only with others, which no schema can say: each of these inputs is tried, not the whole. */
const FITTING: Record<string, { title: string; fields: string[]; fixed: Record<string, unknown> }[]> = {
  sendMessage: [
    {
      title: 'an SMS',
      fields: ['message', 'attachments', 'fromNumber', 'toNumber', 'scheduledAt'],
      fixed: { type: 'SMS' },
    },
    {
      title: 'an e-mail',
      fields: ['html', 'subject', 'emailFrom', 'emailTo', 'emailCc', 'emailBcc', 'emailReplyMode', 'threadId'].concat([
        'replyMessageId',
        'templateId',
        'appointmentId',
        'attachments',
        'scheduledAt',
      ]),
      fixed: { type: 'Email' },
    },
    { title: 'a WhatsApp template', fields: ['templateId'], fixed: { type: 'WhatsApp' } },
    { title: 'a message of a provider', fields: ['message', 'conversationProviderId'], fixed: { type: 'Custom' } },
    { title: 'an internal comment', fields: ['message', 'mentions', 'userId'], fixed: { type: 'InternalComment' } },
  ],
}

/** Of these no more than one. */
const EXCLUSIVE = new Set(['createBlockSlot'])

export type Try = { title: string; input: Record<string, unknown> }

const objectOf = (value: unknown): Record<string, unknown> => ({ ...Object(value) })

function pickOne(input: Record<string, unknown>, full: Record<string, unknown>, choices: string[], choice: string) {
  const others = Object.fromEntries(Object.entries(input).filter(([name]) => !choices.includes(name)))
  return { ...others, [choice]: full[choice] }
}

function fittingInput(
  schema: JsonSchema,
  required: Record<string, unknown>,
  size: Size,
  { title, fields, fixed }: { title: string; fields: string[]; fixed: Record<string, unknown> }
): Try {
  const full = objectOf(generate({ ...schema, required: Object.keys(objectOf(schema.properties)) }, size))
  const must = Object.fromEntries([schema.required].flat().map((field) => [String(field), required[String(field)]]))
  const wanted = Object.fromEntries(fields.map((field) => [field, full[field]]))
  return { title: `its ${size} input as ${title}`, input: { ...must, ...wanted, ...fixed } }
}

/** The inputs of a size: one, or one for each of the fields of which one is needed. A cursor can't be made up. */
export function inputsOf(deployed: Deployed, name: string, size: Size): Try[] {
  const schema = deployed.actions[name]?.input.schema ?? expect.fail(`${name} is not deployed`)
  const input = objectOf(generate(schema, size))
  delete input.cursor
  const fitting = FITTING[name]
  if (fitting) return fitting.map((one) => fittingInput(schema, input, size, one))
  const choices = ONE_OF[name]
  if (!choices || (size === 'largest' && !EXCLUSIVE.has(name))) return [{ title: `its ${size} input`, input }]
  const every = Object.keys(objectOf(schema.properties))
  const full = objectOf(generate({ ...schema, required: every }, size))
  return choices.map((choice) => ({
    title: `its ${size} input with ${choice}`,
    input: pickOne(input, full, choices, choice),
  }))
}

/** The example with every value of the flow in place. */
export const exampleOf = (example: Record<string, unknown>): Record<string, unknown> =>
  objectOf(
    JSON.parse(
      JSON.stringify(example).replace(
        /\{\{(?:workflow\.|event\.tags\.\w+\['gohighlevel:)(\w+?)Id(?:'\])?\}\}/g,
        (_, kind: string) => `${kind}0000000000`.slice(0, 11) + '000000001'
      )
    )
  )
