/** What the log holds of webhooks: nothing but what happened. */
import { describe, expect, it } from 'vitest'
import { handleRequest, type WebRequest } from '../../../src/handler'
import { useFakeNetwork } from '../support/network'
import { privateText, secret, watchForLeaks } from '../support/secrets'
import { post, signed, signedText } from './support/keys'
import { contactCreate, envelope, receiver, type Receiver } from './support/receiver'

useFakeNetwork()
watchForLeaks()

const personal = (one: Receiver, fields: Record<string, unknown> = {}) =>
  contactCreate(one, {
    webhookId: privateText('webhook'),
    email: privateText('email'),
    customFields: [{ id: privateText('field'), value: privateText('value') }],
    [privateText('key')]: secret('value'),
    ...fields,
  })

const CASES: [string, (one: Receiver) => WebRequest][] = [
  ['is delivered', (one) => signed(personal(one))],
  ['is not signed', (one) => post(JSON.stringify(personal(one)))],
  ['is signed wrongly', (one) => post(JSON.stringify(personal(one)), { 'x-ghl-signature': secret('signature') })],
  ['is of another location', (one) => signed(personal(one, { locationId: privateText('location') }))],
  ['is of another app', (one) => signed(personal(one, { appId: privateText('app') }))],
  ['is of an unknown type', (one) => signed(personal(one, { type: 'ContactMerge' }))],
  ['is of a type that is text', (one) => signed(personal(one, { type: privateText('type') }))],
  ['is of a type that is an object', (one) => signed(personal(one, { type: { name: privateText('type') } }))],
  ['is of a type that is a list', (one) => signed(personal(one, { type: [privateText('type')] }))],
  ['lacks its id', (one) => signed(personal(one, { id: undefined }))],
  ['is stale', (one) => signed(personal(one, { timestamp: '2020-01-01T00:00:00Z' }))],
  ['is no JSON', () => signedText(`{"a":"${privateText('body')}"`)],
  ['is a list', () => signedText(JSON.stringify([privateText('body')]))],
  ['is sent elsewhere', (one) => ({ ...signed(personal(one)), path: `/${privateText('path')}` })],
  ['is sent to a workflow that does not exist', () => post('{}', {}, `/workflow/${secret('workflow')}`)],
  ['uninstalls the app', (one) => signed({ ...envelope(one), type: 'UNINSTALL', userId: privateText('user') })],
]

describe('neither log nor answer holds a field, an id or a secret of a webhook that', () => {
  it.each(CASES)('%s', async (_what, requestFor) => {
    const one = receiver()
    const request = requestFor(one)
    for (const isDown of [true, false]) {
      one.bot.isDown = () => isDown
      const answer = JSON.stringify(await handleRequest(one, request))
      expect(answer).not.toMatch(/private-|fake-/)
    }
    // The check after each test looks for the very values; this one for their beginnings.
    expect(one.lines.join()).not.toMatch(/private-|fake-|fakelocation|fakeapp/)
  })
})

it('a delivered webhook is not worth a line', async () => {
  const one = receiver()
  for (let copy = 0; copy < 3; copy++) await handleRequest(one, signed(contactCreate(one)))
  expect(one.bot.created).toHaveLength(3)
  expect(one.lines).toEqual([])
})

it('webhooks that anybody may send fill no log', async () => {
  const one = receiver()
  for (const request of [post('{}'), post('x'), { ...post('{}'), method: 'GET' }, post('{}', {}, '/x')]) {
    await handleRequest(one, request)
  }
  expect(one.lines).toEqual([])
})
