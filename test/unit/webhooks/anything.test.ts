/** Whatever is sent: never a crash, and never an event that GoHighLevel has not signed for this location. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkAgainstSchema, readDeployedDefinition } from '../../../sandbox/botpress'
import { events } from '../../../src/events'
import { handleRequest, type WebRequest } from '../../../src/handler'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { otherKeys, post, signCurrent, signedText, signLegacy } from './support/keys'
import { appIdOf, COMPANY, envelope, LOCATION, receiver, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()

const SEED = 20_260_401
const deployed = (await readDeployedDefinition()).events ?? {}
const types = Object.values(events).map(({ type }) => type)

/** One installation for all, because a connection is read but once. */
const one = receiver()

async function answerTo(request: WebRequest, to: Receiver = one): Promise<number> {
  const { status } = await handleRequest(to, request)
  expect(status).toBeGreaterThanOrEqual(200)
  return status
}

/** What an attacker may guess: the fields of a webhook for this location, in full or in part. */
const plausible = fc.record(
  {
    type: fc.constantFrom(...types),
    id: fc.string(),
    _id: fc.string(),
    contactId: fc.string(),
    conversationId: fc.string(),
    locationId: fc.constantFrom(LOCATION, 'otherlocation'),
    companyId: fc.constantFrom(COMPANY, 'othercompany'),
    appId: fc.constant(appIdOf(one)),
    timestamp: fc.constant(envelope(one).timestamp),
  },
  { requiredKeys: ['type', 'id', 'locationId'] }
)

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString())
const anyBody = fc.oneof(
  bytes,
  fc.string({ unit: 'binary' }),
  fc.json(),
  plausible.map((webhook) => JSON.stringify(webhook))
)

const base64 = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((array) => Buffer.from(array).toString('base64'))
const anySignature = fc.oneof(base64, fc.string({ unit: 'binary' }), fc.constantFrom('', 'N/A', '='), fc.base64String())
const headersFor = (body: string) =>
  fc.oneof(
    fc.record({ 'x-ghl-signature': anySignature, 'x-wh-signature': anySignature }, { requiredKeys: [] }),
    fc.constantFrom(
      { 'x-ghl-signature': signCurrent(body, otherKeys) },
      { 'x-ghl-signature': signCurrent(`${body} `) },
      { 'x-ghl-signature': 'AAAA', 'x-wh-signature': signLegacy(body) }
    ),
    fc.dictionary(fc.string(), fc.string(), { maxKeys: 4 })
  )

const forged = anyBody.chain((body) => fc.record({ body: fc.constant(body), headers: headersFor(body) }))

it('6,000 bodies and headers of anybody are answered 401 and create nothing', async () => {
  await fc.assert(
    fc.asyncProperty(forged, async ({ body, headers }) => {
      expect(await answerTo(post(body, headers))).toBe(401)
      expect(one.bot.attempts).toBe(0)
    }),
    { numRuns: 6_000, seed: SEED }
  )
})

it('1,000 requests at any address by any method create nothing', async () => {
  const path = fc.oneof(
    fc.webPath(),
    fc.string({ unit: 'binary' }),
    fc.webSegment().map((secret) => `/workflow/${secret}`)
  )
  const request = fc.record({
    path,
    method: fc.oneof(fc.string(), fc.constantFrom('GET', 'POST')),
    body: fc.option(anyBody),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ body, ...rest }) => {
      expect(await answerTo({ ...post(body ?? undefined), ...rest })).toBeGreaterThanOrEqual(400)
      expect(one.bot.attempts).toBe(0)
    }),
    { numRuns: 1_000, seed: SEED }
  )
})

/** The signed bodies may be of any form: GoHighLevel may send what nobody has seen yet. */
const odd = fc.oneof(
  plausible,
  fc.jsonValue(),
  fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('toString', '__proto__', 'constructor')), fc.jsonValue()),
  fc
    .tuple(
      plausible,
      fc.dictionary(fc.constantFrom('id', 'appointment', 'tags', 'type', 'contactId', 'altId'), fc.jsonValue())
    )
    .map(([webhook, changes]) => ({ ...webhook, ...changes }))
)

const isOurs = (webhook: Record<string, unknown>): boolean =>
  [webhook.locationId, webhook.altId, webhook.companyId].some((place) => place === LOCATION || place === COMPANY)

it('3,000 signed bodies of any form create nothing that is not for this location, or does not fit its schema', async () => {
  let created = 0
  await fc.assert(
    fc.asyncProperty(odd, async (value) => {
      const own = receiver({ configuration: one.ctx.configuration })
      const body = JSON.stringify(value)
      const status = await answerTo(signedText(body), own)
      const parsed: unknown = JSON.parse(body)
      const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      expect(status === 400).toBe(!isObject)
      const webhook: Record<string, unknown> = { ...Object(parsed) }
      expect(own.bot.created.length).toBeLessThanOrEqual(1)
      for (const { type, payload } of own.bot.created) {
        created++
        expect(events[type]?.type).toBe(webhook.type)
        expect(isOurs(webhook)).toBe(true)
        expect(checkAgainstSchema(deployed[type]?.schema ?? expect.fail(type), payload)).toEqual([])
      }
      for (const line of own.lines) expect(line).toMatch(/^[\x20-\x7e]{1,200}$/)
    }),
    { numRuns: 3_000, seed: SEED }
  )
  // Otherwise nothing would have been checked.
  expect(created).toBeGreaterThan(300)
})

it('a body nested 100,000 deep is answered, and so are those after it', async () => {
  const own = receiver()
  const deep = `{"type":"ContactCreate","id":"a","locationId":"${LOCATION}","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  await answerTo(signedText(deep), own)
  await answerTo(post(deep), own)
  const before = own.bot.created.length
  const webhook = { ...envelope(own), type: 'ContactCreate', id: 'a' }
  expect(await answerTo(signedText(JSON.stringify(webhook)), own)).toBe(200)
  expect(own.bot.created).toHaveLength(before + 1)
})
