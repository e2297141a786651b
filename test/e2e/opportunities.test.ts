/** The actions on opportunities and orders, against what stands in GoHighLevel afterwards. */
import { beforeAll, describe, expect, it } from 'vitest'
import { seedIds } from '../../sandbox/gohighlevel'
import type { Bot, Data } from './support/bot'
import { useWorld, world } from './support/world'

useWorld()

let bot: Bot
beforeAll(async () => {
  bot = await world.installConnected()
})

const stored = (id: unknown) => world.ghl.store.opportunities.get(String(id))
const { pipeline: pipelineId, secondPipeline, stages, secondStages } = seedIds

const orderIdsOf = ({ orders }: Data) => [orders].flat().map((order) => Object(order)._id)

/** Somebody who has no opportunity yet. */
const newContact = async (): Promise<string> =>
  String((await bot.succeed('createContact', { email: `fake.${crypto.randomUUID()}@example.com` })).id)

const fieldsOf = (contactId: string): Data => ({ pipelineId, contactId, name: 'Website redesign', status: 'open' })

async function create(fields: Data = {}): Promise<{ id: string; contactId: string }> {
  const contactId = await newContact()
  const { id } = await bot.succeed('createOpportunity', { ...fieldsOf(contactId), ...fields })
  world.forget()
  return { id: String(id), contactId }
}

