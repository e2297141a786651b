import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, createContact, listOf, locationId, refusalOf, sandbox, useSandbox } from './support'

useSandbox()

const search = (fields: Record<string, unknown>): Promise<Answer> =>
  call('POST', '/contacts/search', { body: { locationId, pageLimit: 20, ...fields } })

async function findNames(...filters: unknown[]): Promise<unknown[]> {
  return listOf(await search({ filters }), 'contacts').map(({ contactName }) => contactName)
}

const byName = (value: string): object => ({ field: 'firstNameLowerCase', operator: 'eq', value })

const refuseFilter = (filter: unknown): Promise<unknown[]> =>
  refusalOf('POST', '/contacts/search', { locationId, pageLimit: 1, filters: [filter] })

const find = (query: string): Promise<Answer> =>
  call('GET', `/contacts/search/duplicate?locationId=${locationId}&${query}`)

describe('contact search', () => {
  it('shows a contact with names in lower case, the street as address, the birthday in epoch ms and nulls', async () => {
    const { id } = await createContact({ name: 'Cleo Young', address1: 'Elm 1', dateOfBirth: '1990-05-01' })
    const answer = await search({ filters: [{ field: 'id', operator: 'eq', value: id }] })
    expect(answer.body).toMatchObject({ total: 1, traceId: expect.any(String) })
    const [found = {}] = listOf(answer, 'contacts')
    expect(found).toMatchObject({ contactName: 'cleo young', firstName: 'Cleo', address: 'Elm 1', email: null })
    expect(found.dateOfBirth).toBe(Date.UTC(1990, 4, 1))
    expect(found.searchAfter).toEqual([Date.parse(String(found.dateAdded)), id])
    expect(found).not.toHaveProperty('address1')
  })

  it.each([
    ['eq', { field: 'email', operator: 'eq', value: 'ada.example@example.com' }, ['ada example']],
    ['not_eq', { field: 'contactName', operator: 'not_eq', value: 'ada example' }, ['ben sample']],
    ['contains', { field: 'lastNameLowerCase', operator: 'contains', value: 'xampl' }, ['ada example']],
    ['not_contains', { field: 'contactName', operator: 'not_contains', value: 'ada' }, ['ben sample']],
    ['exists', { field: 'businessName', operator: 'exists' }, ['ada example', 'ben sample']],
    ['not_exists', { field: 'phone', operator: 'not_exists' }, []],
    ['range', { field: 'dateAdded', operator: 'range', value: { gte: '2026-01-01', lt: '2026-02-01' } }, 2],
  ])('filters with %s', async (_operator, filter, expected) => {
    const seeded = { field: 'source', operator: 'eq', value: 'sandbox' }
    const names = await findNames(seeded, filter)
    if (typeof expected === 'number') expect(names).toHaveLength(expected)
    else expect(names.sort()).toEqual(expected)
  })

  it('nests groups of filters', async () => {
    const either = { group: 'OR', filters: [byName('ada'), { group: 'AND', filters: [byName('ben'), byName('x')] }] }
    expect(await findNames(either)).toEqual(['ada example'])
  })

  it('filters by a custom field of the location', async () => {
    await createContact({ name: 'Red One', customFields: [{ id: seedIds.contactField, field_value: 'Crimson' }] })
    const field = `customFields.${seedIds.contactField}`
    expect(await findNames({ field, operator: 'contains', value: 'crim' })).toEqual(['red one'])
  })

  it('answers 400 to a field or an operator that it does not have', async () => {
    const field = 'contact_name'
    expect(await refuseFilter({ field, operator: 'eq', value: 'a' })).toEqual([400, 'Invalid field contact_name'])
    expect((await refuseFilter({ field: 'email', operator: 'contains', value: 'a' }))[0]).toBe(400)
    expect((await refuseFilter({ field: 'dateAdded', operator: 'range', value: { from: 1 } }))[0]).toBe(400)
  })

  it('wants pageLimit, and page or searchAfter but not both', async () => {
    const path = '/contacts/search'
    const [status, message] = await refusalOf('POST', path, { locationId })
    expect([status, message]).toEqual([422, expect.arrayContaining(['pageLimit should not be empty'])])
    const both = { locationId, pageLimit: 1, page: 1, searchAfter: [1, 'a'] }
    expect((await refusalOf('POST', path, both))[0]).toBe(400)
    expect((await refusalOf('POST', path, { locationId, pageLimit: 100, page: 101 }))[0]).toBe(400)
    expect((await refusalOf('POST', path, { locationId, pageLimit: 1, query: 'x'.repeat(76) }))[0]).toBe(422)
    expect((await refusalOf('POST', path, { pageLimit: 1 }))[0]).toBe(403)
  })

  it('goes on after the searchAfter of the last contact as it does by page', async () => {
    const sort = [{ field: 'firstNameLowerCase', direction: 'desc' }]
    const [last = {}] = listOf(await search({ pageLimit: 1, sort }), 'contacts')
    const next = await search({ pageLimit: 1, sort, searchAfter: last.searchAfter })
    const second = await search({ pageLimit: 1, sort, page: 2 })
    expect(next.body.contacts).toEqual(second.body.contacts)
    expect(next.body.total).toBe(second.body.total)
    expect(listOf(next, 'contacts')[0]?.id).not.toBe(last.id)
  })

  it('looks for free text in names, e-mail addresses and phones', async () => {
    for (const query of ['BEN s', 'ben.sample@', '+15550100002']) {
      expect(listOf(await search({ query }), 'contacts')).toMatchObject([{ id: seedIds.secondContact }])
    }
  })

  it('finds a new contact only after a while when told to lag', async () => {
    sandbox.store.searchLagMs = 3_000
    const { id } = await createContact({ email: 'late@example.com' })
    const filters = [{ field: 'id', operator: 'eq', value: id }]
    const early = await search({ filters })
    sandbox.store.advanceClock(3_001)
    const late = await search({ filters })
    sandbox.store.searchLagMs = 0
    expect([early.body.total, late.body.total]).toEqual([0, 1])
  })
})

describe('duplicate contact', () => {
  it('answers the contact under one name of the match, and null without one', async () => {
    const { body } = await find('email=ADA.example@example.com')
    expect(body).toMatchObject({ contact: { id: seedIds.contact }, matchingField: 'contactId' })
    expect((await find('number=%2B15550100002')).body).toMatchObject({ contact: { id: seedIds.secondContact } })
    expect((await find('email=nobody@example.com')).body.contact).toBeNull()
  })

  it('does not find a number whose plus is not encoded', async () => {
    expect((await find('number=+15550100002')).body.contact).toBeNull()
  })

  it("follows the location's own order of fields", async () => {
    const settings = sandbox.store.locations.get(locationId)?.settings
    const query = 'email=ada.example@example.com&number=%2B15550100002'
    Object.assign(Object(settings), { contactUniqueIdentifiers: ['phone', 'email'] })
    const { body } = await find(query)
    Object.assign(Object(settings), { contactUniqueIdentifiers: ['email', 'phone'] })
    expect(body.contact).toMatchObject({ id: seedIds.secondContact })
    expect((await find(query)).body.contact).toMatchObject({ id: seedIds.contact })
  })
})
