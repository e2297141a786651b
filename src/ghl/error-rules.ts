/** How GoHighLevel's refusals are told apart, and what each means to a bot builder. Pure. */
import type { JsonObject } from './json'

/** What kind of refusal it is; stable, so that a flow can branch on it. GoHighLevel's own code wins where it sends one. */
export type ErrorKind =
  | 'CONTACT_DUPLICATE'
  | 'OPPORTUNITY_DUPLICATE'
  | 'SLOT_TAKEN'
  | 'NOT_FOUND'
  | 'UNKNOWN_NAME'
  | 'AMBIGUOUS_NAME'
  | 'DIFFERENT_CONTACTS'
  | 'DO_NOT_DISTURB'
  | 'NO_ADDRESS'
  | 'WINDOW_CLOSED'
  | 'NO_LIVE_CHAT'
  | 'FILE_NOT_USABLE'
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

/** An answer outside 2xx; `words` are GoHighLevel's own. */
export type Answer = { status: number; words: string; headers: JsonObject }
type Rule = { kind: ErrorKind; when: (answer: Answer) => boolean; say: string }

const MISSING_SCOPE = /not authorized for this scope|not allowed to access this scope|not yet supported by the IAM/i

/** Other things take 24 hours too, such as the notice that a calendar wants. */
const isAboutWindow = (words: string): boolean =>
  /(session|window) (is |has )?(closed|expired)/i.test(words) ||
  (/24[ -]?h(ou)?rs?\b/i.test(words) && /messag|window|session/i.test(words))

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
    kind: 'DO_NOT_DISTURB',
    when: ({ words }) => /\bDND is active|has unsubscribed/i.test(words),
    say: 'The contact wants no messages on this medium (do not disturb, or unsubscribed). Respect it, or use a medium that is open.',
  },
  {
    kind: 'NO_ADDRESS',
    when: ({ words }) =>
      /missing (phone number|e-?mail)|contact's e-?mail is invalid|invalid country calling code|emailTo is not under/i.test(
        words
      ),
    say: "The contact's phone number or e-mail address is missing or not valid. Correct it in the contact, or use another medium.",
  },
  {
    kind: 'WINDOW_CLOSED',
    when: ({ status, words }) => status < 429 && isAboutWindow(words),
    say: 'WhatsApp and Facebook let businesses write freely only within 24 hours after the contact wrote last. On WhatsApp send an approved template (templateId); else wait for the contact to write, or use another medium.',
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
    when: ({ status, words }) =>
      status === 404 || ((status === 400 || status === 422) && /not found|no \w+ found/i.test(words)),
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
]

const OTHERWISE: Pick<Rule, 'kind' | 'say'> = {
  kind: 'INVALID',
  say: 'GoHighLevel did not accept the input. Correct what it names and try again.',
}

/** What kind of refusal an answer is, and what to do about it. */
export const ruleOf = (answer: Answer): Pick<Rule, 'kind' | 'say'> =>
  RULES.find(({ when }) => when(answer)) ?? OTHERWISE

/** True when the rate-limit headers say that nothing more will be answered today. */
export const isDailyBudgetSpent = (headers: JsonObject): boolean =>
  String(headers['x-ratelimit-daily-remaining']) === '0'
