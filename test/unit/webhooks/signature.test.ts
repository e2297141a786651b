/** Who has signed a webhook: GoHighLevel, over the exact bytes, or nobody. */
import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { handleRequest, type WebRequest } from '../../../src/handler'
import { ED25519_KEY, isSigned, RSA_KEY } from '../../../src/ghl/signature'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { keys, otherKeys, post, signCurrent, signedText, signLegacy } from './support/keys'
import { contactCreate, receiver, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()

/** The status, and how many events there are then. */
async function outcomeOf(one: Receiver, request: WebRequest): Promise<[number, number]> {
  const { status } = await handleRequest(one, request)
  return [status, one.bot.created.length]
}

const ACCEPTED = [200, 1]
const REFUSED = [401, 0]

type Headers = (body: string) => Record<string, string>

const flipped = (signature: string): string => {
  const bytes = Buffer.from(signature, 'base64')
  bytes.writeUInt8(bytes.readUInt8(10) ^ 1, 10)
  return bytes.toString('base64')
}

async function send(headers: Headers): Promise<[number, number]> {
  const one = receiver()
  const body = JSON.stringify(contactCreate(one))
  return outcomeOf(one, post(body, headers(body)))
}

const current = 'x-ghl-signature'
const legacy = 'x-wh-signature'

describe('a webhook is accepted', () => {
  it.each<[string, Headers]>([
    ['the current signature', (body) => ({ [current]: signCurrent(body) })],
    ['the legacy signature where there is no other', (body) => ({ [legacy]: signLegacy(body) })],
    ['both', (body) => ({ [current]: signCurrent(body), [legacy]: signLegacy(body) })],
    ['the current one beside a wrong legacy one', (body) => ({ [current]: signCurrent(body), [legacy]: 'AAAA' })],
    ['the current one beside "N/A"', (body) => ({ [current]: signCurrent(body), [legacy]: 'N/A' })],
  ])('with %s', async (_what, headers) => {
    expect(await send(headers)).toEqual(ACCEPTED)
  })
})

describe('a webhook is refused', () => {
  it.each<[string, Headers]>([
    ['without a signature', () => ({})],
    ['with two empty signatures', () => ({ [current]: '', [legacy]: '' })],
    ['with blank signatures', () => ({ [current]: ' ', [legacy]: ' ' })],
    ['with "N/A" for a signature', () => ({ [current]: 'N/A' })],
    ['with "N/A" for a legacy signature', () => ({ [legacy]: 'N/A' })],
    ['with an empty legacy signature', () => ({ [legacy]: '' })],
    ['with a signature that is no base64', () => ({ [current]: '{}%%\u0000' })],
    ['with a signature that is cut short', (body) => ({ [current]: signCurrent(body).slice(0, 40) })],
    [
      'with a wrong current signature beside a right legacy one',
      (body) => ({ [current]: flipped(signCurrent(body)), [legacy]: signLegacy(body) }),
    ],
    ['with a flipped bit in the signature', (body) => ({ [current]: flipped(signCurrent(body)) })],
    ['with a flipped bit in the legacy signature', (body) => ({ [legacy]: flipped(signLegacy(body)) })],
    ['with the signature of another key', (body) => ({ [current]: signCurrent(body, otherKeys) })],
    ['with the legacy signature of another key', (body) => ({ [legacy]: signLegacy(body, otherKeys) })],
    ['with the legacy signature in the current header', (body) => ({ [current]: signLegacy(body) })],
    ['with the current signature in the legacy header', (body) => ({ [legacy]: signCurrent(body) })],
    ['with the signature of another body', () => ({ [current]: signCurrent('{}') })],
  ])('%s', async (_what, headers) => {
    expect(await send(headers)).toEqual(REFUSED)
  })

  it('for any one flipped bit of its body', async () => {
    const one = receiver()
    const body = JSON.stringify(contactCreate(one))
    const { headers } = signedText(body)
    const bytes = Buffer.from(body)
    for (let bit = 0; bit < bytes.length * 7; bit += 13) {
      const changed = Buffer.from(bytes)
      const at = Math.floor(bit / 7)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 7)), at)
      expect(await outcomeOf(one, post(changed.toString(), headers))).toEqual(REFUSED)
    }
  })

  it.each([
    ['spaces between its parts', (json: string) => json.replaceAll('":', '" : ')],
    ['escaped characters', (json: string) => json.replace('"Z', '"\\u005a')],
    ['a number in another notation', (json: string) => json.replace('"score":100', '"score":1.0e2')],
    ['a key that comes twice', (json: string) => json.replace('{', '{"id":"first",')],
    ['a line break at its end', (json: string) => `${json}\n`],
  ])('when it was parsed and written again, which loses %s; as it came it is accepted', async (_what, unusual) => {
    const one = receiver()
    const body = unusual(JSON.stringify(contactCreate(one, { lastName: 'Zoë 日本 😀', score: 100 })))
    const { headers } = signedText(body)
    const written = JSON.stringify(JSON.parse(body))
    expect(written).not.toBe(body)
    expect(await outcomeOf(one, post(written, headers))).toEqual(REFUSED)
    expect(await outcomeOf(one, post(body, headers))).toEqual(ACCEPTED)
    expect(one.bot.created[0]?.payload).toMatchObject({ lastName: 'Zoë 日本 😀' })
  })

  it('without a body, with and without a signature over nothing', async () => {
    const one = receiver()
    expect(await outcomeOf(one, post(undefined))).toEqual(REFUSED)
    expect(await outcomeOf(one, post(undefined, { [current]: signCurrent(' ') }))).toEqual(REFUSED)
    expect((await handleRequest(one, post(undefined, { [current]: signCurrent('') }))).status).toBe(400)
    expect(one.bot.attempts).toBe(0)
  })
})

