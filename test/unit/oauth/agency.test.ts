import { describe, expect, it, vi } from 'vitest'
import { runAction } from '../../../src/run-action'
import { actionOf } from '../support/actions'
import { fakeClock } from '../support/clock'
import { choose, comeBack, startConsent, ticketOn, unconnected, visit, type Behaviour } from '../support/consent'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const agencyGrant = { userType: 'Company', locationId: undefined }
const SEVERAL = [
  { _id: 'location-1', name: 'Example Dental' },
  { _id: 'location-2', name: null },
  { _id: 'location-3', name: 'Example Gym' },
]

/** The agency's user has consented; `page` is what came of it. */
async function consentAsAgency(behaviour: Behaviour) {
  const { installation, app, announced } = unconnected()
  const consent = startConsent(app, { grant: agencyGrant, ...behaviour })
  const page = await comeBack(installation, { code: consent.code })
  return { installation, app, announced, consent, page, ticket: ticketOn(page.body) }
}

const exchangeOf = (locationId: string, token: string) =>
  `POST /oauth/locationToken companyId=fakecompany&locationId=${locationId} as Bearer ${token}, 2021-07-28`

describe('the consent of an agency', () => {
  it('asks for the locations that have the app', async () => {
    const { app, consent } = await consentAsAgency({ locations: [] })
    const [appId] = app.clientId.split('-')
    const query = `companyId=fakecompany&appId=${appId}&isInstalled=true&skip=0&limit=20`
    expect(consent.requests).toEqual([
      `GET /oauth/installedLocations?${query} as Bearer ${consent.pair.accessToken}, 2021-07-28`,
    ])
  })

  it('connects nothing when no location has the app, and says what to do', async () => {
    const { installation, page, announced } = await consentAsAgency({ locations: [] })
    expect(page.status).toBe(409)
    expect(page.body).toContain('<h1>The app is not installed in any location</h1>')
    expect(page.body).toContain(`href="${installation.webhookUrl}/oauth/start"`)
    expect(installation.states.stored('credentials')).toBeUndefined()
    expect(announced).toEqual([])
  })

  it('connects the only location, and keeps the pair of the agency to renew its token', async () => {
    const locations = [{ _id: 'location-1', name: 'Example Dental' }]
    const { installation, page, announced, consent } = await consentAsAgency({ locations, locationName: 'Example' })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<strong>Example</strong>')
    expect(consent.requests).toContain(exchangeOf('location-1', consent.pair.accessToken))
    expect(installation.states.stored('credentials')).toEqual({
      accessToken: `${consent.pair.accessToken}-of-location`,
      expiresAt: expect.any(Number),
      locationId: 'location-1',
      companyId: 'fakecompany',
      scopes: 'contacts.write',
      seed: expect.any(String),
      agency: { ...consent.pair, expiresAt: expect.any(Number), companyId: 'fakecompany' },
    })
    expect(announced).toEqual([{ identifier: installation.ctx.webhookId }])
  })

  it('lets its user choose among several, showing names and ids', async () => {
    const { installation, page, ticket, announced } = await consentAsAgency({ locations: SEVERAL })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<h1>Which location should the bot work with?</h1>')
    expect(page.body).toContain(`<form method="post" action="${installation.webhookUrl}/oauth/location">`)
    const buttons = [...page.body.matchAll(/<button name="locationId" value="([^"]+)">([^<]+)</g)]
    expect(buttons.map(([, id, name]) => [id, name])).toEqual([
      ['location-1', 'Example Dental'],
      ['location-2', 'location-2'],
      ['location-3', 'Example Gym'],
    ])
    expect(ticket).toMatch(/^[\w-]{32,}$/)
    expect(installation.states.stored('credentials')).toBeUndefined()
    expect(announced).toEqual([])
  })

  it('reads the list to its end', async () => {
    const locations = Array.from({ length: 45 }, (_, index) => ({ _id: `location-${index}`, name: `Name ${index}` }))
    const { page, consent } = await consentAsAgency({ locations })
    expect(page.body.match(/<button /g)).toHaveLength(45)
    expect(consent.requests.map((line) => /skip=\d+/.exec(line)?.[0])).toEqual(['skip=0', 'skip=20', 'skip=40'])
  })

  it('refuses a token that names no agency', async () => {
    const { page, announced } = await consentAsAgency({ grant: { ...agencyGrant, companyId: undefined } })
    expect(page.status).toBe(400)
    expect(page.body).toContain('without naming the agency')
    expect(announced).toEqual([])
  })
})

