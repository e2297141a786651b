import { RuntimeError } from '@botpress/sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEndpoint, path } from '../../../src/ghl/path'
import { thrownBy } from '../support/secrets'

const HOST = 'https://services.leadconnectorhq.com'

/** Any UTF-16, lone surrogates included. */
const anyText = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units))

describe('path', () => {
  it('puts ids between the fixed parts', () => {
    expect(path`/contacts/${'abc'}/tags/${'d-1'}`).toBe('/contacts/abc/tags/d-1')
    expect(path`/contacts/`).toBe('/contacts/')
  })

  it.each([
    ['../oauth/token', '..%2Foauth%2Ftoken'],
    ['a/b', 'a%2Fb'],
    ['a\\b', 'a%5Cb'],
    ['%2e%2e', '%252e%252e'],
    ['a?b=c', 'a%3Fb%3Dc'],
    ['a#b', 'a%23b'],
    ['Zoë 東京 😀', 'Zo%C3%AB%20%E6%9D%B1%E4%BA%AC%20%F0%9F%98%80'],
    ['...', '...'],
    ['a..b', 'a..b'],
    ['x'.repeat(256), 'x'.repeat(256)],
  ])('keeps the id %j in one segment', (id, encoded) => {
    expect(path`/contacts/${id}`).toBe(`/contacts/${encoded}`)
  })

  it.each([
    ['an empty id', ''],
    ['blanks', ' \t\n'],
    ['a dot', '.'],
    ['two dots', '..'],
    ['an id of 257 characters', 'x'.repeat(257)],
    ['an id of 10 kB', 'x'.repeat(10_240)],
    ['a lone high surrogate', 'a\ud83d'],
    ['a lone low surrogate', '\ude00a'],
  ])('refuses %s', async (_what, id) => {
    const error = await thrownBy(() => path`/contacts/${id}/tags`)
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toContain('Nothing was sent')
    expect(error.message.length).toBeLessThan(300)
  })

  it('refuses a bad id wherever it stands', async () => {
    expect(await thrownBy(() => path`/contacts/${'good'}/tags/${'..'}`)).toBeInstanceOf(RuntimeError)
  })

  it('never changes the number of segments and gives every id back unchanged', () => {
    fc.assert(
      fc.property(anyText(300), anyText(12), (first, second) => {
        let built: string
        try {
          built = path`/contacts/${first}/tags/${second}`
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RuntimeError)
          return
        }
        const { origin, pathname, search, hash } = new URL(built, HOST)
        expect([origin, pathname, search, hash]).toEqual([HOST, built, '', ''])
        const segments = pathname.split('/')
        expect(segments).toHaveLength(5)
        expect([segments[2], segments[4]].map((segment) => decodeURIComponent(segment ?? ''))).toEqual([first, second])
      })
    )
  })

  it('takes every id that GoHighLevel could have made', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (id) => {
        expect(path`/contacts/${id}`).toBe(`/contacts/${id}`)
      })
    )
  })
})

describe('checkEndpoint', () => {
  it.each([
    '/contacts/',
    '/opportunities/pipelines',
    '/opportunities/search?location_id=abc&q=a%20b&status=open',
    '/contacts/?query=https://example.com/../x&startAfter=1',
    '/contacts/abc%20def',
    '/contacts/?query=a%2Fb',
    '/links/oauth',
    '/oauthish/x',
    '/payments/orders?altId=a&altType=location',
    '/contacts/Zo%C3%AB',
    '/',
  ])('lets %s pass unchanged', (endpoint) => {
    expect(checkEndpoint(endpoint)).toBe(endpoint)
  })

  it.each([
    ['https://evil', 'does not start with "/"'],
    ['http://evil.example/contacts', 'does not start with "/"'],
    ['contacts/', 'does not start with "/"'],
    ['', 'does not start with "/"'],
    ['?a=b', 'does not start with "/"'],
    ['\\\\evil', 'does not start with "/"'],
    ['//evil', '"//"'],
    ['/contacts//x', '"//"'],
    ['/\\evil', 'backslash'],
    ['/contacts\\..\\oauth', 'backslash'],
    ['/../oauth/token', '"." or ".."'],
    ['/contacts/../oauth/token', '"." or ".."'],
    ['/contacts/./x', '"." or ".."'],
    ['/contacts/..', '"." or ".."'],
    ['/contacts/..?x=1', '"." or ".."'],
    ['/contacts/%2e%2e/oauth', '"." or ".."'],
    ['/contacts/.%2E/oauth', '"." or ".."'],
    ['/contacts/%252e%252e/x', '"." or ".."'],
    ['/contacts/%25252e%25252e/x', '"." or ".."'],
    ['/contacts/%2e/x', '"." or ".."'],
    ['/contacts/a%2fb', 'encoded slash'],
    ['/contacts/a%252Fb', 'encoded slash'],
    ['/contacts/a%5cb', 'encoded slash'],
    ['/oauth', '/oauth/'],
    ['/oauth/token', '/oauth/'],
    ['/oauth?x=1', '/oauth/'],
    ['/OAuth/token', '/oauth/'],
    ['/OAUTH/locationToken', '/oauth/'],
    ['/%6fauth/token', '/oauth/'],
    ['/%256fauth/token', '/oauth/'],
    ['/%6F%61uth/token', '/oauth/'],
    ['/contacts\t', 'tab'],
    ['/\toauth/token', 'tab'],
    ['/oa\tuth/token', 'tab'],
    ['/oa\nuth/token', 'line break'],
    ['/contacts\r\nX-Evil: 1', 'line break'],
    ['\t/contacts', 'tab'],
    ['/con tacts', 'space'],
    ['/contacts\u0000', 'control character'],
    ['/contacts\u007f', 'control character'],
    ['/contacts#x', '"#"'],
    ['/contacts?x=1#y', '"#"'],
    ['/contacts/\ud800', 'broken character'],
    [`/${'x'.repeat(4096)}`, 'longer than'],
  ])('refuses %j, naming why', async (endpoint, why) => {
    const error = await thrownBy(() => checkEndpoint(endpoint))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toContain(why)
    expect(error.message).toContain('Nothing was sent')
  })

  it.each(['/contacts/%zz%2f..%2f..%2foauth/token', '/contacts/%c0%ae%c0%ae/oauth/token', '/%6fauth%/token'])(
    'refuses %s, whose percent signs decode only in part',
    async (endpoint) => {
      expect(await thrownBy(() => checkEndpoint(endpoint))).toBeInstanceOf(RuntimeError)
    }
  )

  it('lets nothing pass that leaves the host or reaches the token routes after any number of decodings', () => {
    const pieces = ['/', '.', '..', '%2e', '%2E', '%2f', '%5c', '%25', 'oauth', 'token', '%6f', 'auth', 'contacts']
    const piece = fc.constantFrom(...pieces, '\\', '?', '#', '\t', '\n', ' ', '@', ':', 'https:', 'evil.example', '%')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (parts) => {
        const endpoint = `/${parts.join('')}`
        try {
          checkEndpoint(endpoint)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RuntimeError)
          return
        }
        let read = endpoint.split('?')[0] ?? ''
        for (let round = 0; round < 10; round++) {
          const { origin, pathname, hash } = new URL(`${HOST}${read}`)
          expect([origin, hash]).toEqual([HOST, ''])
          expect(pathname.toLowerCase()).not.toMatch(/^\/oauth(\/|$)/)
          try {
            read = decodeURIComponent(read)
          } catch {
            return
          }
          if (/[?#\t\n ]/.test(read)) return // no longer a path
        }
      }),
      { numRuns: 3000 }
    )
  })
})
