import { describe, expect, it } from 'vitest'
import { actions } from '../../../src/actions'
import { events } from '../../../src/events'
import { beginConsent, comeBack, unconnected, visit } from '../support/consent'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

/** What the twenty actions need, by the API's description. */
const NEEDED = [
  'calendars/events.readonly',
  'calendars/events.write',
  'contacts.readonly',
  'contacts.write',
  'opportunities.readonly',
  'opportunities.write',
  'payments/orders.readonly',
]

/** What the consent of an agency needs for listing its locations and getting their tokens. */
const CONNECTION = ['oauth.readonly', 'oauth.write']

describe('GET /oauth/start', () => {
  it.each(['/oauth/start', '/oauth/start/'])('sends the browser to the consent page (%s)', async (path) => {
    const { installation, app } = unconnected()
    const page = await visit(installation, path)
    expect(page.status).toBe(302)
    expect(page.body).toBe('')
    const { origin, pathname, searchParams, hash } = new URL(page.headers.Location ?? '')
    expect(origin + pathname + hash).toBe('https://marketplace.gohighlevel.com/v2/oauth/chooselocation')
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: `${installation.webhookUrl}/oauth`,
      scope: [
        ...new Set([
          ...CONNECTION,
          ...[...Object.values(actions), ...Object.values(events)].flatMap(({ scopes }) => scopes),
        ]),
      ]
        .sort()
        .join(' '),
      state: installation.states.stored('oauthFlow')?.pending[0]?.state,
      version_id: app.clientId.split('-')[0],
    })
    expect([...searchParams.keys()]).toHaveLength(6)
  })

  it('asks for every scope that the actions need, and each once', async () => {
    const { installation } = unconnected()
    const { headers } = await visit(installation, '/oauth/start')
    const scopes = new URL(headers.Location ?? '').searchParams.get('scope')?.split(' ') ?? []
    expect(scopes).toEqual(expect.arrayContaining(NEEDED))
    expect(new Set(scopes).size).toBe(scopes.length)
    for (const scope of scopes) expect(scope).toMatch(/^[a-z][\w/-]*\.(readonly|write)$/i)
  })

  it('opens the white-label host for agencies with their own brand', async () => {
    const { installation } = unconnected({ whiteLabel: true })
    const { headers } = await visit(installation, '/oauth/start')
    expect(headers.Location).toMatch(/^https:\/\/marketplace\.leadconnectorhq\.com\/v2\/oauth\/chooselocation\?/)
  })

  it('is kept by no cache and tells no other site where it came from', async () => {
    const { headers } = await visit(unconnected().installation, '/oauth/start')
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
  })

  it('draws another state each time, long enough to be beyond guessing', async () => {
    const { installation } = unconnected()
    const states = [await beginConsent(installation), await beginConsent(installation)]
    expect(new Set(states).size).toBe(2)
    for (const state of states) expect(state).toMatch(/^[\w-]{32,}$/)
  })

  it('keeps the state for ten minutes', async () => {
    const { installation } = unconnected()
    const before = Date.now()
    const state = await beginConsent(installation)
    const [pending, ...more] = installation.states.stored('oauthFlow')?.pending ?? []
    expect(more).toEqual([])
    expect(pending?.state).toBe(state)
    expect(pending?.expiresAt).toBeGreaterThanOrEqual(before + 600_000)
    expect(pending?.expiresAt).toBeLessThanOrEqual(Date.now() + 600_000)
  })

  it('keeps several consents apart, but forgets the oldest of too many', async () => {
    const { installation } = unconnected()
    const states: string[] = []
    for (let tab = 0; tab < 6; tab++) states.push(await beginConsent(installation))
    const kept = installation.states.stored('oauthFlow')?.pending.map(({ state }) => state)
    expect(kept).toEqual(states.slice(1))
    const forgotten = await comeBack(installation, { code: 'fake-code', state: states[0] ?? '' })
    expect(forgotten.status).toBe(400)
  })

  it.each([
    [{ clientId: '' }, 'Fill in Client ID in'],
    [{ clientSecret: '' }, 'Fill in Client Secret in'],
    [{ clientId: '', clientSecret: '' }, 'Fill in Client ID and Client Secret in'],
  ])('says what is missing in the configuration (%j)', async (configuration, says) => {
    const page = await visit(unconnected(configuration).installation, '/oauth/start')
    expect(page.status).toBe(400)
    expect(page.body).toContain(says)
  })

  it('asks to save the configuration before the first registration', async () => {
    const { installation } = unconnected({}, { registered: false })
    const page = await visit(installation, '/oauth/start')
    expect(page.status).toBe(400)
    expect(page.body).toContain('Save the integration&#39;s configuration in Botpress first')
    expect(page.body).not.toContain('href')
  })
})

describe('other requests', () => {
  it.each(['/webhook', '/oauthx', '/OAuth', '/x/oauth', '//oauth'])('GET %j is not found', async (path) => {
    expect((await visit(unconnected().installation, path)).status).toBe(404)
  })

  it.each(['/oauth/unknown', '/oauth/start/x', '/oauth/__proto__', '/oauth/constructor', '/oauth//start'])(
    'GET %s is not found, with a page that says so',
    async (path) => {
      const page = await visit(unconnected().installation, path)
      expect(page.status).toBe(404)
      expect(page.body).toContain('<h1>There is nothing here</h1>')
    }
  )

  it.each([
    ['POST', '/oauth'],
    ['POST', '/oauth/start'],
    ['PUT', '/oauth'],
    ['HEAD', '/oauth'],
    ['DELETE', '/oauth/start'],
    ['GET', '/oauth/location'],
    ['PUT', '/oauth/location'],
  ])('%s %s is not found and leaves everything as it is', async (method, path) => {
    const { installation } = unconnected()
    const page = await visit(installation, `${path}?code=fake-code`, { method, body: 'code=fake-code' })
    expect(page.status).toBe(404)
    expect(installation.states.calls.filter(({ operation }) => operation !== 'getState')).toEqual([])
  })
})
