/** Every way in which GoHighLevel says no, read into one GhlError. The body shapes are those seen in real traffic. */
import { ruleOf, type ErrorKind } from './error-rules'
import { isObject, type JsonObject } from './json'

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
    readonly words = '',
    /** True when GoHighLevel may have carried it out all the same. */
    readonly isUncertain = false
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

/** 401s that no new token can cure. Whatever is not listed is taken for an expired token and costs one refresh. */
const NOT_ABOUT_EXPIRY = /user ?type mismatch|version header|api version|E01 - |command timed out/i

const RETRYABLE = new Set<ErrorKind>(['RATE_LIMITED', 'UNAVAILABLE', 'UNREACHABLE'])

/** Reads an HTTP answer outside 2xx. Never throws, whatever the body is. */
export function errorFromAnswer(status: number, body: unknown, headers: JsonObject = {}): GhlError {
  const words = wordsOf(body)
  const fields = isObject(body) ? body : {}
  const meta = isObject(fields.meta) ? fields.meta : {}
  const { kind, say } = ruleOf({ status, words, headers })
  const quoted = words ? `GoHighLevel said: "${words}"` : `GoHighLevel answered with status ${status}.`
  const traceId = firstText(fields.traceId)
  const existingId = firstText(meta.existingId, meta.contactId, meta.opportunityId, fields.conversationId)
  return new GhlError(
    `${say} ${quoted}`,
    kind,
    {
      status,
      code: firstText(fields.code, fields.canonicalCode, meta.code) ?? kind,
      ...(traceId && { traceId }),
      retryable: RETRYABLE.has(kind),
      ...(existingId && { existingId }),
    },
    words,
    status >= 500
  )
}

/** No answer came: connection refused or reset, name not found, time-out. `code` is Node's or axios's. */
export function errorFromNetwork(code: string | undefined, mayHaveHappened: boolean): GhlError {
  const caution = mayHaveHappened
    ? 'It is not known whether GoHighLevel carried it out: look before you repeat it.'
    : 'Try again later.'
  const details = { code: 'UNREACHABLE', retryable: true }
  const message = `GoHighLevel could not be reached (${code ?? 'no answer'}). ${caution}`
  return new GhlError(message, 'UNREACHABLE', details, '', mayHaveHappened)
}

/** Refused before anything was sent. Not a RuntimeError, whose message Botpress logs: this one may name people. */
export const refusal = (kind: ErrorKind, message: string): GhlError =>
  new GhlError(`${message} Nothing was changed in GoHighLevel.`, kind, { code: kind, retryable: false })

/** A 2xx whose body is not what the API promises: a page, an empty answer, a list where an object belongs. */
export const unexpectedAnswer = (what: string): GhlError =>
  new GhlError(
    `GoHighLevel answered with ${what} instead of data. It may be under maintenance; look whether the change was made before you repeat it.`,
    'UNEXPECTED_ANSWER',
    { code: 'UNEXPECTED_ANSWER', retryable: false },
    '',
    true
  )

/** True for a 401 that a new access token may cure. */
export const isAboutExpiry = (error: GhlError): boolean =>
  error.kind === 'UNAUTHORIZED' && !NOT_ABOUT_EXPIRY.test(error.words)