type Configured = { webhookPublicKey?: string; legacyWebhookPublicKey?: string }

/** Configured keys in another form. */
const inForm = (change: (key: string) => string): Required<Configured> => ({
  webhookPublicKey: change(keys.configuration.webhookPublicKey),
  legacyWebhookPublicKey: change(keys.configuration.legacyWebhookPublicKey),
})

const sendTo = async (configuration: Configured, headers: Headers) => {
  const one = receiver({ configuration })
  const body = JSON.stringify(contactCreate(one))
  return outcomeOf(one, post(body, headers(body)))
}

const withCurrent: Headers = (body) => ({ [current]: signCurrent(body) })
const withForeign: Headers = (body) => ({ [current]: signCurrent(body, otherKeys) })
const withLegacy: Headers = (body) => ({ [legacy]: signLegacy(body) })

describe('a configured key', () => {
  it.each([
    ['as a PEM file', (key: string) => key],
    ['with other line breaks', (key: string) => key.replaceAll('\n', '\r\n')],
    ['with spaces for line breaks', (key: string) => key.replaceAll('\n', ' ')],
    ['without line breaks', (key: string) => key.replaceAll('\n', '')],
    ['without its frame', (key: string) => key.replace(/-----[^-]+-----/g, '')],
    ['as one line of base64', (key: string) => key.replace(/-----[^-]+-----|\n/g, '')],
  ])('may be pasted %s', async (_form, change) => {
    const configuration = inForm(change)
    expect(await sendTo(configuration, withCurrent)).toEqual(ACCEPTED)
    expect(await sendTo(configuration, withLegacy)).toEqual(ACCEPTED)
    expect(await sendTo(configuration, withForeign)).toEqual(REFUSED)
  })

  it.each([
    ['no key', () => 'not a key'],
    ['a frame without a key', () => '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----'],
    ['a key cut short', (key: string) => key.slice(0, 60)],
    ['only spaces', () => '   '],
  ])('that is %s lets nothing in, and does not crash', async (_what, change) => {
    const configuration = inForm(change)
    expect(await sendTo(configuration, withCurrent)).toEqual(REFUSED)
    expect(await sendTo(configuration, withLegacy)).toEqual(REFUSED)
  })

  it('takes the place of the built-in one, and emptied gives it back', async () => {
    const empty = { webhookPublicKey: '', legacyWebhookPublicKey: '' }
    expect(await sendTo(empty, withCurrent)).toEqual(REFUSED)
    expect(await sendTo(empty, withLegacy)).toEqual(REFUSED)
    expect(await sendTo(otherKeys.configuration, withCurrent)).toEqual(REFUSED)
    expect(await sendTo(otherKeys.configuration, withLegacy)).toEqual(REFUSED)
  })
})

describe('the built-in keys', () => {
  it('are an Ed25519 key and a 4096-bit RSA key', () => {
    expect(createPublicKey(ED25519_KEY).asymmetricKeyType).toBe('ed25519')
    expect(createPublicKey(RSA_KEY)).toMatchObject({
      asymmetricKeyType: 'rsa',
      asymmetricKeyDetails: { modulusLength: 4096 },
    })
  })

  it('let in nothing that another key has signed', () => {
    const body = '{"type":"ContactCreate"}'
    expect(isSigned(Buffer.from(body), { [current]: signCurrent(body) })).toBe(false)
    expect(isSigned(Buffer.from(body), { [legacy]: signLegacy(body) })).toBe(false)
    expect(
      isSigned(Buffer.from(body), { [current]: signCurrent(body) }, { ed25519: keys.configuration.webhookPublicKey })
    ).toBe(true)
  })
})
