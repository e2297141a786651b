/** Every way in which GoHighLevel says no, read into one GhlError. The body shapes are those seen in real traffic. */
import { isObject, type JsonObject } from './json'

/** What kind of refusal it is; stable, so that a flow can branch on it. GoHighLevel's own code wins where it sends one. */
export type ErrorKind =
  | 'CONTACT_DUPLICATE'
  | 'OPPORTUNITY_DUPLICATE'
  | 'SLOT_TAKEN'
  | 'NOT_FOUND'
  | 'UNKNOWN_NAME'
  | 'AMBIGUOUS_NAME'
  | 'DIFFERENT_CONTACTS'
  | 'WRONG_LOCATION'
  | 'MISSING_SCOPE'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'INVALID'
  | 'RATE_LIMITED'
  | 'DAILY_LIMIT'
  | 'UNAVAILABLE'
  | 'UNREACHABLE'
  | 'UNEXPECTED_ANSWER'

/** What an action's `error` carries. `status` is the HTTP status, absent when no answer came. */
export type ErrorDetails = {
  status?: number
  code?: string
  traceId?: string
  /** True when the same call may well succeed a little later. */
  retryable: boolean
  /** Id of the contact or opportunity that stands in the way of a new one. */
  existingId?: string
  /** Free times near one that is taken, ISO 8601 with offset. */
  freeSlots?: string[]
}

/** GoHighLevel, or the network, refused a call. `message` is for the bot builder; `words` are GoHighLevel's own. */
export class GhlError extends Error {
  override readonly name = 'GhlError'
  constructor(
    message: string,
    readonly kind: ErrorKind,
    readonly details: ErrorDetails,
    readonly words = ''
  ) {
    super(message)
  }
}

const MAX_WORDS = 300
/** Tokens have no business in a message, even where GoHighLevel repeats one. */
const TOKEN = /\b(?:eyJ[\w-]+(?:\.[\w-]*)*|pit-[\w-]+)/g

/** Texts lie at most this deep: a list of objects with a message. */
const MAX_DEPTH = 3

function textOf(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  const inner = (part: unknown): string | undefined => textOf(part, depth + 1)
  if (Array.isArray(value)) return value.map(inner).filter(Boolean).join('; ') || undefined
  return isObject(value) ? inner(value.message) : undefined
}

/** GoHighLevel's own words: message (text or list), error_description, error, msg, detail; never a page's markup. */
function wordsOf(body: unknown): string {
  if (typeof body === 'string') return /<\/?[a-z!]/i.test(body) ? '' : tidy(body)
  if (!isObject(body)) return ''
  const found = [body.message, body.error_description, body.error, body.msg, body.detail]
    .map((part) => textOf(part))
    .find(Boolean)
  return tidy(found ?? '')
}

const tidy = (words: string): string => words.replace(TOKEN, '[token]').replace(/\s+/g, ' ').trim().slice(0, MAX_WORDS)

const firstText = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value !== '')

type Answer = { status: number; words: string; headers: JsonObject }
type Rule = { kind: ErrorKind; when: (answer: Answer) => boolean; say: string }

const MISSING_SCOPE = /not authorized for this scope|not allowed to access this scope|not yet supported by the IAM/i
/** 401s that no new token can cure. Whatever is not listed is taken for an expired token and costs one refresh. */
const NOT_ABOUT_EXPIRY = /user ?type mismatch|version header|api version|E01 - |command timed out/i

