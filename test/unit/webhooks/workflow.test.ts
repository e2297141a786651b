/** Webhooks of workflows: unsigned, at an address that is the secret. */
import { describe, expect, it } from 'vitest'
import { handleRequest } from '../../../src/handler'
import { register } from '../../../src/register'
import { comeBack, startConsent, visit } from '../support/consent'
import { fakeApp } from '../support/installation'
import { ghlScope, useFakeNetwork } from '../support/network'
import { privateText, watchForLeaks } from '../support/secrets'
import { post, signCurrent } from './support/keys'
import { receiver, sameReceiver, unconnectedReceiver, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()

const pathIn = (text: string): string => /\/workflow\/[\w-]+/.exec(text)?.[0] ?? expect.fail(`no address in: ${text}`)

/** Registers the installation; gives back the path of its workflow webhooks, as the log tells it. */
async function registered(one: Receiver): Promise<string> {
  ghlScope()
    .get(/^\/locations\//)
    .reply(200, { location: { id: 'fakelocation', name: 'Shop' } })
  await register(one, one.webhookUrl)
  const line = one.lines.filter((each) => each.includes('/workflow/')).at(-1) ?? ''
  expect(line).toContain(`${one.webhookUrl}/workflow/`)
  return pathIn(line)
}

const start = async (one = receiver()) => ({ one, path: await registered(one) })

const sendTo = async (one: Receiver, path: string, body = '{"a":1}') =>
  (await handleRequest(one, post(body, {}, path))).status

describe('a workflow webhook', () => {
  it.each([
    ['an object', { customer: 'Zoë 😀', nested: { list: [1, null, true] } }],
    ['nothing', {}],
    ['fields with the names of others', { type: 'ContactCreate', payload: 1, webhookId: 'x', locationId: 'other' }],
    ['names that objects have', JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3}')],
  ])('with %s creates one event with just that', async (_what, payload) => {
    const { one, path } = await start()
    expect(await sendTo(one, path, JSON.stringify(payload))).toBe(200)
    expect(one.bot.created).toEqual([{ type: 'workflowWebhookReceived', payload: { payload } }])
  })

  it('is taken without any signature, by another process, and with a slash at the end', async () => {
    const { one, path } = await start()
    expect(await sendTo(sameReceiver(one), `${path}/`)).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it('is taken as often as it is sent: two contacts may bring the same', async () => {
    const { one, path } = await start()
    for (const _ of [1, 2]) expect(await sendTo(one, path)).toBe(200)
    expect(one.bot.created).toHaveLength(2)
  })

  it('is taken with a Private Integration Token and no app', async () => {
    const configuration = { clientId: undefined, clientSecret: undefined }
    const { one, path } = await start(
      receiver({ configuration: { ...configuration, accessToken: 'pit-fake', locationId: 'fakelocation' } })
    )
    expect(await sendTo(one, path)).toBe(200)
  })

  it.each([
    [
      'another secret of the same length',
      (secret: string) => secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    ],
    ['another last character', (secret: string) => secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['a shorter one', (secret: string) => secret.slice(0, -1)],
    ['a longer one', (secret: string) => `${secret}A`],
    ['one in other letters', (secret: string) => secret.toUpperCase()],
    ['one that is escaped', (secret: string) => `%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}`],
    ['one with characters beyond ASCII', (secret: string) => 'é'.repeat(secret.length)],
    ['the word undefined', () => 'undefined'],
  ])('with %s is answered 404, as if there were no such address', async (_what, change) => {
    const { one, path } = await start()
    const secret = path.replace('/workflow/', '')
    expect(change(secret)).not.toBe(secret)
    const answer = await handleRequest(one, post('{"a":1}', {}, `/workflow/${change(secret)}`))
    expect(answer).toEqual(await handleRequest(one, post('{"a":1}', {}, '/nothing')))
    expect(answer.status).toBe(404)
    expect(one.bot.attempts).toBe(0)
  })

  it.each(['undefined', 'null', 'x', '%00'])(
    'is answered 404 before the registration, at /workflow/%s',
    async (secret) => {
      expect(await sendTo(unconnectedReceiver(), `/workflow/${secret}`)).toBe(404)
      const unregistered = receiver({ registered: false })
      expect(await sendTo(unregistered, `/workflow/${secret}`)).toBe(404)
    }
  )

  it('of another installation is answered 404', async () => {
    const { path } = await start()
    const { one } = await start()
    expect(await sendTo(one, path)).toBe(404)
  })

  it.each(['', '{', '[]', '"text"', '7', 'null', 'a=1'])('with the body %j is answered 400', async (body) => {
    const { one, path } = await start()
    expect(await sendTo(one, path, body)).toBe(400)
    expect(one.bot.attempts).toBe(0)
  })

  it('above 1 MB is answered 413; exactly 1 MB is taken', async () => {
    const { one, path } = await start()
    const largest = `{"a":"${'x'.repeat(1024 * 1024 - 8)}"}`
    expect(await sendTo(one, path, `${largest} `)).toBe(413)
    expect(await sendTo(one, path, largest)).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it.each(['GET', 'PUT', 'DELETE'])('by %s is answered 405', async (method) => {
    const { one, path } = await start()
    expect(await handleRequest(one, { ...post('{"a":1}', {}, path), method })).toMatchObject({ status: 405 })
    expect(one.bot.attempts).toBe(0)
  })

  it('is no way in for app webhooks, nor the other way round', async () => {
    const { one, path } = await start()
    const body = '{"type":"ContactCreate","id":"fakecontact","locationId":"fakelocation"}'
    await handleRequest(one, post(body, { 'x-ghl-signature': signCurrent(body) }, path))
    expect(one.bot.created.map(({ type }) => type)).toEqual(['workflowWebhookReceived'])
    expect(await sendTo(one, '', body)).toBe(401)
  })

  it('answers 503 while Botpress takes no events, or its states can not be read', async () => {
    const { one, path } = await start()
    one.bot.isDown = (attempt) => attempt === 1
    expect(await sendTo(one, path)).toBe(503)
    one.states.fail('getState', 'installation', 1)
    expect(await sendTo(one, path)).toBe(503)
    expect(await sendTo(one, path)).toBe(200)
    expect(one.bot.created).toHaveLength(1)
  })

  it('logs nothing of what it brought, and no secret', async () => {
    const { one, path } = await start()
    one.lines.length = 0
    one.bot.isDown = (attempt) => attempt === 1
    const body = JSON.stringify({ name: privateText('name') })
    for (const sent of [body, body, '{', '[]']) await sendTo(one, path, sent)
    await sendTo(one, `${path}x`)
    expect(one.lines.join()).not.toContain(path.replace('/workflow/', ''))
  })
})

describe('the secret', () => {
  it('is long, its own for each installation, and safe in an address', async () => {
    const paths = await Promise.all([1, 2, 3].map(async () => (await start()).path))
    expect(new Set(paths).size).toBe(3)
    for (const path of paths) expect(path).toMatch(/^\/workflow\/[\w-]{32,}$/)
  })

  it('survives being registered again, at another address and in another process too', async () => {
    const { one, path } = await start()
    expect(await registered(one)).toBe(path)
    const other = sameReceiver(one)
    ghlScope()
      .get(/^\/locations\//)
      .reply(200, {})
    await register(other, 'https://webhook.botpress.example/moved/')
    expect(other.lines.join()).toContain(`https://webhook.botpress.example/moved${path}`)
    expect(await sendTo(one, path)).toBe(200)
  })

  it('is made for an installation that was registered before there were any', async () => {
    const one = receiver()
    expect(one.states.stored('installation')).toEqual({ webhookUrl: one.webhookUrl })
    expect(await sendTo(one, await registered(one))).toBe(200)
  })

  it('is told before anything is connected, and again on the connected page', async () => {
    const app = fakeApp()
    const one = unconnectedReceiver()
    const same = sameReceiver(one, app)
    await register(same, same.webhookUrl)
    const path = pathIn(same.lines.join())
    const consent = startConsent(app)
    const page = await comeBack(same, { code: consent.code })
    expect(page.status).toBe(200)
    expect(page.body).toContain(`${same.webhookUrl}${path}`)
  })

  it('is on no other page', async () => {
    const { one, path } = await start()
    const pages = ['/oauth', '/oauth/start', '/oauth?error=denied', '/oauth/nowhere', '/oauth?code=x&state=y']
    for (const target of pages) {
      expect(JSON.stringify(await visit(one, target))).not.toContain(path.replace('/workflow/', ''))
    }
  })
})
