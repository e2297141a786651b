import { beforeEach, describe, expect, it } from 'vitest'
import { appIdOf, listInstalledLocations, requestLocationGrant } from '../../../src/ghl/tokens'
import { elapse, fakeClock } from '../support/clock'
import { freshPair, tokenAnswer } from '../support/ghl'
import { ghlScope, useFakeNetwork } from '../support/network'
import { failureOf, secret, watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const failing = async (promise: Promise<unknown>) => (await elapse(failureOf(promise))).result
const agency = () => ({ accessToken: secret('agency'), expiresAt: Date.now() + 1000, companyId: 'fakecompany' })

const page = (from: number, length: number) => ({
  locations: Array.from({ length }, (_, index) => ({
    _id: `loc${from + index}`,
    name: `Location ${from + index}`,
  })),
})

describe("an agency's token", () => {
  it('is traded for the token of one location', async () => {
    const granted = freshPair()
    const { accessToken, ...rest } = agency()
    ghlScope()
      .post('/oauth/locationToken', 'companyId=fakecompany&locationId=fakelocation')
      .matchHeader('authorization', `Bearer ${accessToken}`)
      .matchHeader('version', '2021-07-28')
      .reply(201, tokenAnswer(granted))
    const { result } = await elapse(requestLocationGrant({ accessToken, ...rest }, 'fakelocation'))
    expect(result).toMatchObject({ ...granted, locationId: 'fakelocation', isAgency: false })
  })

  it('lists the locations that have the app, page by page', async () => {
    const query = { companyId: 'fakecompany', appId: 'fakeapp', isInstalled: 'true', limit: '20' }
    ghlScope()
      .get('/oauth/installedLocations')
      .query({ ...query, skip: '0' })
      .reply(200, page(0, 20))
      .get('/oauth/installedLocations')
      .query({ ...query, skip: '20' })
      .reply(200, { locations: [{ _id: 'loc20', name: null }] })
    const { result } = await elapse(listInstalledLocations(agency(), 'fakeapp'))
    expect(result).toHaveLength(21)
    expect(result[0]).toEqual({ id: 'loc0', name: 'Location 0' })
    expect(result[20]).toEqual({ id: 'loc20', name: 'loc20' })
  })

  it('that is answered with no list of locations fails as such', async () => {
    ghlScope().get('/oauth/installedLocations').query(true).reply(200, { count: 0 })
    expect(await failing(listInstalledLocations(agency(), 'fakeapp'))).toMatchObject({ kind: 'UNEXPECTED_ANSWER' })
  })
})

it('the app id is the part of the client id before the hyphen', () => {
  expect(appIdOf('64f0abc-lmn123')).toBe('64f0abc')
  expect(appIdOf('64f0abc')).toBe('64f0abc')
})
