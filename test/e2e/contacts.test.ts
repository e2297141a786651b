/** The actions on contacts, against what stands in GoHighLevel afterwards. */
import { beforeAll, describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

let bot: Bot
beforeAll(async () => {
  bot = await world.installConnected()
})

const stored = (id: unknown) => world.ghl.store.contacts.get(String(id))
const unique = () => `fake.person.${crypto.randomUUID()}@example.com`

describe('createContact', () => {
  it('stores every field that was given, in the connected location', async () => {
    const fields = {
      firstName: 'Grace',
      lastName: 'Example',
      email: unique(),
      phone: '+1 555 010 0123',
      address1: '1 Example Street',
      city: 'Zurich',
      state: 'Zurich State',
      postalCode: '8001',
      country: 'CH',
      website: 'https://grace.example.com',
      timezone: 'Europe/Zurich',
      companyName: 'Example Industries',
      gender: 'female',
      source: 'chatbot-test',
      dateOfBirth: '1990-12-09',
      assignedTo: seedIds.user,
      tags: ['Lead', 'VIP-customer'],
      dnd: true,
      dndSettings: { SMS: { status: 'active', message: 'asked for it' } },
      inboundDndSettings: { all: { status: 'inactive' } },
      customFields: [
        { key: 'contact.favourite_colour', field_value: 'green-ish-blue' },
        { id: seedIds.contactChoiceField, field_value: ['Sports', 'Music'] },
      ],
    }
    const data = await bot.succeed('createContact', fields)
    const { phone: _, tags: __, customFields: ___, dateOfBirth: ____, ...plain } = fields
    expect(stored(data.id)).toMatchObject({
      ...plain,
      locationId: seedIds.location,
      phone: '+15550100123',
      tags: ['lead', 'vip-customer'],
      dateOfBirth: expect.stringContaining('1990-12-09'),
      customFields: [
        { id: seedIds.contactField, value: 'green-ish-blue' },
        { id: seedIds.contactChoiceField, value: ['Sports', 'Music'] },
      ],
    })
    expect(data).toMatchObject({ email: fields.email, phone: '+15550100123', tags: ['lead', 'vip-customer'] })
    expect(data).not.toHaveProperty('contact')
    expect(world.asked().filter((request) => !request.startsWith('GET'))).toEqual(['POST /contacts/'])
  })

  it('leaves out what Studio sends empty', async () => {
    const email = unique()
    await bot.succeed('createContact', { email, firstName: '', phone: '', locationId: ' ', assignedTo: '' })
    expect(world.ghl.requests.at(-1)?.body).toEqual({ locationId: seedIds.location, email })
  })

  it('of somebody who exists names the existing contact', async () => {
    const before = world.ghl.store.contacts.size
    const { error, message } = await bot.refuse('createContact', { email: 'ADA.example@example.com' })
    expect(error).toEqual({
      status: 400,
      code: 'CONTACT_DUPLICATE',
      traceId: expect.any(String),
      retryable: false,
      existingId: seedIds.contact,
    })
    expect(message).toMatch(/already exists.*GoHighLevel said: "This location does not allow duplicated contacts."/)
    expect(world.ghl.store.contacts.size).toBe(before)
    expect(world.ghl.requests).toHaveLength(1)
  })

  it('with a location alone is refused in GoHighLevel’s own words', async () => {
    const { error, message } = await bot.refuse('createContact', {})
    expect(error).toMatchObject({ code: 'INVALID', retryable: false })
    expect(message).toContain('At least one of email, phone')
  })

  it('in a location that is not the connected one is refused as that', async () => {
    const input = { email: unique(), locationId: seedIds.secondLocation }
    expect((await bot.refuse('createContact', input)).error).toMatchObject({ status: 403, code: 'WRONG_LOCATION' })
  })

  it.each([
    [{ favouriteColour: 'fake-blue-value' }, /there is no field favouriteColour.*takes: .*firstName/],
    [{ dnd: 'fake-yes-value' }, /dnd must be of type boolean, not string/],
    [{ tags: 'fake-tag-value' }, /tags must be of type array/],
    [{ tags: ['fake-tag-value', 7] }, /tags\[1\] must be of type string, not number/],
    [{ dateOfBirth: 'fake-birthday' }, /dateOfBirth: must be a day/],
    [{ dndSettings: { SMS: { status: 'fake-status' } } }, /dndSettings.SMS.status must be one of/],
    [{ customFields: [{ key: 'fake.field.key' }] }, /customFields\[0\].field_value/],
  ])('with %j names the field, and sends nothing', async (wrong, message) => {
    const said = await bot.fail('createContact', { email: unique(), ...wrong })
    expect(said).toMatch(message)
    expect(said).toContain('Nothing was sent')
    expect(world.asked()).toEqual([])
  })
})

describe('upsertContact', () => {
  it('creates the contact, then updates the same one', async () => {
    const email = unique()
    const created = await bot.succeed('upsertContact', { email, firstName: 'Before-Name' })
    expect(created).toMatchObject({ isNew: true, email })
    const updated = await bot.succeed('upsertContact', { email, firstName: 'After-Name' })
    expect(updated).toMatchObject({ isNew: false, id: created.id, firstName: 'After-Name' })
    expect(stored(created.id)).toMatchObject({ firstName: 'After-Name' })
  })

  it('creates another one only where location and input allow it', async () => {
    const email = unique()
    const input = { email, createNewIfDuplicateAllowed: true }
    const { id } = await bot.succeed('upsertContact', input)
    expect(await bot.succeed('upsertContact', input)).toMatchObject({ id, isNew: false })
    const { settings } = world.ghl.store.locations.get(seedIds.location) ?? expect.fail()
    settings.allowDuplicateContact = true
    const another = await bot.succeed('upsertContact', input)
    settings.allowDuplicateContact = false
    expect(another.isNew).toBe(true)
    expect(another.id).not.toBe(id)
  })
})

describe('getContact', () => {
  it('reads custom fields with their ids', async () => {
    const customFields = [{ id: seedIds.contactField, field_value: 'dark-purple' }]
    const { id } = await bot.succeed('createContact', { email: unique(), customFields })
    const contact = await bot.succeed('getContact', { contactId: String(id) })
    expect(contact.customFields).toEqual([expect.objectContaining({ id: seedIds.contactField, value: 'dark-purple' })])
  })

  it('of nobody says so, with the status that GoHighLevel answers', async () => {
    const { error, message } = await bot.refuse('getContact', { contactId: 'fakeMissingContact01' })
    expect(error).toEqual({ status: 400, code: 'NOT_FOUND', retryable: false })
    expect(message).toContain('Contact with id fakeMissingContact01 not found')
  })

  it('of another location says so', async () => {
    const { error } = await bot.refuse('getContact', { contactId: seedIds.foreignContact })
    expect(error).toMatchObject({ status: 403, code: 'WRONG_LOCATION' })
  })
})

describe('updateContact', () => {
  it('changes what was given, empties what is null, and leaves the rest', async () => {
    const { id } = await bot.succeed('createContact', {
      email: unique(),
      firstName: 'Grace',
      website: 'https://x.example.com',
    })
    const contactId = String(id)
    const changed = await bot.succeed('updateContact', {
      contactId,
      city: 'Lucerne-City',
      website: null,
      firstName: '',
    })
    expect(changed).toMatchObject({ id, city: 'Lucerne-City', firstName: 'Grace' })
    expect(stored(id)).toMatchObject({ city: 'Lucerne-City', website: null, firstName: 'Grace' })
    expect(world.ghl.requests.at(-1)?.body).toEqual({ city: 'Lucerne-City', website: null })
  })

  it('replaces all tags', async () => {
    const { id } = await bot.succeed('createContact', { email: unique(), tags: ['first-tag'] })
    await bot.succeed('updateContact', { contactId: String(id), tags: ['second-tag'] })
    expect(stored(id)?.tags).toEqual(['second-tag'])
  })

  it('of nobody says so', async () => {
    const { error } = await bot.refuse('updateContact', { contactId: 'fakeMissingContact02', city: 'Nowhere-City' })
    expect(error.code).toBe('NOT_FOUND')
  })
})

describe('deleteContact', () => {
  it('deletes it, answers no data, and says the second time that there is none', async () => {
    const { id } = await bot.succeed('createContact', { email: unique() })
    const contactId = String(id)
    expect(await bot.act('deleteContact', { contactId })).toMatchObject({
      output: { success: true, message: 'Contact deleted' },
    })
    expect(stored(id)).toBeUndefined()
    expect((await bot.refuse('deleteContact', { contactId })).error.code).toBe('NOT_FOUND')
  })
})

describe('getContactsByBusinessId', () => {
  it('lists page by page, with the count of all', async () => {
    const { businessId, limit } = { businessId: seedIds.business, limit: 1 }
    const first = await bot.succeed('getContactsByBusinessId', { businessId, limit })
    const second = await bot.succeed('getContactsByBusinessId', { businessId, limit, skip: 1 })
    expect(first).toMatchObject({ count: 2, contacts: [{ id: seedIds.contact }] })
    expect(second).toMatchObject({ count: 2, contacts: [{ id: seedIds.secondContact }] })
  })

  it('searches by name, and finds nothing in an unknown business', async () => {
    const found = await bot.succeed('getContactsByBusinessId', { businessId: seedIds.business, query: 'ben' })
    expect(found).toMatchObject({ count: 1, contacts: [{ id: seedIds.secondContact }] })
    const none = await bot.succeed('getContactsByBusinessId', { businessId: 'fakeMissingBusiness1' })
    expect(none).toMatchObject({ count: 0, contacts: [] })
  })

  it('with a limit out of range names the field, and sends nothing', async () => {
    expect(await bot.fail('getContactsByBusinessId', { businessId: seedIds.business, limit: 0 })).toMatch(/limit/)
    expect(world.asked()).toEqual([])
  })
})

it('a missing scope is said for each action that needs it', async () => {
  const reader = await world.installConnected({ scopes: ['locations.readonly', 'contacts.readonly'] })
  await reader.succeed('getContact', { contactId: seedIds.contact })
  for (const [name, input] of [
    ['createContact', { email: unique() }],
    ['upsertContact', { email: unique() }],
    ['updateContact', { contactId: seedIds.contact, city: 'Nowhere-City' }],
    ['deleteContact', { contactId: seedIds.contact }],
  ] as const) {
    expect((await reader.refuse(name, input)).error, name).toMatchObject({ status: 401, code: 'MISSING_SCOPE' })
  }
})
