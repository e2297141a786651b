import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, listOf, locationId, refusalOf, useSandbox } from './support'

useSandbox()

const inLocation = `locationId=${locationId}`

async function listNames(path: string, list: string): Promise<unknown[]> {
  return listOf(await call('GET', path), list).map(({ name }) => name)
}

describe('location lists', () => {
  it('have the custom fields of one model or of all, with key and options', async () => {
    const path = `/locations/${locationId}/customFields`
    const answer = await call('GET', `${path}?model=contact`)
    expect(answer.body.customFields).toMatchObject([
      { id: seedIds.contactField, name: 'Favourite colour', fieldKey: 'contact.favourite_colour', dataType: 'TEXT' },
      { id: seedIds.contactChoiceField, picklistOptions: ['Sports', 'Music', 'Travel'], model: 'contact' },
    ])
    expect(await listNames(`${path}?model=opportunity`, 'customFields')).toEqual(['Project code', 'Services'])
    expect(listOf(await call('GET', `${path}?model=all`), 'customFields')).toHaveLength(4)
  })

  it('refuse query parameters that custom fields do not have', async () => {
    const path = `/locations/${locationId}/customFields?model=contact&limit=10`
    expect(await refusalOf('GET', path)).toEqual([422, ['property limit should not exist']])
    expect((await refusalOf('GET', `/locations/${locationId}/customFields?model=order`))[0]).toBe(422)
  })

  it('have custom values and tags', async () => {
    const { body } = await call('GET', `/locations/${locationId}/customValues`)
    const [, bookingLink] = seedIds.customValues
    const link = { id: bookingLink, fieldKey: '{{ custom_values.booking_link }}', value: 'https://example.com/book' }
    expect(body.customValues).toMatchObject([{ name: 'Opening hours' }, link])
    expect(await listNames(`/locations/${locationId}/tags`, 'tags')).toEqual(['sandbox', 'vip'])
    expect((await call('GET', `/locations/${seedIds.secondLocation}/tags`)).status).toBe(403)
  })

  it('have the users without a company id', async () => {
    const { body } = await call('GET', `/users/?${inLocation}`)
    const second = { id: seedIds.secondUser, name: 'Vito User', firstName: 'Vito', email: 'vito@example.com' }
    expect(body.users).toMatchObject([{ id: seedIds.user, name: 'Uma User' }, second])
    expect((await call('GET', '/users/')).status).toBe(403)
  })

  it('have workflows and campaigns with their status, without the contacts in them', async () => {
    const { body } = await call('GET', `/workflows/?${inLocation}`)
    const published = { id: seedIds.workflow, name: 'Follow-up after chat', status: 'published' }
    expect(body.workflows).toMatchObject([published, { id: seedIds.draftWorkflow, status: 'draft' }])
    expect(JSON.stringify(body)).not.toContain('contactIds')
    expect(await listNames(`/campaigns/?${inLocation}&status=published`, 'campaigns')).toEqual(['Spring offer'])
    expect(await listNames(`/campaigns/?${inLocation}`, 'campaigns')).toEqual(['Spring offer', 'Autumn offer'])
  })
})

describe('forms', () => {
  it('come in pages of at most 50', async () => {
    const page = await call('GET', `/forms/?${inLocation}&skip=1&limit=1`)
    expect(page.body).toMatchObject({ forms: [{ id: seedIds.secondForm, name: 'Request a quote' }], total: 2 })
    expect((await call('GET', `/forms/?${inLocation}&limit=51`)).status).toBe(400)
  })

  it('have their submissions of the last month in pages, latest first', async () => {
    const path = `/forms/submissions?${inLocation}&limit=2`
    const [first, second, third] = seedIds.submissions
    const page = await call('GET', path)
    expect(page.body.submissions).toMatchObject([{ id: first, contactId: seedIds.contact }, { id: second }])
    expect(page.body.meta).toEqual({ total: 3, currentPage: 1, nextPage: 2, prevPage: null })
    const next = await call('GET', `${path}&page=2`)
    expect(next.body.submissions).toMatchObject([{ id: third, others: { [seedIds.contactField]: 'Green' } }])
    expect(next.body.meta).toEqual({ total: 3, currentPage: 2, nextPage: null, prevPage: 1 })
    expect((await call('GET', `/forms/submissions?${inLocation}&limit=101`)).status).toBe(400)
  })

  it('have earlier submissions when days are given, and those of one form or person', async () => {
    const count = async (filter: string): Promise<unknown> => {
      const { body } = await call('GET', `/forms/submissions?${inLocation}&${filter}`)
      return Object(body.meta).total
    }
    expect(await count('startAt=2020-01-01')).toBe(4)
    expect(await count('startAt=2020-01-01&endAt=2020-12-31')).toBe(0)
    expect(await count(`formId=${seedIds.form}`)).toBe(2)
    expect(await count('q=ben.sample')).toBe(2)
    expect((await call('GET', `/forms/submissions?${inLocation}&startAt=1-2-2026`)).status).toBe(422)
  })
})
