/** Watches that no token, secret, code, input or body is ever logged, and that none of the first three is ever shown. */
import type { RecordedRequest as BotpressRequest } from '../../../sandbox/botpress'
import type { RecordedRequest as GhlRequest } from '../../../sandbox/gohighlevel'

/** Shorter texts ("open", "GET") stand in any log by chance. */
const MIN_LENGTH = 8

/** What the states call the values that are secret, and those that belong to a page but not into a log. */
const SECRET_KEYS = ['accessToken', 'refreshToken', 'clientSecret']
const PAGE_KEYS = ['state', 'ticket']

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

/** Every text in the value, with the key it stands under. */
function textsOf(value: unknown, key = ''): [string, string][] {
  if (typeof value === 'string') return [[key, value]]
  return entriesOf(value).flatMap(([name, inner]) => textsOf(inner, Array.isArray(value) ? key : name))
}

/** The value as it is and as it looks inside JSON or inside an address. */
function spellingsOf(value: string): string[] {
  const spellings = [value, JSON.stringify(value).slice(1, -1)]
  try {
    return [...spellings, encodeURIComponent(value)]
  } catch {
    return spellings // half a character, which no address can hold
  }
}

/** Names of fields and values of enums: whoever says what is allowed must say them. */
function vocabularyOf(schema: unknown): string[] {
  return entriesOf(schema).flatMap(([name, inner]) => {
    if (name === 'enum' && Array.isArray(inner)) return inner.map(String)
    return name === 'properties' ? [...Object.keys(Object(inner)), ...vocabularyOf(inner)] : vocabularyOf(inner)
  })
}

/** Each text that holds one of the hidden values, with what that is. */
const search = (kind: string, texts: readonly string[], hidden: Iterable<string>): string[] =>
  [...hidden].flatMap((value) => {
    const spellings = spellingsOf(value)
    const found = texts.filter((text) => spellings.some((spelling) => text.includes(spelling)))
    return found.map((text) => `${kind}: ${value.slice(0, 80)} in: ${text.slice(0, 300)}`)
  })

export class Leaks {
  private readonly vocabulary: Set<string>
  private readonly checked = new Map<readonly string[], number>()
  private readonly secrets = new Set<string>()
  private readonly personal = new Set<string>()
  private readonly shown: string[] = []

  /** @param definition whose words are no secret, since everybody can read them there */
  constructor(definition: unknown) {
    this.vocabulary = new Set(vocabularyOf(definition))
  }

  /** May neither be logged nor shown. */
  addSecrets(...values: string[]): void {
    for (const value of values) if (value.length >= MIN_LENGTH) this.secrets.add(value)
  }

  /** May not be logged: every text in an input, a body or an answer. */
  addPersonal(value: unknown): void {
    for (const [, text] of textsOf(value)) {
      if (text.length >= MIN_LENGTH && !this.vocabulary.has(text)) this.personal.add(text)
    }
  }

  /** What the bundle has said to somebody: a page, an answer, the message of an error. */
  addShown(text: string): void {
    this.shown.push(text)
  }

  /** Learns the secrets that went over the wire, whoever made them. */
  learn(toGhl: readonly GhlRequest[], toBotpress: readonly BotpressRequest[]): void {
    for (const { path, headers, body } of toGhl) {
      this.addSecrets((headers.authorization ?? '').replace(/^Bearer /, ''))
      if (path !== '/oauth/token') this.addPersonal(body)
      else
        this.addSecrets(...['client_secret', 'refresh_token', 'code'].map((name) => String(Object(body)[name] ?? '')))
    }
    for (const { body } of toBotpress) {
      for (const [key, text] of textsOf(body)) {
        if (SECRET_KEYS.includes(key)) this.addSecrets(text)
        if (PAGE_KEYS.includes(key)) this.addPersonal(text)
      }
    }
  }

  /** The same as `find`, for the lines that have come to each log since the last time. */
  findNew(logs: readonly (readonly string[])[]): string[] {
    const fresh = logs.flatMap((log) => log.slice(this.checked.get(log) ?? 0))
    for (const log of logs) this.checked.set(log, log.length)
    return this.find(fresh)
  }

  /** Each line or page that holds what it must not, with what that is. */
  find(logs: readonly string[]): string[] {
    return [
      ...search('secret in the log', logs, this.secrets),
      ...search('input or body in the log', logs, this.personal),
      ...search('secret shown', this.shown, this.secrets),
    ]
  }
}
