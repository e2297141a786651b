/** Files on the public web, and what is kept out of reach. */
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { askContentType, downloadFile } from '../../../src/ghl/files'
import { fileNameOf, isWebAddress } from '../../../src/ghl/web-address'
import { failureOf } from '../support/secrets'

/** What reached the server, as "METHOD path". */
const asked: string[] = []
let server: Server
let origin = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const size = Number(/^\/bytes\/(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    if (request.url === '/redirect') return void response.writeHead(302, { location: '/bytes/3' }).end()
    if (request.url === '/missing') return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'image/png; charset=binary' }).end(Buffer.alloc(size, 7))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
beforeEach(() => void (asked.length = 0))
afterEach(() => void vi.unstubAllEnvs())
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const ONE_MB = 1024 * 1024
/** With the development stand-in of GoHighLevel, which is on loopback itself. */
const inDevelopment = () => void vi.stubEnv('GHL_API_URL', origin)

describe('a file inside a private network', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])(
    'is never asked for: %s',
    async (host) => {
      const address = `http://${host}:${new URL(origin).port}/bytes/3`
      expect(await askContentType(address)).toBeUndefined()
      const refused = await failureOf(downloadFile(address, ONE_MB))
      expect(refused).toMatchObject({ kind: 'FILE_NOT_USABLE' })
      expect(asked).toEqual([])
    }
  )

  it.each([
    'http://10.0.0.1/a',
    'http://192.168.1.1/a',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00::1]/a',
  ])('is refused at once: %s', async (address) => {
    const refused = await failureOf(downloadFile(address, ONE_MB))
    expect(refused.message).toContain('cannot be reached')
  })

  it('is no redirect away either', async () => {
    inDevelopment()
    expect(await askContentType(`${origin}/redirect`)).toBe('image/png')
    vi.unstubAllEnvs()
    expect(await askContentType(`${origin}/redirect`)).toBeUndefined()
  })
})

describe('a file', () => {
  beforeEach(inDevelopment)

  it('is had with its bytes and its type', async () => {
    const { content, contentType } = await downloadFile(`${origin}/bytes/3`, ONE_MB)
    expect([...content]).toEqual([7, 7, 7])
    expect(contentType).toBe('image/png')
  })

  it('as large as is allowed is had, a larger one is refused', async () => {
    expect((await downloadFile(`${origin}/bytes/${ONE_MB}`, ONE_MB)).content).toHaveLength(ONE_MB)
    const refused = await failureOf(downloadFile(`${origin}/bytes/${ONE_MB + 1}`, ONE_MB))
    expect(refused.message).toBe(
      'The file could not be taken: it is larger than 1 MB. Nothing was changed in GoHighLevel.'
    )
    expect(refused).toMatchObject({ details: { code: 'FILE_NOT_USABLE', retryable: false } })
  })

  it('that is not there is refused with the status', async () => {
    expect((await failureOf(downloadFile(`${origin}/missing`, ONE_MB))).message).toContain('status 404')
    expect(await askContentType(`${origin}/missing`)).toBeUndefined()
  })

  it('whose server nobody reaches is refused', async () => {
    const refused = await failureOf(downloadFile('http://127.0.0.1:9/a', ONE_MB))
    expect(refused.message).toContain('cannot be reached')
  })

  it.each([
    'a',
    '/a.png',
    'ftp://example.com/a',
    'file:///etc/passwd',
    'https://user:pass@example.com/a',
    'data:text/plain,a',
  ])('at %j is refused without asking anybody', async (address) => {
    expect(isWebAddress(address)).toBe(false)
    const refused = await failureOf(downloadFile(address, ONE_MB))
    expect(refused.message).toContain('no public http(s) URL')
    expect(asked).toEqual([])
  })
})

describe('the name of a file', () => {
  it.each([
    ['https://example.com/a/plan.pdf?version=2#page', 'plan.pdf'],
    ['https://example.com/R%C3%B6ntgen%20plan.pdf', 'Röntgen plan.pdf'],
    ['https://example.com/100%.pdf', '100%.pdf'],
    ['https://example.com/folder/', ''],
    ['https://example.com', ''],
  ])('at %s is %j', (address, name) => {
    expect(fileNameOf(address)).toBe(name)
  })
})
