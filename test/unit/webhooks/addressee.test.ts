/** Which signed webhooks become an event, and what the others are answered. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { handleRequest } from '../../../src/handler'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { post, signCurrent, signed, signedText } from './support/keys'
import {
  COMPANY,
  contactCreate,
  envelope,
  LOCATION,
  receiver,
  sameReceiver,
  unconnectedReceiver,
} from './support/receiver'

useFakeNetwork()
watchForLeaks()

type Fields = Record<string, unknown>

/** Sends a ContactCreate of the connected location that is changed so; undefined takes a field away. */
async function send(fields: Fields, one = receiver()) {
  const { status } = await handleRequest(one, signed(contactCreate(one, fields)))
  return { status, events: one.bot.created.length, attempts: one.bot.attempts, lines: one.lines }
}

const TAKEN = { status: 200, events: 1 }
const IGNORED = { status: 200, attempts: 0 }
const nowhere = { locationId: undefined }

describe('a webhook is taken', () => {
  it.each<[string, Fields]>([
    ['of the connected location', {}],
    ['that names the location as altId', { ...nowhere, altId: LOCATION }],
    ['that names the location in both', { altId: LOCATION }],
    ['of the agency of the location', { ...nowhere, companyId: COMPANY }],
    ['that names location and agency', { companyId: COMPANY }],
    ['without an app', { appId: undefined }],
    ['without a webhookId', { webhookId: undefined }],
    ['without a timestamp', { timestamp: undefined }],
  ])('%s', async (_what, fields) => {
    expect(await send(fields)).toMatchObject(TAKEN)
  })

  it('when the app of an installation is not configured', async () => {
    const one = receiver({ configuration: { clientId: undefined, clientSecret: undefined } })
    expect(await send({ appId: 'anyapp' }, one)).toMatchObject(TAKEN)
  })

  it('when the configured client id was pasted with spaces around it', async () => {
    const one = receiver({ configuration: { clientId: ' fakeapp1-fakeclient ' } })
    expect(await send({ appId: 'fakeapp1' }, one)).toMatchObject(TAKEN)
  })

  it('by a process that has handled nothing before', async () => {
    const one = receiver()
    expect(await send({}, sameReceiver(one))).toMatchObject(TAKEN)
  })

  it('at the URL with a slash at its end too', async () => {
    const one = receiver()
    const request = signed(contactCreate(one))
    expect(await handleRequest(one, { ...request, path: '/' })).toMatchObject({ status: 200 })
    expect(one.bot.created).toHaveLength(1)
  })
})

describe('a webhook is answered 200 and ignored', () => {
  it.each<[string, Fields]>([
    ['of another location', { locationId: 'otherlocation' }],
    ['of another location of the same agency', { locationId: 'otherlocation', companyId: COMPANY }],
    ['that names another location as altId', { ...nowhere, altId: 'otherlocation' }],
    ['that names another location as altId, of the same agency', { ...nowhere, altId: 'other', companyId: COMPANY }],
    ['of another agency', { ...nowhere, companyId: 'othercompany' }],
    ['of nobody', nowhere],
    ['of a location without a name', { locationId: '' }],
    ['of several locations', { locationId: [LOCATION] }],
    ['of the connected location in another spelling', { locationId: LOCATION.toUpperCase() }],
    ['of another app', { appId: 'otherapp' }],
    ['of an app without a name', { appId: '' }],
    ['of no app', { appId: null }],
    ['of an app whose name begins alike', { appId: 'fakeapp' }],
    ['without the id that always comes', { id: undefined }],
    ['with an id that is null', { id: null }],
    ['with an id that is a list', { id: ['fakecontact'] }],
    ['of an unknown type', { type: 'ContactMerge' }],
    ['of a type in another spelling', { type: 'contactcreate' }],
    ['of the name of an event', { type: 'contactCreated' }],
    ['without a type', { type: undefined }],
    ['of the type "__proto__"', { type: '__proto__' }],
    ['of the type "constructor"', { type: 'constructor' }],
    ['of a type that is a number', { type: 7 }],
    ['of a type that is a list', { type: ['ContactCreate'] }],
    ['of a type that is null', { type: null }],
    ['of a type that is an object', { type: { toString: 1, valueOf: 1 } }],
  ])('%s', async (_what, fields) => {
    expect(await send(fields)).toMatchObject(IGNORED)
  })

  it('when nothing is connected', async () => {
    expect(await send({}, unconnectedReceiver())).toMatchObject(IGNORED)
    expect(await send({ locationId: '' }, unconnectedReceiver())).toMatchObject(IGNORED)
  })

  it('when the connection is lost', async () => {
    const one = receiver({ credentials: { locationId: LOCATION, lost: 'It was revoked.' } })
    expect(await send({}, one)).toMatchObject(IGNORED)
  })

  it('when it is of an agency and the agency of the location is not known', async () => {
    const one = receiver({ credentials: { companyId: undefined } })
    expect(await send({ ...nowhere, companyId: COMPANY }, one)).toMatchObject(IGNORED)
    expect(await send(nowhere, one)).toMatchObject(IGNORED)
  })
})

