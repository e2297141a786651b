/** Saving the configuration: pasted tokens, a Private Integration Token, and what register says when something is wrong. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import { useWorld, world } from './support/world'

useWorld()

const contact = { contactId: seedIds.contact }

const pastePair = (scopes?: string[]) => {
  const { access_token: accessToken, refresh_token: refreshToken } = world.ghl.issueTokens({ scopes })
  return { accessToken, refreshToken }
}

describe('a pasted pair of tokens', () => {
  it('with the location is used as it is', async () => {
    const pair = pastePair()
    const bot = world.install({ ...world.app, ...pair, locationId: seedIds.location })
    await bot.register()
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshRequests).toBe(0)
    expect(world.ghl.requests.at(-1)?.headers.authorization).toBe(`Bearer ${pair.accessToken}`)
  })

  it('without the location is renewed once, which names the location', async () => {
    const bot = world.install({ ...world.app, ...pastePair() })
    await bot.register()
    expect(bot.stored()).toMatchObject({ locationId: seedIds.location })
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(1)
  })

  it('with blanks around it works all the same', async () => {
    const { accessToken, refreshToken } = pastePair()
    const { clientId, clientSecret } = world.app
    const bot = world.install({
      clientId: ` ${clientId}`,
      clientSecret: `${clientSecret} `,
      accessToken: ` ${accessToken}\n`,
      refreshToken: `${refreshToken} `,
    })
    await bot.register()
    await bot.succeed('getContact', contact)
  })

  it('that was used before is refused with the field to check', async () => {
    const pair = pastePair()
    await world.install({ ...world.app, ...pair }).register()
    world.ghl.store.advanceClock(31_000)
    const bot = world.install({ ...world.app, ...pair })
    expect(await bot.registerRefused()).toMatch(/did not accept the Refresh Token/)
    expect(bot.stored()).toEqual({})
  })

  it('with a wrong client secret is refused with the fields to check', async () => {
    const bot = world.install({ ...world.app, ...pastePair(), clientSecret: 'fake-wrong-secret-0001' })
    expect(await bot.registerRefused()).toMatch(/Client ID and Client Secret/)
  })

  it('with missing scopes counts as connected, with a warning in the log', async () => {
    const bot = world.install({ ...world.app, ...pastePair(['contacts.readonly']), locationId: seedIds.location })
    await bot.register()
    await bot.succeed('getContact', contact)
    await expect.poll(() => world.logs().join('\n')).toContain('lacks scopes')
    expect(world.ghl.refreshRequests).toBe(0)
  })

  it("with another location's id is refused with the field to check", async () => {
    const bot = world.install({ ...world.app, ...pastePair(), locationId: seedIds.secondLocation })
    expect(await bot.registerRefused()).toMatch(/Check Location ID/)
  })

  it('of an agency is refused: the connect link lets one choose', async () => {
    const { access_token: accessToken, refresh_token: refreshToken } = world.ghl.issueTokens({ userType: 'Company' })
    const bot = world.install({ ...world.app, accessToken, refreshToken })
    expect(await bot.registerRefused()).toMatch(/belong to an agency.*connect by link/)
  })
})

describe('a Private Integration Token', () => {
  it('with the location is used as it is, and nothing is ever refreshed', async () => {
    const accessToken = world.ghl.issuePrivateToken(seedIds.location)
    const bot = world.install({ accessToken, locationId: seedIds.location })
    await bot.register()
    await bot.succeed('getContact', contact)
    expect(world.asked()).not.toContain('POST /oauth/token')
    expect(world.ghl.requests.map(({ headers }) => headers.authorization)).toEqual(
      world.ghl.requests.map(() => `Bearer ${accessToken}`)
    )
  })

  it('without the location is refused with the field to fill in', async () => {
    const bot = world.install({ accessToken: world.ghl.issuePrivateToken(seedIds.location) })
    expect(await bot.registerRefused()).toMatch(/Fill in Location ID/)
    expect(world.asked()).toEqual([])
  })

  it('that is wrong is refused with the field to check', async () => {
    const bot = world.install({ accessToken: 'pit-fake-wrong-token-0001', locationId: seedIds.location })
    expect(await bot.registerRefused()).toMatch(/Access Token/)
    expect(world.ghl.refreshRequests).toBe(0)
  })

  it('that was replaced in GoHighLevel is mended by pasting the new one', async () => {
    const bot = world.install({ accessToken: 'pit-fake-wrong-token-0002', locationId: seedIds.location })
    await bot.registerRefused()
    const accessToken = world.ghl.issuePrivateToken(seedIds.location)
    const mended = bot.as({ configuration: { accessToken, locationId: seedIds.location } })
    await mended.register()
    await mended.succeed('getContact', contact)
  })
})

describe('an incomplete configuration', () => {
  it.each([
    ['nothing at all', {}, /Client ID and Client Secret/],
    ['a client id alone', { clientId: 'fake-client-id' }, /Fill in Client Secret/],
    ['a client secret alone', { clientSecret: 'fake-client-secret' }, /Fill in Client ID/],
    ['a refresh token alone', { refreshToken: 'fake-refresh-token' }, /Fill in Access Token/],
    [
      'tokens without a client',
      { accessToken: 'fake-access-token', refreshToken: 'fake-refresh-token' },
      /Client ID and Client Secret/,
    ],
    ['an access token without a location', { accessToken: 'fake-access-token' }, /Location ID/],
  ])('of %s is refused with what to fill in, without a request', async (_, configuration, message) => {
    const bot = world.install(configuration)
    expect(await bot.registerRefused()).toMatch(message)
    expect(world.asked()).toEqual([])
  })
})

describe('saving again', () => {
  it('what is unchanged, after the tokens have rotated, keeps the rotated ones and still works', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    await bot.succeed('getContact', contact)
    const rotated = bot.stored()
    expect(rotated.refreshToken).not.toBe(bot.installation.configuration.refreshToken)
    world.ghl.store.advanceClock(31_000)
    await bot.register()
    await bot.as({ process: await world.startProcess() }).register()
    expect(bot.stored()).toEqual(rotated)
    await bot.succeed('getContact', contact)
    expect(world.ghl.refreshCount).toBe(1)
  })

  it('new tokens makes them win, in other processes too', async () => {
    const bot = await world.installConnected()
    const process = await world.startProcess()
    await bot.as({ process }).succeed('getContact', contact)
    const pair = pastePair()
    const configuration = { ...world.app, ...pair, locationId: seedIds.location }
    const changed = bot.as({ configuration })
    await changed.register()
    expect(bot.stored()).toMatchObject(pair)
    world.forget()
    await changed.succeed('getContact', contact)
    await bot.as({ process, configuration }).succeed('getContact', contact)
    const bearers = world.ghl.requests.map(({ headers }) => headers.authorization)
    expect(bearers).toEqual([`Bearer ${pair.accessToken}`, `Bearer ${pair.accessToken}`])
  })

  it('new tokens heals a connection that was lost', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    world.ghl.revokeRefreshTokens()
    await bot.fail('getContact', contact)
    const changed = bot.as({ configuration: { ...world.app, ...pastePair(), locationId: seedIds.location } })
    await changed.register()
    await changed.succeed('getContact', contact)
  })

  it('after unregistering finds the rotated tokens again', async () => {
    const bot = await world.installConnected()
    world.ghl.expireAccessTokens()
    await bot.succeed('getContact', contact)
    expect((await bot.installation.unregister()).status).toBe(200)
    world.ghl.store.advanceClock(31_000)
    await bot.register()
    await bot.succeed('getContact', contact)
  })
})