/** First match wins. Statuses are ranges because GoHighLevel answers "not found" and "duplicate" with 400. */
const RULES: Rule[] = [
  {
    kind: 'CONTACT_DUPLICATE',
    when: ({ words }) => /duplicated? contact/i.test(words),
    say: 'A contact with this e-mail or phone already exists and this location allows no duplicates. Use Upsert Contact, or update the contact named in error.existingId.',
  },
  {
    kind: 'OPPORTUNITY_DUPLICATE',
    when: ({ words }) => /duplicate opportunity/i.test(words),
    say: 'This contact already has an open opportunity in the pipeline and the location allows no second one. Update the opportunity named in error.existingId.',
  },
  {
    kind: 'SLOT_TAKEN',
    when: ({ words }) => /slot .*no longer available/i.test(words),
    say: 'This time is no longer free. Offer another free slot of the calendar.',
  },
  {
    kind: 'MISSING_SCOPE',
    when: ({ status, words }) => status === 401 && MISSING_SCOPE.test(words),
    say: 'The connection lacks a permission (scope) for this. Add the scope to your GoHighLevel app or Private Integration, then connect again.',
  },
  {
    kind: 'UNAUTHORIZED',
    when: ({ status }) => status === 401,
    say: 'GoHighLevel did not accept the connection for this call. If it goes on, connect GoHighLevel again.',
  },
  {
    kind: 'WRONG_LOCATION',
    when: ({ status, words }) => status === 403 && /location/i.test(words),
    say: 'This belongs to another location than the connected one. Leave locationId empty, or connect that location.',
  },
  {
    kind: 'FORBIDDEN',
    when: ({ status }) => status === 403,
    say: 'GoHighLevel does not allow this for the connected location.',
  },
  {
    kind: 'NOT_FOUND',
    when: ({ status, words }) => status === 404 || ((status === 400 || status === 422) && /not found/i.test(words)),
    say: 'GoHighLevel has no such object. Check the ID and that it belongs to the connected location.',
  },
  {
    kind: 'DAILY_LIMIT',
    when: ({ status, headers }) => status === 429 && isDailyBudgetSpent(headers),
    say: "The location's GoHighLevel request budget for today is used up. Try again tomorrow.",
  },
  {
    kind: 'RATE_LIMITED',
    when: ({ status }) => status === 429,
    say: 'GoHighLevel is receiving too many requests for this location. Try again in a few seconds.',
  },
  {
    kind: 'UNAVAILABLE',
    when: ({ status }) => status >= 500,
    say: 'GoHighLevel has a problem of its own right now. Try again later; if you were creating something, look first whether it exists.',
  },
  {
    kind: 'INVALID',
    when: () => true,
    say: 'GoHighLevel did not accept the input. Correct what it names and try again.',
  },
]

/** True when the rate-limit headers say that nothing more will be answered today. */
export const isDailyBudgetSpent = (headers: JsonObject): boolean =>
  String(headers['x-ratelimit-daily-remaining']) === '0'

const RETRYABLE = new Set<ErrorKind>(['RATE_LIMITED', 'UNAVAILABLE', 'UNREACHABLE'])

/** Reads an HTTP answer outside 2xx. Never throws, whatever the body is. */
export function errorFromAnswer(status: number, body: unknown, headers: JsonObject = {}): GhlError {
  const words = wordsOf(body)
  const fields = isObject(body) ? body : {}
  const meta = isObject(fields.meta) ? fields.meta : {}
  const answer = { status, words, headers }
  const rule = RULES.find(({ when }) => when(answer))
  const kind = rule?.kind ?? 'INVALID'
  const quoted = words ? `GoHighLevel said: "${words}"` : `GoHighLevel answered with status ${status}.`
  const traceId = firstText(fields.traceId)
  const existingId = firstText(meta.existingId, meta.contactId, meta.opportunityId, fields.conversationId)
  return new GhlError(
    `${rule?.say ?? ''} ${quoted}`.trim(),
    kind,
    {
      status,
      code: firstText(fields.code, fields.canonicalCode, meta.code) ?? kind,
      ...(traceId && { traceId }),
      retryable: RETRYABLE.has(kind),
      ...(existingId && { existingId }),
    },
    words
  )
}

/** No answer came: connection refused or reset, name not found, time-out. `code` is Node's or axios's. */
export function errorFromNetwork(code: string | undefined, mayHaveHappened: boolean): GhlError {
  const caution = mayHaveHappened
    ? 'It is not known whether GoHighLevel carried it out: look before you repeat it.'
    : 'Try again later.'
  return new GhlError(`GoHighLevel could not be reached (${code ?? 'no answer'}). ${caution}`, 'UNREACHABLE', {
    code: 'UNREACHABLE',
    retryable: true,
  })
}

/** Refused before anything was sent. Not a RuntimeError, whose message Botpress logs: this one may name people. */
export const refusal = (kind: ErrorKind, message: string): GhlError =>
  new GhlError(`${message} Nothing was changed in GoHighLevel.`, kind, { code: kind, retryable: false })

/** A 2xx whose body is not what the API promises: a page, an empty answer, a list where an object belongs. */
export const unexpectedAnswer = (what: string): GhlError =>
  new GhlError(
    `GoHighLevel answered with ${what} instead of data. It may be under maintenance; look whether the change was made before you repeat it.`,
    'UNEXPECTED_ANSWER',
    { code: 'UNEXPECTED_ANSWER', retryable: false }
  )

/** True for a 401 that a new access token may cure. */
export const isAboutExpiry = (error: GhlError): boolean =>
  error.kind === 'UNAUTHORIZED' && !NOT_ABOUT_EXPIRY.test(error.words)
