/** Connecting as an agency, whose token stands for all its locations. */
import { beforeEach, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot } from './support/bot'
import type { Page } from './support/page'
import { useWorld, world } from './support/world'

useWorld()

const contact = { contactId: seedIds.contact }

const setInstalled = (...locationIds: string[]) => {
  for (const id of world.ghl.store.locations.keys()) world.ghl.store.installApp(id, locationIds.includes(id))
}

const install = async () => {
  const bot = world.install(world.app)
  await bot.register()
  return bot
}

const ticketOf = (page: Page): string =>
  /name="ticket" value="([^"]+)"/.exec(page.html)?.[1] ?? expect.fail('The page has no ticket')

const choose = (bot: Bot, ticket: string, locationId: string): Promise<Page> =>
  bot.open('/oauth/location', { method: 'POST', body: new URLSearchParams({ ticket, locationId }) })

beforeEach(() => setInstalled(seedIds.location, seedIds.secondLocation))

it('with one location is connected to it at once', async () => {
  setInstalled(seedIds.secondLocation)
  const bot = await install()
  const page = await bot.connect('agency')
  expect(page).toMatchObject({ status: 200, title: 'GoHighLevel is connected' })
  expect(page.text).toContain('Hudson Fitness')
  expect(await bot.succeed('getContact', { contactId: seedIds.foreignContact })).toMatchObject({ firstName: 'Zoe' })
  expect(bot.stored()).toMatchObject({ locationId: seedIds.secondLocation, agency: { companyId: seedIds.company } })
})

it('with several locations is asked which, and connected to the chosen one', async () => {
  const bot = await install()
  const page = await bot.connect('agency')
  expect(page).toMatchObject({ status: 200, title: 'Which location should the bot work with?' })
  expect(page.text).toContain('Alpine Dental')
  expect(page.text).toContain('Hudson Fitness')
  expect(page.html).toContain(`<form method="post" action="${bot.installation.webhookUrl}/oauth/location">`)
  expect(bot.stored()).toEqual({})
  await bot.fail('getContact', contact)

  const chosen = await choose(bot, ticketOf(page), seedIds.secondLocation)
  expect(chosen).toMatchObject({ status: 200, title: 'GoHighLevel is connected' })
  expect(chosen.text).toContain('Hudson Fitness')
  await bot.succeed('getContact', { contactId: seedIds.foreignContact })
})

it('with none is told to install the app in a location', async () => {
  setInstalled()
  const bot = await install()
  const page = await bot.connect('agency')
  expect(page).toMatchObject({ status: 409, title: 'The app is not installed in any location' })
  expect(page.html).toContain(`href="${bot.startUrl}"`)
  expect(bot.stored()).toEqual({})
})

it('with more locations than a page holds can choose among all', async () => {
  const { locations } = world.ghl.store
  const model = locations.get(seedIds.location) ?? expect.fail()
  const ids = Array.from({ length: 25 }, (_, index) => `sandboxLocationExtra${index}`)
  for (const id of ids) locations.set(id, { ...model, id, name: `Branch ${id}` })
  const page = await (await install()).connect('agency')
  for (const id of ids) locations.delete(id)
  expect(page.html.match(/<button/g)).toHaveLength(27)
  expect(page.text).toContain('Branch sandboxLocationExtra24')
})

it('sees a hostile name of a location as text', async () => {
  const location = world.ghl.store.locations.get(seedIds.location) ?? expect.fail()
  const { name } = location
  location.name = `"><script>alert("fake-xss")</script>`
  const page = await (await install()).connect('agency')
  location.name = name
  expect(page.html).not.toContain('<script')
  expect(page.text).toContain('"><script>alert("fake-xss")</script>')
})

it('can make each choice once, and only with the ticket of its own consent', async () => {
  const [bot, other] = [await install(), await install()]
  const ticket = ticketOf(await bot.connect('agency'))
  await other.connect('agency')
  expect(await choose(other, ticket, seedIds.location)).toMatchObject({ status: 400 })
  expect(await choose(bot, 'fake-ticket', seedIds.location)).toMatchObject({ status: 400 })
  expect(await choose(bot, '', seedIds.location)).toMatchObject({ status: 400 })
  expect(await choose(bot, ticket, '')).toMatchObject({ status: 400 })
  expect(await choose(bot, ticket, seedIds.location)).toMatchObject({ status: 200 })
  const again = await choose(bot, ticket, seedIds.secondLocation)
  expect(again).toMatchObject({ status: 400, title: 'This choice is no longer valid' })
  expect(bot.stored()).toMatchObject({ locationId: seedIds.location })
})

it('cannot be connected to a location that does not have the app', async () => {
  const bot = await install()
  const ticket = ticketOf(await bot.connect('agency'))
  setInstalled(seedIds.location)
  const page = await choose(bot, ticket, seedIds.secondLocation)
  expect(page.status).toBeGreaterThanOrEqual(400)
  expect(page.text).toContain('Location not found')
  expect(bot.stored()).toEqual({})
})

it('has its location token renewed by the agency token, not by the refresh token of the location', async () => {
  setInstalled(seedIds.location)
  const bot = await install()
  await bot.connect('agency')
  const { agency } = bot.stored()
  const { accessToken } = bot.stored()
  const expired = { ...bot.stored(), expiresAt: Date.now() - 1 }
  const { botId, integrationId: id } = bot.installation
  world.botpress.bot(botId).states.set({ type: 'integration', id, name: 'credentials' }, expired)
  world.forget()
  const elsewhere = bot.as({ process: await world.startProcess() })
  await elsewhere.succeed('getContact', contact)
  expect(world.asked()).toEqual(['POST /oauth/locationToken', `GET /contacts/${seedIds.contact}`])
  expect(bot.stored()).toMatchObject({ agency, locationId: seedIds.location })
  expect(bot.stored().accessToken).not.toBe(accessToken)
})

it('has the agency token renewed first when that has expired as well, and keeps the rotated one', async () => {
  setInstalled(seedIds.location)
  const bot = await install()
  await bot.connect('agency')
  const { agency } = bot.stored()
  const past = { expiresAt: Date.now() - 1 }
  const { botId, integrationId: id } = bot.installation
  world.botpress
    .bot(botId)
    .states.set(
      { type: 'integration', id, name: 'credentials' },
      { ...bot.stored(), ...past, agency: { ...Object(agency), ...past } }
    )
  world.forget()
  const elsewhere = bot.as({ process: await world.startProcess() })
  await elsewhere.succeed('getContact', contact)
  expect(world.ghl.refreshCount).toBe(1)
  expect(world.asked()).toEqual(['POST /oauth/token', 'POST /oauth/locationToken', `GET /contacts/${seedIds.contact}`])
  expect(Object(bot.stored().agency).refreshToken).not.toBe(Object(agency).refreshToken)
})
