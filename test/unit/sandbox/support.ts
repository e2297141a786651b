/** One running sandbox per test file, and calls of it as a client makes them. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type GoHighLevelSandbox, seedIds, startGoHighLevel } from '../../../sandbox/gohighlevel'

export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> }
type CallOptions = { body?: unknown; token?: string; version?: string | null; headers?: Record<string, string> }

export const locationId = seedIds.location
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const redirectUri = 'https://webhook.example.com/abc/oauth'

export let sandbox: GoHighLevelSandbox
/** Good for everything in the first location; a new one for each test. */
export let token: string

/** Data stays from test to test of a file, as in a real account. */
export function useSandbox(): void {
  beforeAll(async () => {
    sandbox = await startGoHighLevel({ rateLimit: { max: 1000, intervalMs: 10_000, daily: 200_000 } })
  })
  beforeEach(() => {
    sandbox.reset()
    token = sandbox.issueTokens().access_token
  })
  afterAll(() => sandbox.close())
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} }
}

export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { body, version = '2021-07-28' } = options
  const headers: Record<string, string> = { authorization: `Bearer ${options.token ?? token}`, ...options.headers }
  if (version !== null) headers.version = version
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }
  return readAnswer(await fetch(sandbox.apiUrl + path, init))
}

/** Status and text of an answer that refuses. */
export async function refusalOf(method: string, path: string, body?: unknown): Promise<unknown[]> {
  const answer = await call(method, path, { body })
  return [answer.status, answer.body.message]
}

/** A list of the answer, of objects whose fields a test looks into. */
export function listOf(answer: Answer, name: string): Record<string, unknown>[] {
  const list = answer.body[name]
  return Array.isArray(list) ? list : []
}

export async function createContact(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { body } = await call('POST', '/contacts/', { body: { locationId, ...fields } })
  return Object(body.contact)
}

/** Books the next free slot of the seeded calendar, unless told otherwise. */
export async function book(fields: Record<string, unknown> = {}): Promise<Answer> {
  const { startTime } = sandbox.findFreeSlot()
  const body = { locationId, calendarId: seedIds.calendar, contactId: seedIds.contact, startTime, ...fields }
  return call('POST', '/calendars/events/appointments', { body, version: '2021-04-15' })
}

type Conversation = { contactId: string; path: string }
type Page = { lastMessageId?: string; nextPage: boolean; messages: Record<string, unknown>[] }

/** A new contact who can be reached, and where the messages of its conversation are. */
export async function openConversation(email: string): Promise<Conversation> {
  const phone = `+15550${10_000 + sandbox.store.contacts.size}`
  const contactId = String((await createContact({ email, phone })).id)
  const found = await call('GET', `/conversations/search?locationId=${locationId}&contactId=${contactId}`)
  return { contactId, path: `/conversations/${listOf(found, 'conversations')[0]?.id}/messages` }
}

export async function listMessages({ path }: Conversation, query = ''): Promise<Page> {
  return Object((await call('GET', `${path}?${query}`)).body.messages)
}

/** An SMS to the seeded contact, unless told otherwise. */
export async function sendMessage(fields: Record<string, unknown>): Promise<Answer> {
  return call('POST', '/conversations/messages', { body: { type: 'SMS', contactId: seedIds.contact, ...fields } })
}
