import { createHash } from 'node:crypto'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { choose, comeBack, startConsent, ticketOn, unconnected, visit } from '../support/consent'
import { ghlScope, useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</strong></p><form action="https://evil.example">',
  '&lt;b&gt;<b>',
  '</title></style><script>alert(1)</script>',
]

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Names of the elements, in the order in which they open. */
const elementsOf = (html: string): string[] => [...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, name = '']) => name)

const agencyGrant = { userType: 'Company', locationId: undefined }

/** One page of each kind. */
async function everyPage() {
  const { installation, app } = unconnected()
  const location = startConsent(app, { locationName: 'Example Dental' })
  const connected = await comeBack(installation, { code: location.code })
  const agency = unconnected()
  const locations = [{ _id: 'location-1', name: 'One' }, { _id: 'location-2' }]
  return {
    connected,
    'connected already': await visit(installation, '/oauth?code=fake-code'),
    denied: await comeBack(installation, { error: 'access_denied' }),
    'no longer valid': await comeBack(installation, { code: 'fake-code', state: 'wrong' }),
    incomplete: await visit(installation, '/oauth'),
    'not found': await visit(installation, '/oauth/unknown'),
    'no choice': await choose(installation, 'wrong', 'location-1'),
    unconfigured: await visit(unconnected({ clientId: '' }).installation, '/oauth/start'),
    choice: await agencyChoice(agency, locations),
  }
}

async function agencyChoice({ installation, app }: ReturnType<typeof unconnected>, locations: { _id: string }[]) {
  nock.cleanAll()
  const consent = startConsent(app, { grant: agencyGrant, locations })
  return comeBack(installation, { code: consent.code })
}

describe('every page', () => {
  it('is kept by no cache, framed by no site, and told nothing to other sites', async () => {
    for (const [title, { headers }] of Object.entries(await everyPage())) {
      expect(headers, title).toMatchObject({
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'DENY',
      })
    }
  })

  it('allows itself nothing but its own style and its own form', async () => {
    for (const [title, { headers, body }] of Object.entries(await everyPage())) {
      const style = /<style>([^]*?)<\/style>/.exec(body)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      const directives = (headers['Content-Security-Policy'] ?? '').split('; ').sort()
      expect(directives, title).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        `style-src 'sha256-${hash}'`,
      ])
    }
  })

  it('is whole, accessible HTML without a script or any foreign asset', async () => {
    for (const [title, { body }] of Object.entries(await everyPage())) {
      expect(body, title).toMatch(
        /^<!doctype html><html lang="en">.*<title>[^<]+<\/title>.*<main>.*<\/main>.*<\/html>$/s
      )
      expect(body.match(/<h1>/g), title).toHaveLength(1)
      expect(elementsOf(body), title).not.toEqual(expect.arrayContaining(['script']))
      expect(body, title).not.toMatch(/ (?:src|srcset|style|on\w+)=|url\(|@import|<(?:link|img|iframe|object|base)\b/i)
      const links = [...body.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link = '']) => link)
      for (const link of links) expect(link, title).toMatch(/^https:\/\/webhook\.botpress\.example\/[\w-]+\/oauth\//)
    }
  })

  it('says in its status whether all is well', async () => {
    const statuses = Object.entries(await everyPage()).map(([title, { status }]) => [title, status])
    expect(Object.fromEntries(statuses)).toEqual({
      connected: 200,
      'connected already': 400,
      denied: 400,
      'no longer valid': 400,
      incomplete: 400,
      'not found': 404,
      'no choice': 400,
      unconfigured: 400,
      choice: 200,
    })
  })
})

describe('markup from outside', () => {
  it.each(HOSTILE)('is text in error_description: %s', async (text) => {
    const { installation } = unconnected()
    const page = await comeBack(installation, { error: 'x', error_description: text })
    const harmless = await comeBack(installation, { error: 'x', error_description: 'harmless' })
    expect(page.body).toContain(escaped(text))
    expect(elementsOf(page.body)).toEqual(elementsOf(harmless.body))
  })

  it.each(HOSTILE)('is text in error: %s', async (text) => {
    const { body } = await comeBack(unconnected().installation, { error: text })
    expect(body).toContain(escaped(text))
    expect(body.replace(escaped(text), '')).not.toContain(text)
  })

  it.each(HOSTILE)("is text in a location's name: %s", async (text) => {
    const { installation, app } = unconnected()
    const { body } = await comeBack(installation, { code: startConsent(app, { locationName: text }).code })
    expect(body).toContain(`<strong>${escaped(text)}</strong>`)
  })

  it.each(HOSTILE)('is text in the names and ids to choose from: %s', async (text) => {
    const { installation, app } = unconnected()
    const locations = [
      { _id: text, name: text },
      { _id: 'location-2', name: 'Two' },
    ]
    const consent = startConsent(app, { grant: agencyGrant, locations })
    const { body } = await comeBack(installation, { code: consent.code })
    const [main = ''] = /<main>.*<\/main>/s.exec(body) ?? []
    const safe = escaped(text)
    expect(main).toContain(`<button name="locationId" value="${safe}">${safe}<small>${safe}</small></button>`)
    const button = ['button', 'small']
    expect(elementsOf(main)).toEqual(['main', 'div', 'h1', 'p', 'form', 'input', ...button, ...button])
    await choose(installation, ticketOn(body), text)
    expect(consent.requests).toContainEqual(
      expect.stringContaining(new URLSearchParams({ locationId: text }).toString())
    )
  })

  it.each(HOSTILE)("is text in GoHighLevel's words: %s", async (text) => {
    const { installation } = unconnected()
    const refusal = { error: 'invalid_client', error_description: `Bad client_id ${text}` }
    ghlScope().post('/oauth/token').reply(401, refusal)
    const { body } = await comeBack(installation, { code: 'fake-code' })
    expect(body).toContain('does not know this Client ID')
    expect(elementsOf(body)).toEqual(elementsOf((await comeBack(installation, { error: 'x' })).body))
  })
})
