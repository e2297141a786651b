/** A certificate for this run only: HTTPS is what the integration speaks in production, and it costs time. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Paths of the PEM files. */
export type Certificate = { keyPath: string; certPath: string }

// A file, because LibreSSL and older versions have no option for alternative names.
const REQUEST = `
[req]
prompt = no
distinguished_name = name
x509_extensions = extensions
[name]
CN = GoHighLevel sandbox
[extensions]
basicConstraints = CA:TRUE
subjectAltName = IP:127.0.0.1
`

/** Makes a self-signed certificate for 127.0.0.1 in the folder, good for one day. Throws when openssl is missing. */
export async function createCertificate(folder: string): Promise<Certificate> {
  const keyPath = join(folder, 'key.pem')
  const certPath = join(folder, 'cert.pem')
  const requestPath = join(folder, 'request.cnf')
  await writeFile(requestPath, REQUEST)
  const purpose = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1']
  const files = ['-config', requestPath, '-keyout', keyPath, '-out', certPath]
  await promisify(execFile)('openssl', [...purpose, ...files]).catch((thrown: unknown) => {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    if (!isMissing) throw thrown
    throw new Error(
      'The benchmark measures over TLS and makes its certificate with the openssl command, which is not there. Install OpenSSL and try again.'
    )
  })
  return { keyPath, certPath }
}
