import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto'

export type WebhookSigning = 'ed25519' | 'rsa' | 'both'

/** The signature of exactly these bytes in base64: Ed25519 or RSA-SHA256 (PKCS #1 v1.5), as the key says. */
export function signWebhook(body: string | Buffer, privateKey: KeyObject): string {
  const digest = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return sign(digest, Buffer.from(body), privateKey).toString('base64')
}

/** The current key and the one of the legacy header. */
export class WebhookKeys {
  private readonly current = generateKeyPairSync('ed25519')
  private legacy: { publicKey: KeyObject; privateKey: KeyObject } | undefined

  get publicKey(): string {
    return exportPem(this.current.publicKey)
  }

  get legacyPublicKey(): string {
    return exportPem(this.readLegacy().publicKey)
  }

  sign(body: string | Buffer, signWith: WebhookSigning): Record<string, string> {
    const headers: Record<string, string> = {}
    if (signWith !== 'rsa') headers['x-ghl-signature'] = signWebhook(body, this.current.privateKey)
    if (signWith !== 'ed25519') headers['x-wh-signature'] = signWebhook(body, this.readLegacy().privateKey)
    return headers
  }

  /** Making an RSA pair takes long, so that only those wait who need it. */
  private readLegacy(): { publicKey: KeyObject; privateKey: KeyObject } {
    this.legacy ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    return this.legacy
  }
}

function exportPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}
