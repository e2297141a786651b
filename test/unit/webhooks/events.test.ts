/** Every webhook that GoHighLevel documents becomes its event. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkAgainstSchema, readDeployedDefinition } from '../../../sandbox/botpress'
import { eventGroups, events } from '../../../src/events'
import { ownEvents } from '../../../src/events/own'
import { handleRequest } from '../../../src/handler'
import { scopes } from '../../../src/scopes'
import { ghlScope, useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { signed } from './support/keys'
import { appIdOf, COMPANY, LOCATION, receiver, type Receiver } from './support/receiver'
import { documentedTypes, KINDS, samples, type Fields } from './support/samples'

useFakeNetwork()
watchForLeaks()

const deployed = (await readDeployedDefinition()).events ?? {}
const schemaOf = (name: string) => deployed[name]?.schema ?? expect.fail(`${name} is not deployed`)
const nameOf = (type: string) => Object.keys(events).find((name) => events[name]?.type === type)

/** The sample as it would come for the connected location. */
function addressed(one: Receiver, type: string, fields: Fields) {
  const { locationId, altId, companyId } = fields
  return {
    ...fields,
    type,
    ...(locationId !== undefined && { locationId: LOCATION }),
    ...(altId !== undefined && { altId: LOCATION }),
    ...(companyId !== undefined && { companyId: COMPANY }),
    appId: appIdOf(one),
    versionId: appIdOf(one),
    timestamp: new Date().toISOString(),
    webhookId: randomUUID(),
  }
}

/** Without what comes beside the event of a colleague's answer. */
const webhookEventsOf = (one: Receiver) => one.bot.created.filter(({ type }) => type !== 'humanAgentReplied')

// Who it is, a message's user is asked for once.
beforeEach(
  () =>
    void ghlScope()
      .persist()
      .get(/^\/contacts\//)
      .reply(200, { contact: { id: 'contact1' } })
)

describe('a webhook', () => {
  it.each(samples.map(({ type, from, fields }) => [type, from, fields] as const))(
    '%s becomes one event with all of its fields: %s',
    async (type, _from, fields) => {
      const one = receiver()
      const webhook = addressed(one, type, fields)
      expect(await handleRequest(one, signed(webhook))).toMatchObject({ status: 200 })
      const name = nameOf(type) ?? expect.fail(`There is no event for ${type}`)
      expect(webhookEventsOf(one)).toEqual([{ type: name, payload: webhook }])
      expect(checkAgainstSchema(schemaOf(name), webhook)).toEqual([])
    }
  )

  it.each(Object.entries(KINDS))('%s takes fields that nobody has documented along', async (type, fields) => {
    const one = receiver()
    const webhook = { ...addressed(one, type, fields), newField: { deep: [1, 'two', { three: null }] }, 'odd key': 'é' }
    await handleRequest(one, signed(webhook))
    expect(webhookEventsOf(one).map(({ payload }) => payload)).toEqual([webhook])
  })

  it.each(Object.entries(KINDS))('%s with fields of other types still fits what is deployed', async (type, fields) => {
    const keep = ['id', '_id', 'contactId', 'conversationId', 'locationId', 'altId', 'companyId']
    for (const other of [null, 7, true, 'text', ['list'], { an: 'object' }]) {
      const one = receiver()
      const changed = Object.entries(fields).map(([key, value]) => [key, keep.includes(key) ? value : other])
      await handleRequest(one, signed(addressed(one, type, Object.fromEntries(changed))))
      for (const { type: name, payload } of one.bot.created) {
        expect(checkAgainstSchema(schemaOf(name), payload)).toEqual([])
      }
      const canDoWithout = type.startsWith('Appointment') ? 0 : 1
      expect(one.bot.created.length).toBeGreaterThanOrEqual(canDoWithout)
    }
  })

  it.each(Object.values(events).flatMap(({ type, ids }) => ids.map((id) => [type, id] as const)))(
    '%s without %s becomes nothing',
    async (type, id) => {
      for (const missing of [undefined, null]) {
        const one = receiver()
        const webhook = { ...addressed(one, type, KINDS[type] ?? {}), [id]: missing }
        expect(await handleRequest(one, signed(webhook))).toMatchObject({ status: 200 })
        expect(one.bot.attempts).toBe(0)
      }
    }
  )
})

const OWN_IDS: Record<string, string[]> = {
  workflowWebhookReceived: ['payload'],
  humanAgentReplied: ['contactId', 'conversationId', 'paused'],
}

describe('the events', () => {
  it('are one for every type that reaches an app, and no other', () => {
    const types = Object.values(events).map(({ type }) => type)
    expect([...types].sort()).toEqual(Object.keys(KINDS).sort())
    expect(new Set(types).size).toBe(types.length)
    expect(documentedTypes.filter((type) => !types.includes(type))).toEqual([])
  })

  it('stand in one group each, and are all deployed beside those that are no webhook of the app', () => {
    const grouped = Object.values(eventGroups).flatMap((group) => Object.keys(group))
    expect(new Set(grouped).size).toBe(grouped.length)
    expect(Object.keys(deployed).sort()).toEqual([...grouped, ...Object.keys(ownEvents)].sort())
  })

  it.each(Object.keys(deployed))('%s has a name in camelCase and the past tense, a title and a description', (name) => {
    const past =
      /(Created|Updated|Deleted|Completed|Received|Sent|Paid|Voided|Installed|Uninstalled|Changed|Ended|Replied)$/
    expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
    expect(name).toMatch(past)
    const { title = '', description = '' } = deployed[name] ?? {}
    expect(title).toMatch(/^[A-Z]\S*( \S+)+$/)
    expect(description).toMatch(/^\S.{10,200}\S$/)
  })

  it.each(Object.keys(deployed))('%s describes every field, and requires only ids', (name) => {
    const { properties = {}, required = [] } = schemaOf(name)
    for (const [field, schema] of Object.entries(Object(properties))) {
      expect(schema, field).toMatchObject({ description: expect.stringMatching(/\S{2}/) })
      expect(Object(schema)['x-zui'], field).toMatchObject({ title: expect.stringMatching(/\S{2}/) })
    }
    expect([required].flat().sort()).toEqual([...(events[name]?.ids ?? OWN_IDS[name] ?? [])].sort())
  })

  it.each(Object.keys(events))('%s says that type is the name of the event', (name) => {
    const { properties } = schemaOf(name)
    expect(Object(properties).type.description).toBe("GoHighLevel's name of the event")
  })

  it.each(Object.keys(events))('%s has its scopes among those that are asked for at the consent', (name) => {
    for (const scope of events[name]?.scopes ?? []) expect(scopes).toContain(scope)
  })
})
