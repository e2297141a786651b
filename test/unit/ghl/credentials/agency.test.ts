/** Location tokens that an agency's token renews. */
import { RuntimeError } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { openGhl } from '../../../../src/ghl/client'
import type { Agency, Credentials } from '../../../../src/states'
import { elapse, fakeClock } from '../../support/clock'
import { formOf, freshPair, INVALID_GRANT, pairOf, tokenAnswer } from '../../support/ghl'
import { again, fakeApp, freshInstallation, type FakeInstallation } from '../../support/installation'
import { ghlScope, useFakeNetwork } from '../../support/network'
import { failureOf, watchForLeaks } from '../../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const HOUR = 3_600_000

function connected(agency: Partial<Agency>, credentials: Partial<Credentials> = {}) {
  const pair = freshPair()
  const fake = freshInstallation({
    configuration: fakeApp(),
    credentials: {
      expiresAt: Date.now() - 1,
      refreshToken: undefined,
      agency: { ...pair, expiresAt: Date.now() + HOUR, companyId: 'fakecompany', ...agency },
      ...credentials,
    },
  })
  return { fake, pair }
}

const call = async (fake: FakeInstallation) => (await openGhl(again(fake))).get('/x')

/** What GoHighLevel was asked, in order, and what was stored as the agency's pair at that moment. */
function grantingBoth(fake: FakeInstallation) {
  const asked: { route: string; form: Record<string, string>; token: unknown; storedAgency: unknown }[] = []
  const granted = { agency: freshPair(), location: freshPair() }
  const note = (route: string, body: unknown, token?: unknown) =>
    asked.push({ route, form: formOf(body), token, storedAgency: fake.states.stored('credentials')?.agency })
  ghlScope()
    .persist()
    .post('/oauth/token')
    .reply((_uri, body) => {
      note('token', body)
      return [200, tokenAnswer(granted.agency, { userType: 'Company', locationId: undefined })]
    })
  ghlScope()
    .persist()
    .post('/oauth/locationToken')
    .reply(function (_uri, body) {
      note('locationToken', body, this.req.headers.authorization)
      return [201, tokenAnswer(granted.location, { refresh_token: undefined })]
    })
  ghlScope()
    .persist()
    .get('/x')
    .matchHeader('authorization', `Bearer ${granted.location.accessToken}`)
    .reply(200, { ok: 1 })
  return { asked, granted }
}

describe('a location token of an agency', () => {
  it("is exchanged anew while the agency's token works, without a refresh", async () => {
    const { fake, pair } = connected({})
    const { asked, granted } = grantingBoth(fake)
    expect((await elapse(call(fake))).result).toEqual({ ok: 1 })
    expect(asked).toMatchObject([
      {
        route: 'locationToken',
        form: { companyId: 'fakecompany', locationId: 'fakelocation' },
        token: `Bearer ${pair.accessToken}`,
      },
    ])
    expect(fake.states.stored('credentials')).toMatchObject({
      accessToken: granted.location.accessToken,
      locationId: 'fakelocation',
      agency: pair,
    })
  })

  it("is asked for only after the agency's own token was refreshed and stored, when that expires", async () => {
    const { fake, pair } = connected({ expiresAt: Date.now() + 60_000 })
    const { asked, granted } = grantingBoth(fake)
    await elapse(call(fake))
    expect(asked.map(({ route }) => route)).toEqual(['token', 'locationToken'])
    expect(asked[0]?.form).toMatchObject({ refresh_token: pair.refreshToken, user_type: 'Company' })
    expect(asked[1]?.token).toBe(`Bearer ${granted.agency.accessToken}`)
    expect(asked[1]?.storedAgency).toMatchObject({ ...granted.agency, companyId: 'fakecompany' })
    expect(fake.states.stored('credentials')?.agency).toMatchObject(granted.agency)
  })

  it("that cannot be had does not lose the agency's rotated pair", async () => {
    const { fake } = connected({ expiresAt: Date.now() - 1 })
    const agency = freshPair()
    ghlScope()
      .post('/oauth/token')
      .reply(200, tokenAnswer(agency, { userType: 'Company', locationId: undefined }))
    ghlScope().persist().post('/oauth/locationToken').reply(503, {})
    const { result } = await elapse(failureOf(call(fake)))
    expect(result).toMatchObject({ name: 'GhlError' })
    expect(fake.states.stored('credentials')?.agency).toMatchObject(agency)
    expect(fake.states.stored('credentials')?.lost).toBeUndefined()
  })

  it('is renewed ahead of time like any other', async () => {
    const { fake } = connected({}, { expiresAt: Date.now() + 60_000 })
    const { asked } = grantingBoth(fake)
    await elapse(call(fake))
    expect(asked.map(({ route }) => route)).toEqual(['locationToken'])
  })

  it("is lost for good when the agency's refresh token is refused", async () => {
    const { fake } = connected({ expiresAt: Date.now() - 1 })
    ghlScope().post('/oauth/token').reply(400, INVALID_GRANT)
    const { result } = await elapse(failureOf(call(fake)))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toContain('/oauth/start')
    expect(fake.states.stored('credentials')?.lost).toBeDefined()
  })
})

describe("an agency's pair pasted together with a location id", () => {
  it('is found out at its first refresh, kept as the agency, and exchanged for the location token', async () => {
    const old = freshPair()
    const fake = freshInstallation({
      configuration: fakeApp(),
      credentials: { ...old, expiresAt: Date.now() - 1, locationId: 'fakelocation' },
    })
    const { asked, granted } = grantingBoth(fake)
    expect((await elapse(call(fake))).result).toEqual({ ok: 1 })
    expect(asked.map(({ route }) => route)).toEqual(['token', 'locationToken'])
    expect(asked[1]?.storedAgency).toMatchObject(granted.agency)
    expect(asked[1]?.form).toEqual({ companyId: 'fakecompany', locationId: 'fakelocation' })
    expect(pairOf(fake.states.stored('credentials')).accessToken).toBe(granted.location.accessToken)
    expect(fake.states.stored('credentials')?.agency).toMatchObject(granted.agency)
  })
})
