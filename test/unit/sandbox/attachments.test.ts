import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, locationId, readAnswer, sandbox, token, useSandbox } from './support'

useSandbox()

/** Bytes that are no text in any encoding. */
const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => 255 - index))

type Part = { name: string; part?: string; type?: string; content?: Buffer }

async function upload(parts: Part[], changes: Record<string, string | undefined> = {}): Promise<Answer> {
  const form = new FormData()
  const fields = { locationId, conversationId: seedIds.conversation, ...changes }
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value)
  for (const { name, part = 'fileAttachment', type = 'image/png', content = bytes } of parts) {
    form.append(part, new Blob([new Uint8Array(content)], { type }), name)
  }
  const headers = { authorization: `Bearer ${token}`, version: '2021-04-15' }
  return readAnswer(
    await fetch(`${sandbox.apiUrl}/conversations/messages/upload`, { method: 'POST', headers, body: form })
  )
}

const pictures = (count: number): Part[] => Array.from({ length: count }, (_, index) => ({ name: `${index}.jpg` }))

const filesOf = ({ body }: Answer): Record<string, string> => Object(body.uploadedFiles)

describe('uploads', () => {
  it('give an address for each file, where anybody gets exactly its bytes', async () => {
    const answer = await upload([{ name: 'Grün & 1.png' }, { name: 'list.CSV', type: 'text/csv' }])
    expect(answer.status).toBe(200)
    const files = filesOf(answer)
    expect(Object.keys(files)).toEqual(['Grün & 1.png', 'list.CSV'])
    const url = String(files['Grün & 1.png'])
    expect(url.startsWith(`${sandbox.apiUrl}/files/`)).toBe(true)
    const file = await fetch(url)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true)
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([
      200,
      'image/png',
      '256',
    ])
    expect((await fetch(url.replace('/files/', '/files/x'))).status).toBe(404)
    expect((await fetch(`${url}x`)).status).toBe(404)
  })

  it('are recorded with their fields and files', async () => {
    await upload([{ name: 'a.png' }])
    const content = bytes.toString('base64')
    const file = { name: 'fileAttachment', filename: 'a.png', contentType: 'image/png', size: 256, content }
    const fields = { locationId, conversationId: seedIds.conversation }
    expect(sandbox.requests[0]).toMatchObject({ method: 'POST', status: 200, body: { fields, files: [file] } })
  })

  it('take the contact in place of the conversation, one of them at least', async () => {
    const file = [{ name: 'a.pdf' }]
    expect((await upload(file, { conversationId: undefined, contactId: seedIds.contact })).status).toBe(200)
    const neither = await upload(file, { conversationId: undefined })
    expect([neither.status, neither.body.message]).toEqual([
      422,
      [expect.stringContaining('conversationId, contactId')],
    ])
    expect((await upload(file, { conversationId: 'unknown' })).status).toBe(400)
    expect((await upload(file, { contactId: 'unknown' })).status).toBe(400)
    expect((await upload(file, { contactId: seedIds.foreignContact })).status).toBe(403)
    expect((await upload(file, { locationId: undefined })).status).toBe(403)
    expect((await upload(file, { location: locationId })).body.message).toEqual(['property location should not exist'])
    expect((await upload(file, { attachmentUrls: 'https://example.com/a.png' })).status).toBe(200)
  })

  it('are at most five files of a known type and of 5 MB each', async () => {
    expect((await upload(pictures(5))).status).toBe(200)
    expect((await upload(pictures(6))).status).toBe(400)
    expect((await upload([])).status).toBe(400)
    expect((await upload([{ name: 'a.png', part: 'file' }])).status).toBe(400)
    const large = Buffer.alloc(5 * 1024 * 1024)
    expect((await upload([{ name: 'large.mp4', content: large }])).status).toBe(200)
    const tooLarge = await upload([{ name: 'large.mp4', content: Buffer.concat([large, Buffer.from('x')]) }])
    expect(tooLarge.status).toBe(413)
    expect(tooLarge.body).toMatchObject({ status: 413, message: expect.any(String) })
    for (const name of ['a.exe', 'a.svg', 'png', 'a.png.js']) {
      const answer = await upload([{ name }])
      expect([answer.status, answer.body.status]).toEqual([415, 415])
    }
  })

  it('are nothing without a form', async () => {
    const body = { locationId, conversationId: seedIds.conversation }
    expect((await call('POST', '/conversations/messages/upload', { body })).status).toBe(403)
    const headers = { authorization: `Bearer ${token}`, version: '2021-04-15', 'content-type': 'multipart/form-data' }
    const url = `${sandbox.apiUrl}/conversations/messages/upload`
    expect((await fetch(url, { method: 'POST', headers, body: 'broken' })).status).toBe(403)
    expect(sandbox.requests.map(({ body: recorded }) => recorded)).toEqual([body, undefined])
  })

  it('come through faults like any other request', async () => {
    sandbox.faults.next({ path: '/conversations/messages/upload' }, { status: 413, body: 'Request Entity Too Large' })
    expect(await upload([{ name: 'a.png' }])).toMatchObject({ status: 413, text: 'Request Entity Too Large' })
  })
})

describe('a file put there by hand', () => {
  it('needs no ending and may be text', async () => {
    const url = sandbox.addFile({ name: 'voice', contentType: 'audio/mpeg', content: 'sound' })
    const file = await fetch(url)
    expect([file.headers.get('content-type'), await file.text()]).toEqual(['audio/mpeg', 'sound'])
    sandbox.reset()
    expect((await fetch(url)).status).toBe(200)
    expect(sandbox.requests).toMatchObject([{ method: 'GET', path: new URL(url).pathname, status: 200 }])
  })
})
