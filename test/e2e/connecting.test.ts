/** Connecting one location by consent: by link, and by an address made by hand. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import { useWorld, world } from './support/world'

useWorld()

const install = async () => {
  const bot = world.install(world.app)
  await bot.register()
  return bot
}

const contact = { contactId: seedIds.contact }

describe('the connect link', () => {
  it('is logged by register while nothing is connected, and named by every action', async () => {
    const bot = await install()
    expect(world.logs().join('\n')).toContain(bot.startUrl)
    expect(await bot.fail('getContact', contact)).toContain(`Open ${bot.startUrl} to connect`)
    expect(world.asked()).toEqual([])
  })

  it('leads to the consent page with client, redirect URL, scopes, a fresh state and the version of the app', async () => {
    const bot = await install()
    const pages = [await bot.open('/oauth/start'), await bot.open('/oauth/start')]
    const [query, again] = pages.map(({ location = '' }) => Object.fromEntries(new URL(location).searchParams))
    expect(query).toMatchObject({
      response_type: 'code',
      client_id: world.app.clientId,
      redirect_uri: `${bot.installation.webhookUrl}/oauth`,
      version_id: world.app.clientId.split('-')[0],
      state: expect.stringMatching(/^[\w-]{32,}$/),
    })
    expect(query?.scope?.split(' ')).toEqual(
      expect.arrayContaining(['contacts.readonly', 'contacts.write', 'calendars/events.write'])
    )
    expect(again?.state).not.toBe(query?.state)
    expect(pages[0]).toMatchObject({ status: 302, html: '' })
  })

  it('connects: nothing is pasted, the page names the location, and the actions work', async () => {
    const bot = await install()
    const page = await bot.connect()
    expect(page).toMatchObject({ status: 200, title: 'GoHighLevel is connected' })
    expect(page.text).toContain('Alpine Dental')
    expect(await bot.succeed('getContact', contact)).toMatchObject({ id: seedIds.contact })
    const { botId, integrationId, webhookId } = bot.installation
    expect(world.botpress.bot(botId).identifiers.get(integrationId)).toBe(webhookId)
    expect(bot.stored()).toMatchObject({ locationId: seedIds.location, companyId: seedIds.company })
  })

  it('connects in another process just as well, and survives being registered again', async () => {
    const bot = await install()
    await bot.connect()
    const elsewhere = bot.as({ process: await world.startProcess() })
    await elsewhere.succeed('getContact', contact)
    const before = bot.stored()
    await bot.register()
    await elsewhere.register()
    expect(bot.stored()).toEqual(before)
    await bot.succeed('getContact', contact)
  })

  it('replaces the location when it is used again', async () => {
    const bot = await install()
    await bot.connect()
    expect((await bot.connect(seedIds.secondLocation)).text).toContain('Hudson Fitness')
    expect(await bot.succeed('getContact', { contactId: seedIds.foreignContact })).toMatchObject({ firstName: 'Zoe' })
  })

  it('does not need a configuration that was saved in the same process', async () => {
    const bot = await install()
    const elsewhere = bot.as({ process: await world.startProcess() })
    expect(await elsewhere.connect()).toMatchObject({ status: 200 })
  })

  it('says to save the configuration first when that was never done', async () => {
    const page = await world.install(world.app).open('/oauth/start')
    expect(page.status).toBe(400)
    expect(page.text).toContain('Save the integration')
  })

  it('says which fields to fill in when there is no client', async () => {
    const bot = world.install({})
    expect(await bot.registerRefused()).toMatch(/Client ID and Client Secret.*Private Integration Token/)
    expect(await bot.open('/oauth/start')).toMatchObject({ status: 400 })
  })
})

describe('a return from the consent page', () => {
  it('is good once: the same address again is refused and leaves the connection as it is', async () => {
    const bot = await install()
    const back = await bot.consent()
    expect(await bot.open(back)).toMatchObject({ status: 200 })
    const before = bot.stored()
    const again = await bot.open(back)
    expect(again).toMatchObject({ status: 400, title: 'This link is no longer valid' })
    expect(again.html).toContain(`href="${bot.startUrl}"`)
    expect(bot.stored()).toEqual(before)
    await bot.succeed('getContact', contact)
  })

  it('with a code that was used already is refused, whatever its state', async () => {
    const bot = await install()
    const code = new URL(await bot.consent()).searchParams.get('code')
    expect(await bot.open(`/oauth?code=${code}`)).toMatchObject({ status: 200 })
    const other = await install()
    const page = await other.open(`/oauth?code=${code}`)
    expect(page.status).toBe(400)
    expect(page.text).toContain('used already or has expired')
    expect(page.html).toContain(other.startUrl)
    expect(other.stored()).toEqual({})
  })

  it('with a state that was never given out is refused without asking GoHighLevel', async () => {
    const bot = await install()
    const code = world.ghl.issueCode()
    world.leaks.addSecrets(code)
    expect(await bot.open(`/oauth?code=${code}&state=fake-state-of-nobody`)).toMatchObject({ status: 400 })
    expect(await bot.open(`/oauth?code=${code}&state=`)).toMatchObject({ status: 400 })
    expect(world.asked()).toEqual([])
  })

  it("with another bot's state is refused", async () => {
    const [bot, other] = [await install(), await install()]
    const { search } = new URL(await bot.consent())
    expect(await other.open(`/oauth${search}`)).toMatchObject({ status: 400 })
    expect(other.stored()).toEqual({})
  })

  it('later than 10 minutes is refused', async () => {
    const bot = await install()
    const back = await bot.consent()
    const { botId, integrationId: id } = bot.installation
    const { states } = world.botpress.bot(botId)
    const address = { type: 'integration', id, name: 'oauthFlow' } as const
    const [pending] = [states.peek(address)?.pending].flat()
    const { state, expiresAt } = Object(pending)
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 10 * 60_000)
    states.set(address, { pending: [{ state, expiresAt: Date.now() - 1 }] })
    expect(await bot.open(back)).toMatchObject({ status: 400, title: 'This link is no longer valid' })
  })

  it('works for each of two tabs that were opened at once', async () => {
    const bot = await install()
    const [first, second] = [await bot.consent(), await bot.consent(seedIds.secondLocation)]
    expect((await bot.open(first)).text).toContain('Alpine Dental')
    expect((await bot.open(second)).text).toContain('Hudson Fitness')
  })

  it('with a refusal says what GoHighLevel said, and offers to start again', async () => {
    const bot = await install()
    const page = await bot.open(await bot.consent('deny'))
    expect(page).toMatchObject({ status: 400, title: 'GoHighLevel was not connected' })
    expect(page.text).toContain('The user denied the request')
    expect(page.html).toContain(`href="${bot.startUrl}"`)
  })

  it('without a code says that it is incomplete', async () => {
    expect(await (await install()).open('/oauth')).toMatchObject({ status: 400, title: 'This link is incomplete' })
  })

  it('with a wrong client secret says which fields to check', async () => {
    const bot = world.install({ ...world.app, clientSecret: 'fake-wrong-secret-0000' })
    await bot.register()
    const page = await bot.connect()
    expect(page.status).toBe(400)
    expect(page.text).toMatch(/does not know this Client ID and Client Secret/)
    expect(bot.stored()).toEqual({})
  })

  it('while GoHighLevel is down says to try again', async () => {
    const bot = await install()
    const back = await bot.consent()
    world.ghl.faults.next({ path: '/oauth/token', times: 2 }, { status: 502, body: '<html>Bad gateway</html>' })
    expect(await bot.open(back)).toMatchObject({ status: 502, text: expect.stringContaining('try again') })
  })
})

const handMade = (redirectUri: string, locationId: string = seedIds.location) => {
  const code = world.ghl.issueCode({ locationId, redirectUri })
  world.leaks.addSecrets(code)
  return `/oauth?code=${code}`
}

describe('an address made by hand, without a state', () => {
  it('connects while nothing is connected', async () => {
    const bot = await install()
    const page = await bot.open(handMade(`${bot.installation.webhookUrl}/oauth`))
    expect(page).toMatchObject({ status: 200, title: 'GoHighLevel is connected' })
    await bot.succeed('getContact', contact)
  })

  it('never replaces a connection: nobody can hand the bot another location by a link', async () => {
    const bot = await install()
    await bot.connect()
    const before = bot.stored()
    world.forget()
    const page = await bot.open(handMade(`${bot.installation.webhookUrl}/oauth`, seedIds.secondLocation))
    expect(page).toMatchObject({ status: 400, title: 'GoHighLevel is connected already' })
    expect(world.asked()).toEqual([])
    expect(bot.stored()).toEqual(before)
  })
})

describe('hostile words', () => {
  const attack = `<script>alert("fake-xss")</script><img src=x onerror='alert(1)'>&amp;`

  it.each(['error_description', 'error'])('in %s are shown as text', async (field) => {
    const bot = await install()
    const page = await bot.open(`/oauth?${new URLSearchParams({ error: 'denied', [field]: attack })}`)
    expect(page.status).toBe(400)
    expect(page.html).not.toContain('<script')
    expect(page.html).not.toContain('<img')
    expect(page.text).toContain('<script>alert("fake-xss")</script>')
  })

  it('in the name of the location are shown as text', async () => {
    const location = world.ghl.store.locations.get(seedIds.secondLocation) ?? expect.fail()
    const { name } = location
    location.name = attack
    const page = await (await install()).connect(seedIds.secondLocation)
    location.name = name
    expect(page.status).toBe(200)
    expect(page.html).not.toContain('<script')
    expect(page.text).toContain('<script>alert("fake-xss")</script>')
  })
})
