import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signWebhook, startGoHighLevel } from '../../../sandbox/gohighlevel'
import { Webhooks } from '../../../sandbox/gohighlevel/webhooks'
import { readBodies, readTypes, receiver, useReceiver } from './receiver'
import { call, createContact, locationId, sandbox, useSandbox, uuid } from './support'

useSandbox()
useReceiver()

function readDecoded(value: unknown): Buffer {
  return Buffer.from(String(value), 'base64')
}

describe('a delivery', () => {
  it('carries two signatures over its exact bytes, and the envelope', async () => {
    await createContact({ firstName: 'Zoë', email: 'zoe@example.com' })
    await sandbox.webhooks.idle()
    const [got] = receiver.received
    const { raw, headers, body, method } = got ?? expect.fail()
    const { publicKey, legacyPublicKey } = sandbox.webhooks
    expect(verify(null, raw, publicKey, readDecoded(headers['x-ghl-signature']))).toBe(true)
    expect(verify('sha256', raw, legacyPublicKey, readDecoded(headers['x-wh-signature']))).toBe(true)
    expect([method, headers['content-type']]).toEqual(['POST', 'application/json'])
    const appId = sandbox.clientId.split('-')[0]
    expect(body).toMatchObject({ type: 'ContactCreate', locationId, appId, versionId: appId, firstName: 'Zoë' })
    expect(body.webhookId).toMatch(uuid)
    expect(Math.abs(Date.now() - Date.parse(String(body.timestamp)))).toBeLessThan(10_000)
  })

  it('is signed with one of the keys when told so', async () => {
    const names = ['x-ghl-signature', 'x-wh-signature'] as const
    for (const signWith of ['ed25519', 'rsa'] as const) {
      sandbox.webhooks.signWith = signWith
      await sandbox.webhooks.send('PLAN_CHANGE', { locationId })
    }
    const shown = receiver.received.map(({ headers }) => names.filter((name) => headers[name]))
    expect(shown).toEqual([['x-ghl-signature'], ['x-wh-signature']])
  })

  it('is repeated with the same webhookId and bytes until it is answered with 2xx', async () => {
    receiver.answers.push(500, 'reset', 302)
    await createContact({ email: 'again@example.com' })
    await sandbox.webhooks.idle()
    expect(new Set(receiver.received.map(({ raw }) => String(raw))).size).toBe(1)
    const { webhookId } = receiver.received[0]?.body ?? {}
    expect(receiver.received).toHaveLength(4)
    expect(sandbox.webhooks.sent).toMatchObject([{ type: 'ContactCreate', webhookId, status: 200, attempts: 4 }])
  })

  it('ends when the retries are used up, and the next one goes out', async () => {
    receiver.answers.push(401, 401, 401, 401)
    await createContact({ email: 'first@example.com' })
    await createContact({ email: 'second@example.com' })
    await sandbox.webhooks.idle()
    expect(sandbox.webhooks.sent.map(({ status, attempts }) => [status, attempts])).toEqual([
      [401, 4],
      [200, 1],
    ])
  })

  it('waits for what the location was told before', async () => {
    receiver.answers.push(503, 503)
    const emails = Array.from({ length: 5 }, (_, index) => `order${index}@example.com`)
    for (const email of emails) await createContact({ email })
    const seen = (await readBodies()).map(({ email }) => email)
    expect([...new Set(seen)]).toEqual(emails)
    expect(seen).toHaveLength(7)
  })

  it('does not hold up the answer, and happens also when the answer is lost', async () => {
    const release = new AbortController()
    receiver.answers.push(new Promise((resolve) => release.signal.addEventListener('abort', () => resolve(200))))
    await createContact({ email: 'slow@example.com' })
    expect(sandbox.webhooks.sent.every(({ status }) => status === 0)).toBe(true)
    release.abort()
    await sandbox.webhooks.idle()
    expect(sandbox.webhooks.sent).toMatchObject([{ status: 200 }])
    sandbox.faults.next({}, { answerThenReset: true })
    await expect(createContact({ email: 'lost@example.com' })).rejects.toThrow()
    expect(await readTypes()).toEqual(['ContactCreate', 'ContactCreate'])
  })

  it('starts when the request is answered, in the order of the changes', async () => {
    const webhooks = new Webhooks('app')
    Object.assign(webhooks, { url: receiver.url, signWith: 'ed25519' })
    const release = new AbortController()
    const answered = new Promise<void>((resolve) => release.signal.addEventListener('abort', () => resolve()))
    webhooks.holdUntil(answered, () => webhooks.publish(locationId, [{ type: 'NoteCreate', fields: { locationId } }]))
    webhooks.publish(locationId, [{ type: 'NoteDelete', fields: { locationId } }])
    webhooks.publish('other', [{ type: 'TaskCreate', fields: { locationId: 'other' } }])
    await expect.poll(() => receiver.received.length).toBe(1)
    release.abort()
    await webhooks.idle()
    expect(await readTypes()).toEqual(['TaskCreate', 'NoteCreate', 'NoteDelete'])
  })

  it('does not happen without an address, nor where the app is not installed', async () => {
    sandbox.webhooks.url = undefined
    const { id } = await createContact({ email: 'quiet@example.com' })
    await expect(sandbox.webhooks.send('ContactCreate')).rejects.toThrow('url')
    sandbox.webhooks.url = receiver.url
    sandbox.store.installApp(locationId, false)
    await call('PUT', `/contacts/${id}`, { body: { city: 'Bern' } })
    expect(await readTypes()).toEqual(['UNINSTALL'])
  })

  it('can be made by hand, with any envelope', async () => {
    const fields = { locationId: undefined, companyId: 'x', webhookId: 'mine', timestamp: '2020-01-01T00:00:00.000Z' }
    const sent = await sandbox.webhooks.send('UserCreate', fields)
    expect(sent).toMatchObject({ type: 'UserCreate', webhookId: 'mine', status: 200, attempts: 1 })
    await Promise.all(Array.from({ length: 50 }, () => sandbox.webhooks.send('OrderCreate')))
    const [first, ...others] = await readBodies()
    expect(first).toMatchObject({ companyId: 'x', webhookId: 'mine', timestamp: fields.timestamp })
    expect(first).not.toHaveProperty('locationId')
    expect(new Set(others.map(({ webhookId }) => webhookId)).size).toBe(50)
    expect(others.every((body) => body.locationId === locationId)).toBe(true)
  })

  it('stops when the sandbox is closed', async () => {
    const other = await startGoHighLevel()
    Object.assign(other.webhooks, { url: receiver.url, retryDelaysMs: [60_000], signWith: 'ed25519' })
    receiver.answers.push(500, new Promise(() => {}))
    const results = [other.webhooks.send('ContactCreate'), other.webhooks.send('ContactDelete')]
    await expect.poll(() => other.webhooks.sent.map(({ status }) => status).sort()).toEqual([0, 500])
    await other.close()
    expect((await Promise.all(results)).map(({ attempts }) => attempts)).toEqual([1, 1])
    await expect(other.webhooks.send('ContactCreate')).rejects.toThrow()
  })

  it('can be signed with other keys, and other bytes with its own', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const foreign = readDecoded(signWebhook('{"a":1}', privateKey))
    const own = readDecoded(sandbox.webhooks.sign('{"a":1}')['x-ghl-signature'])
    const bytes = Buffer.from('{"a":1}')
    expect(verify(null, bytes, publicKey, foreign)).toBe(true)
    expect(verify(null, bytes, sandbox.webhooks.publicKey, foreign)).toBe(false)
    expect(verify(null, bytes, sandbox.webhooks.publicKey, own)).toBe(true)
  })
})
