/** Key pairs in place of GoHighLevel's. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

export type Keys = {
  /** The public halves, as the configuration takes them. */
  readonly configuration: { webhookPublicKey: string; legacyWebhookPublicKey: string }
  sign(body: string): string
  signLegacy(body: string): string
}

const pem = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }))

export function createKeys(): Keys {
  const ed25519 = generateKeyPairSync('ed25519')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    configuration: { webhookPublicKey: pem(ed25519.publicKey), legacyWebhookPublicKey: pem(rsa.publicKey) },
    sign: (body) => sign(null, Buffer.from(body), ed25519.privateKey).toString('base64'),
    signLegacy: (body) => sign('sha256', Buffer.from(body), rsa.privateKey).toString('base64'),
  }
}
