/** Whether GoHighLevel has signed a webhook. Pure; false for anything that is not in order, never an error. */
import { createPublicKey, verify } from 'node:crypto'

/** GoHighLevel's keys, the same for every app; it announces new ones, which the configuration can put in their place. */
export const ED25519_KEY = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=
-----END PUBLIC KEY-----`

export const RSA_KEY = `-----BEGIN PUBLIC KEY-----
MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAokvo/r9tVgcfZ5DysOSC
Frm602qYV0MaAiNnX9O8KxMbiyRKWeL9JpCpVpt4XHIcBOK4u3cLSqJGOLaPuXw6
dO0t6Q/ZVdAV5Phz+ZtzPL16iCGeK9po6D6JHBpbi989mmzMryUnQJezlYJ3DVfB
csedpinheNnyYeFXolrJvcsjDtfAeRx5ByHQmTnSdFUzuAnC9/GepgLT9SM4nCpv
uxmZMxrJt5Rw+VUaQ9B8JSvbMPpez4peKaJPZHBbU3OdeCVx5klVXXZQGNHOs8gF
3kvoV5rTnXV0IknLBXlcKKAQLZcY/Q9rG6Ifi9c+5vqlvHPCUJFT5XUGG5RKgOKU
J062fRtN+rLYZUV+BjafxQauvC8wSWeYja63VSUruvmNj8xkx2zE/Juc+yjLjTXp
IocmaiFeAO6fUtNjDeFVkhf5LNb59vECyrHD2SQIrhgXpO4Q3dVNA5rw576PwTzN
h/AMfHKIjE4xQA1SZuYJmNnmVZLIZBlQAF9Ntd03rfadZ+yDiOXCCs9FkHibELhC
HULgCsnuDJHcrGNd5/Ddm5hxGQ0ASitgHeMZ0kcIOwKDOzOU53lDza6/Y09T7sYJ
PQe7z0cvj7aE4B+Ax1ZoZGPzpJlZtGXCsu9aTEGEnKzmsFqwcSsnw3JB31IGKAyk
T1hhTiaCeIY/OwwwNUY2yvcCAwEAAQ==
-----END PUBLIC KEY-----`

export type SigningKeys = { ed25519?: string | undefined; rsa?: string | undefined }

type Headers = Record<string, string | undefined>

/** A key pasted without its frame lines, or with its line breaks lost, is one all the same. */
function readKey(pem: string) {
  const base64 = pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '')
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
}

const isPresent = (signature: string | undefined): signature is string =>
  signature !== undefined && signature.trim() !== '' && signature.trim() !== 'N/A'

function isSignedWith(algorithm: null | 'sha256', key: string, body: Buffer, signature: string): boolean {
  try {
    return verify(algorithm, body, readKey(key), Buffer.from(signature.trim(), 'base64'))
  } catch {
    return false
  }
}

/**
 * Checks `x-ghl-signature` (Ed25519) over the exact bytes or, only where that header is absent, the legacy
 * `x-wh-signature` (RSA-SHA256). There is no second chance after a failure, which would let an attacker choose.
 * @param headers names in lower case
 */
export function isSigned(body: Buffer, headers: Headers, keys: SigningKeys = {}): boolean {
  const { 'x-ghl-signature': current, 'x-wh-signature': legacy } = headers
  if (current !== undefined) {
    return isPresent(current) && isSignedWith(null, keys.ed25519 || ED25519_KEY, body, current)
  }
  return isPresent(legacy) && isSignedWith('sha256', keys.rsa || RSA_KEY, body, legacy)
}