describe('createOpportunity', () => {
  it('stores every field that was given, in the connected location', async () => {
    const fields = {
      ...fieldsOf(await newContact()),
      pipelineStageId: stages[1],
      monetaryValue: 2_500.5,
      assignedTo: seedIds.user,
    }
    const customFields = [{ id: seedIds.opportunityField, field_value: 'project-4711' }]
    const data = await bot.succeed('createOpportunity', { ...fields, customFields })
    expect(stored(data.id)).toMatchObject({
      ...fields,
      locationId: seedIds.location,
      customFields: [{ id: seedIds.opportunityField, value: 'project-4711' }],
    })
    expect(data).toMatchObject(fields)
    expect(data.customFields).toEqual([
      expect.objectContaining({ id: seedIds.opportunityField, fieldValue: 'project-4711' }),
    ])
  })

  it('of which the contact has an open one names that', async () => {
    const { id, contactId } = await create()
    const { error, message } = await bot.refuse('createOpportunity', fieldsOf(contactId))
    expect(error).toMatchObject({ status: 400, retryable: false, existingId: id })
    expect(message).toContain('Can not create duplicate opportunity for the contact.')
    expect([...world.ghl.store.opportunities.values()].filter((item) => item.contactId === contactId)).toHaveLength(1)
  })

  it('for nobody, in no pipeline, or in another location says so', async () => {
    const fields = fieldsOf(await newContact())
    const refusalOf = async (changes: Data) => (await bot.refuse('createOpportunity', { ...fields, ...changes })).error
    expect(await refusalOf({ contactId: 'fakeMissingContact03' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusalOf({ pipelineId: 'fakeMissingPipeline1' })).toMatchObject({ code: 'INVALID' })
    expect(await refusalOf({ locationId: seedIds.secondLocation })).toMatchObject({ code: 'WRONG_LOCATION' })
  })

  it.each([
    [{ status: 'fake-status' }, /status must be one of open, won, lost, abandoned/],
    [{ monetaryValue: 'fake-amount' }, /monetaryValue must be of type number, not string/],
    [{ name: undefined }, /name is required/],
    [{ name: '  ' }, /name is required/],
    [{ probability: 5 }, /there is no field probability/],
  ])('with %j names the field, and sends nothing', async (wrong, message) => {
    const input = { ...fieldsOf(seedIds.contact), ...wrong }
    expect(await bot.fail('createOpportunity', input)).toMatch(message)
    expect(world.asked()).toEqual([])
  })
})

describe('upsertOpportunity', () => {
  it.each(['older', 'newer'] as const)(
    'creates it, then updates the same one, under the %s description',
    async (kind) => {
      world.ghl.store.upsertOpportunitySchema = kind
      const fields = { pipelineId, contactId: await newContact(), name: 'Shop for shoes' }
      const created = await bot.succeed('upsertOpportunity', fields)
      expect(created).toMatchObject({ isNew: true, name: 'Shop for shoes' })
      const updated = await bot.succeed('upsertOpportunity', { ...fields, monetaryValue: 99 })
      world.ghl.store.upsertOpportunitySchema = 'older'
      expect(updated).toMatchObject({ isNew: false, id: created.id, monetaryValue: 99 })
      expect(stored(created.id)).toMatchObject({ name: 'Shop for shoes', monetaryValue: 99, followers: [] })
    }
  )

  it('in a location that is not the connected one is refused as that', async () => {
    const input = { pipelineId, contactId: seedIds.contact, locationId: seedIds.secondLocation }
    expect((await bot.refuse('upsertOpportunity', input)).error.code).toBe('WRONG_LOCATION')
  })
})

describe('getOpportunity', () => {
  it('reads it with its contact', async () => {
    const { id, contactId } = await create()
    const data = await bot.succeed('getOpportunity', { opportunityId: id })
    expect(data).toMatchObject({ id, pipelineId, contact: { id: contactId } })
  })

  it('of which there is none says so', async () => {
    const { error, message } = await bot.refuse('getOpportunity', { opportunityId: 'fakeMissingDeal00001' })
    expect(error.code).toBe('NOT_FOUND')
    expect(message).toContain('Opportunity with id fakeMissingDeal00001 not found')
  })
})

describe('updateOpportunity', () => {
  it('changes what was given and leaves the rest', async () => {
    const { id } = await create({ monetaryValue: 10 })
    const data = await bot.succeed('updateOpportunity', { opportunityId: id, monetaryValue: 3_000 })
    expect(data).toMatchObject({ id, monetaryValue: 3_000, name: 'Website redesign' })
    expect(stored(id)).toMatchObject({ monetaryValue: 3_000, name: 'Website redesign', status: 'open' })
    expect(world.ghl.requests.at(-1)?.body).toEqual({ monetaryValue: 3_000 })
  })

  it('moves it to a stage of another pipeline', async () => {
    const { id } = await create()
    const place = { pipelineId: secondPipeline, pipelineStageId: secondStages[1] }
    await bot.succeed('updateOpportunity', { opportunityId: id, ...place })
    expect(stored(id)).toMatchObject(place)
  })

  it('to a stage of another pipeline alone is refused in GoHighLevel’s own words', async () => {
    const { id } = await create()
    const { error } = await bot.refuse('updateOpportunity', { opportunityId: id, pipelineStageId: secondStages[0] })
    expect(error).toMatchObject({ code: 'INVALID', retryable: false })
    expect(stored(id)?.pipelineStageId).toBe(stages[0])
  })
})

describe('updateOpportunityStatus', () => {
  it('marks it as lost with the reason, and answers no data', async () => {
    const { id } = await create()
    const input = { opportunityId: id, status: 'lost', lostReasonId: seedIds.lostReason }
    expect(await bot.succeed('updateOpportunityStatus', input)).toEqual({})
    expect(stored(id)).toMatchObject({ status: 'lost', lostReasonId: seedIds.lostReason })
  })

  it('of none says so', async () => {
    const input = { opportunityId: 'fakeMissingDeal00002', status: 'won' }
    expect((await bot.refuse('updateOpportunityStatus', input)).error.code).toBe('NOT_FOUND')
  })
})

describe('deleteOpportunity', () => {
  it('deletes it, and says the second time that there is none', async () => {
    const { id, contactId } = await create()
    expect(await bot.succeed('deleteOpportunity', { opportunityId: id })).toEqual({})
    expect(stored(id)).toBeUndefined()
    expect(world.ghl.store.contacts.has(contactId)).toBe(true)
    expect((await bot.refuse('deleteOpportunity', { opportunityId: id })).error.code).toBe('NOT_FOUND')
  })
})

describe('listOrders', () => {
  const [first, second, third] = seedIds.orders

  it.each([
    [{}, [third, second, first]],
    [{ limit: 1, offset: 1 }, [second]],
    [{ contactId: seedIds.secondContact }, [second]],
    [{ paymentStatus: 'paid' }, [third, first]],
    [{ paymentMode: 'live' }, []],
    [{ startAt: '2026-02-01', endAt: '2026-02-28' }, [second]],
    [{ search: 'sample' }, [second]],
    [{ altId: seedIds.location, altType: 'location' }, [third, second, first]],
    [{ locationId: seedIds.location }, [third, second, first]],
  ])('with %j lists what matches, newest first', async (input, expected) => {
    const data = await bot.succeed('listOrders', input)
    expect(orderIdsOf(data)).toEqual(expected)
    expect(typeof data.totalCount).toBe('number')
  })

  it.each(['required', 'optional'] as const)('works whether altType is %s', async (habit) => {
    world.ghl.store.ordersAltType = habit
    const data = await bot.succeed('listOrders', {})
    world.ghl.store.ordersAltType = 'required'
    expect(data.totalCount).toBe(3)
  })

  it('of another location is refused as that', async () => {
    const { error } = await bot.refuse('listOrders', { locationId: seedIds.secondLocation })
    expect(error.code).toBe('WRONG_LOCATION')
  })

  it('with a day that is none names the field, and sends nothing', async () => {
    expect(await bot.fail('listOrders', { startAt: 'fake-monday' })).toMatch(/startAt: must be a day/)
    expect(world.asked()).toEqual([])
  })
})

describe('getOrderById', () => {
  it('reads the order with its items', async () => {
    const [orderId] = seedIds.orders
    const data = await bot.succeed('getOrderById', { orderId })
    expect(data).toMatchObject({ _id: orderId, amount: 120, currency: 'USD', items: [{ name: 'Consultation' }] })
  })

  it.each(['fakeMissingOrder00001', seedIds.foreignOrder])('of none, such as %s, says so', async (orderId) => {
    const { error, message } = await bot.refuse('getOrderById', { orderId })
    expect(error).toMatchObject({ status: 400, code: 'NOT_FOUND' })
    expect(message).toContain('Order not found')
  })
})
