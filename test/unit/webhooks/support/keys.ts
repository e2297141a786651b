/** Key pairs in place of GoHighLevel's, and what is signed with them. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { WebRequest } from '../../../../src/handler'

const pem = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }))

function makeKeys() {
  const ed25519 = generateKeyPairSync('ed25519')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    ed25519: ed25519.privateKey,
    rsa: rsa.privateKey,
    /** As the configuration takes them. */
    configuration: { webhookPublicKey: pem(ed25519.publicKey), legacyWebhookPublicKey: pem(rsa.publicKey) },
  }
}

export const keys = makeKeys()
/** Of somebody else. */
export const otherKeys = makeKeys()

export const signCurrent = (body: string, by = keys): string =>
  sign(null, Buffer.from(body), by.ed25519).toString('base64')

export const signLegacy = (body: string, by = keys): string =>
  sign('sha256', Buffer.from(body), by.rsa).toString('base64')

/** A POST to the webhook URL. */
export const post = (body: string | undefined, headers: WebRequest['headers'] = {}, path = ''): WebRequest => ({
  method: 'POST',
  path,
  query: '',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

export const signedText = (body: string): WebRequest => post(body, { 'x-ghl-signature': signCurrent(body) })

/** As GoHighLevel sends it. */
export const signed = (webhook: object): WebRequest => signedText(JSON.stringify(webhook))
