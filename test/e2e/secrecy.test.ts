/** What is logged, and what is not. Every other file checks its own logs and pages for secrets as well. */
import { describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import { Leaks } from './support/leaks'
import { useWorld, world } from './support/world'

useWorld()

const contact = { contactId: seedIds.contact }
const unique = () => `fake.person.${crypto.randomUUID()}@example.com`

const expectLine = (line: RegExp) => expect.poll(() => world.logs().filter((text) => line.test(text))).toHaveLength(1)

describe('the log', () => {
  it('has one line for each action: its name, how it went, and how long it took', async () => {
    const bot = await world.installConnected()
    await bot.succeed('listOrders', {})
    await expectLine(/listOrders: done in \d+ ms$/)
  })

  it('has status and trace id of what was refused', async () => {
    const bot = await world.installConnected()
    const { error } = await bot.refuse('createContact', { email: 'ada.example@example.com' })
    await expectLine(new RegExp(`createContact: refused in \\d+ ms, status 400, traceId ${error.traceId}$`))
  })

  it('has a line for what failed, without the input', async () => {
    const bot = await world.installConnected()
    await bot.fail('upsertContact', { email: unique(), dnd: 'fake-private-value' })
    await expectLine(/upsertContact: failed in \d+ ms$/)
  })

  it('does not have the name of a calendar, pipeline or user that nobody knows', async () => {
    const bot = await world.installConnected()
    const startTime = '2031-07-20T08:00:00Z'
    await bot.act('createAppointment', { calendarId: 'fake private calendar', contactId: seedIds.contact, startTime })
    await bot.act('updateContact', { ...contact, assignedTo: 'Fake Private Person' })
    await bot.act('upsertOpportunity', { ...contact, pipelineId: 'fake private pipeline' })
    await bot.act('createContact', { customFields: [{ key: 'fake private field', field_value: 'fake-private-value' }] })
    await expect.poll(() => world.logs().some((line) => line.includes('upsertOpportunity: '))).toBe(true)
  })

  it("does not have the users of the location, whom a bot builder's mistake would list", async () => {
    const bot = await world.installConnected()
    for (const { email } of world.ghl.store.users.values()) world.leaks.addPersonal(email)
    world.leaks.addPersonal(['Uma User', 'Vito User'])
    await bot.act('updateContact', { ...contact, assignedTo: 'Fake Private Person' })
    await expect.poll(() => world.logs().some((line) => line.includes('updateContact: '))).toBe(true)
  })
})

describe('a token that GoHighLevel repeats', () => {
  it('in a refusal is not passed on', async () => {
    const bot = await world.installConnected()
    const { accessToken } = bot.stored()
    world.ghl.faults.next({}, { status: 400, body: { message: `Token ${accessToken} is odd` } })
    expect((await bot.refuse('getContact', contact)).message).toContain('Token [token] is odd')
  })

  it('in a refusal of a Private Integration Token is not passed on', async () => {
    const accessToken = world.ghl.issuePrivateToken(seedIds.location)
    const bot = world.install({ accessToken, locationId: seedIds.location })
    world.ghl.faults.next({ times: 2 }, { status: 403, body: { message: `${accessToken} is odd` } })
    expect(await bot.registerRefused()).toContain('[token] is odd')
  })

  it('at the end of the consent is not shown on the page', async () => {
    const bot = world.install(world.app)
    await bot.register()
    const back = await bot.consent()
    const body = { error: 'odd', error_description: `Code ${new URL(back).searchParams.get('code')} is odd` }
    world.ghl.faults.next({ path: '/oauth/token' }, { status: 400, body })
    expect(await bot.open(back)).toMatchObject({ status: 400, title: 'GoHighLevel was not connected' })
  })
})

describe('the check itself', () => {
  const secret = 'fake-secret-of-this-test'
  const plant = () => {
    const leaks = new Leaks({ input: { properties: { fakeFieldName: { enum: ['fake-enum-value'] } } } })
    leaks.addSecrets(secret)
    leaks.addPersonal({
      email: 'fake.person@example.com',
      list: ['fake "quoted" text'],
      fakeFieldName: 'fake-enum-value',
    })
    return leaks
  }

  it.each([
    `token ${secret}`,
    'sent to fake.person@example.com',
    'sent to fake.person%40example.com',
    '{"text":"fake \\"quoted\\" text"}',
  ])('finds %j in a log', (line) => {
    expect(plant().find(['a harmless line', line])).toHaveLength(1)
    expect(plant().findNew([[line], ['a harmless line']])).toHaveLength(1)
  })

  it('finds a secret on a page, where an input may stand', () => {
    const leaks = plant()
    leaks.addShown('<p>fake.person@example.com</p>')
    expect(leaks.find([])).toEqual([])
    leaks.addShown(`<p>${secret}</p>`)
    expect(leaks.find([])).toHaveLength(1)
  })

  it('learns tokens, codes and bodies from the wire', () => {
    const leaks = plant()
    const request = {
      method: 'POST',
      path: '/x',
      query: {},
      headers: {},
      body: {},
      status: 200,
      connectionId: 1,
      at: 0,
    }
    const body = { client_secret: 'fake-client-secret', code: 'fake-code-value', refresh_token: 'fake-refresh-token' }
    leaks.learn(
      [
        { ...request, rawBody: '', headers: { authorization: 'Bearer fake-access-token' } },
        { ...request, rawBody: '', path: '/oauth/token', body },
        { ...request, rawBody: '', path: '/contacts/', body: { name: 'Fake Private Name' } },
      ],
      [{ ...request, body: { payload: { agency: { accessToken: 'fake-agency-token' } } } }]
    )
    const values = ['fake-access-token', ...Object.values(body), 'Fake Private Name', 'fake-agency-token']
    for (const value of values) expect(leaks.find([`a line with ${value} in it`]), value).toHaveLength(1)
  })

  it('does not mind the words of the definition', () => {
    expect(plant().find(['fakeFieldName must be one of fake-enum-value'])).toEqual([])
  })
})
