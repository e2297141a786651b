import { type Agent, request } from 'node:http'

export type BundleResponse = { status: number; headers: Record<string, string>; body: string }

/** Posts JSON to the bundle and reads the whole answer; rejects when the connection breaks. */
export function postToBundle(
  url: string,
  agent: Agent,
  headers: Record<string, string>,
  content: unknown
): Promise<BundleResponse> {
  const body = escapeNonAscii(JSON.stringify(content))
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const entries = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')])
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(entries),
            body: Buffer.concat(chunks).toString('utf8'),
          })
        })
      }
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The SDK's server decodes chunk by chunk and would break a character that lies across two. */
function escapeNonAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