describe('the log of an unknown type', () => {
  it('names it', async () => {
    const { lines } = await send({ type: 'ContactMerge' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('ContactMerge')
  })

  it.each([
    'line\nbreak',
    'Contact\u0000Create',
    '\u001b[31mred',
    '<script>alert(1)</script>',
    'https://evil.example/x',
    'ContactCreate\n',
    ' ',
    '',
    'me@example.com',
    'ContactCreate ERROR all data lost',
    `Long${'x'.repeat(2_000)}`,
  ])('never holds what is not the name of a type: %j', async (type) => {
    const { lines, status } = await send({ type })
    expect(status).toBe(200)
    for (const line of lines) {
      expect(line).toMatch(/^[\x20-\x7e]{1,200}$/)
      if (type.trim() !== '') expect(line).not.toContain(type.trim())
    }
  })
})

const HOUR = 3_600_000
const ago = (ms: number) => ({ timestamp: new Date(Date.now() - ms).toISOString() })

describe('the age of a webhook', () => {
  it.each([0, 1, 12, 23.9, -1])('of %s hours is fine', async (hours) => {
    expect(await send(ago(hours * HOUR))).toMatchObject(TAKEN)
  })

  it.each([24.1, 48, 24 * 365])('of %s hours is refused', async (hours) => {
    const { status, attempts } = await send(ago(hours * HOUR))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(attempts).toBe(0)
  })

  it.each(['yesterday', '', '2026-13-45T99:00:00Z', null, {}])(
    'that is not known from %j is fine',
    async (timestamp) => {
      expect(await send({ timestamp })).toMatchObject(TAKEN)
    }
  )
})

const MEGABYTE = 1024 * 1024

/** A ContactCreate of exactly so many bytes. */
function bodyOf(bytes: number, one = receiver()): string {
  const fields = { ...envelope(one), type: 'ContactCreate', id: 'fakecontact', lastName: 'é' }
  const missing = bytes - Buffer.byteLength(JSON.stringify({ ...fields, filler: '' }))
  return JSON.stringify({ ...fields, filler: 'x'.repeat(missing) })
}

describe('a request that is no webhook', () => {
  it.each([
    '',
    ' ',
    '{',
    '{"type":"ContactCreate"',
    'type=ContactCreate',
    '[]',
    '[{"id":1}]',
    '"text"',
    '7',
    'null',
    'true',
  ])('is answered 400 when its body is %j, however well signed', async (body) => {
    const one = receiver()
    expect(await handleRequest(one, signedText(body))).toMatchObject({ status: 400 })
    expect(one.bot.attempts).toBe(0)
  })

  it('is answered 413 above 1 MB, counted in bytes; exactly 1 MB is taken', async () => {
    const one = receiver()
    const largest = bodyOf(MEGABYTE, one)
    expect(Buffer.byteLength(largest)).toBe(MEGABYTE)
    expect(await handleRequest(one, signedText(`${largest} `))).toMatchObject({ status: 413 })
    expect(await handleRequest(one, signedText('é'.repeat(MEGABYTE / 2 + 1)))).toMatchObject({ status: 413 })
    expect(one.bot.attempts).toBe(0)
    expect(await handleRequest(one, signedText(largest))).toMatchObject({ status: 200 })
    expect(one.bot.created).toHaveLength(1)
  })

  it.each(['GET', 'get', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'is answered 405 when sent by %s',
    async (method) => {
      const one = receiver()
      expect(await handleRequest(one, { ...signed(contactCreate(one)), method })).toMatchObject({ status: 405 })
      expect(one.bot.attempts).toBe(0)
    }
  )

  it.each(['/webhook', '/x/y', '/workflow', '/workflow/', '/workflow/a/b', '/../', '/%2e', '/oauthx'])(
    'is answered 404 at %s',
    async (path) => {
      const one = receiver()
      expect(await handleRequest(one, { ...signed(contactCreate(one)), path })).toMatchObject({ status: 404 })
      expect(one.bot.attempts).toBe(0)
    }
  )

  it('tells nobody more than its status', async () => {
    const one = receiver()
    const body = `{"id":"${randomUUID()}"`
    for (const request of [post(body), post(body, { 'x-ghl-signature': signCurrent(body) })]) {
      const answer = await handleRequest(one, request)
      expect(answer.body).not.toContain(body.slice(7, 20))
      expect(answer.headers).toMatchObject({ 'Cache-Control': 'no-store' })
    }
  })
})