describe('POST /oauth/location', () => {
  it('connects the chosen location, which the actions work in from then on', async () => {
    const { installation, consent, ticket, announced } = await consentAsAgency({
      locations: SEVERAL,
      locationName: 'Example Gym',
    })
    const page = await choose(installation, ticket, 'location-3')
    expect(page.status).toBe(200)
    expect(page.body).toContain('<strong>Example Gym</strong>')
    expect(consent.requests).toContain(exchangeOf('location-3', consent.pair.accessToken))
    expect(installation.states.stored('credentials')).toMatchObject({
      locationId: 'location-3',
      agency: consent.pair,
    })
    expect(announced).toEqual([{ identifier: installation.ctx.webhookId }])
    const input = { endpoint: '/locations/location-3', method: 'GET' }
    const outcome = await runAction('makeApiCall', actionOf('makeApiCall'), installation, input)
    expect(outcome.success).toBe(true)
  })

  it('forgets the token of the agency where it was kept for the choice', async () => {
    const { installation, ticket } = await consentAsAgency({ locations: SEVERAL })
    expect(installation.states.stored('oauthFlow')?.choice).toBeDefined()
    await choose(installation, ticket, 'location-1')
    expect(installation.states.stored('oauthFlow')?.choice).toBeUndefined()
  })

  it('takes a choice once', async () => {
    const { installation, ticket, consent } = await consentAsAgency({ locations: SEVERAL })
    await choose(installation, ticket, 'location-1')
    const again = await choose(installation, ticket, 'location-2')
    expect(again.status).toBe(400)
    expect(again.body).toContain('<h1>This choice is no longer valid</h1>')
    expect(installation.states.stored('credentials')?.locationId).toBe('location-1')
    expect(consent.requests).not.toContain(exchangeOf('location-2', consent.pair.accessToken))
  })

  it.each([
    ['a wrong ticket', 'x'.repeat(32), 'location-1'],
    ['no ticket', '', 'location-1'],
    ['no location', undefined, ''],
  ])('connects nothing for %s', async (_title, given, locationId) => {
    const { installation, ticket, consent } = await consentAsAgency({ locations: SEVERAL })
    const asked = consent.requests.length
    const page = await choose(installation, given ?? ticket, locationId)
    expect(page.status).toBe(400)
    expect(page.body).toContain(`href="${installation.webhookUrl}/oauth/start"`)
    expect(consent.requests).toHaveLength(asked)
    expect(installation.states.stored('credentials')).toBeUndefined()
  })

  it('connects nothing without a form', async () => {
    const { installation } = await consentAsAgency({ locations: SEVERAL })
    expect((await visit(installation, '/oauth/location', { method: 'POST' })).status).toBe(400)
  })

  it('connects nothing when ten minutes have passed', async () => {
    fakeClock()
    const { installation, ticket } = await consentAsAgency({ locations: SEVERAL })
    vi.setSystemTime(Date.now() + 601_000)
    expect((await choose(installation, ticket, 'location-1')).status).toBe(400)
    expect(installation.states.stored('credentials')).toBeUndefined()
  })

  it('takes no ticket of another installation', async () => {
    const { ticket } = await consentAsAgency({ locations: SEVERAL })
    const other = await consentAsAgency({ locations: SEVERAL })
    expect((await choose(other.installation, ticket, 'location-1')).status).toBe(400)
  })

  it('leaves the choice open when GoHighLevel refuses the location', async () => {
    const { installation, ticket, announced } = await consentAsAgency({
      locations: SEVERAL,
      refusedLocations: [[400, { statusCode: 400, message: 'Location is not active' }]],
    })
    const refused = await choose(installation, ticket, 'location-2')
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(refused.body).toContain('Location is not active')
    expect(announced).toEqual([])
    expect((await choose(installation, ticket, 'location-1')).status).toBe(200)
  })
})
