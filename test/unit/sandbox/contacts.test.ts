import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, createContact, locationId, useSandbox, uuid } from './support'

useSandbox()

describe('contacts', () => {
  it('normalises phones, lower-cases tags and answers custom fields as id and value', async () => {
    const customFields = [
      { key: 'favourite_colour', field_value: 'red' },
      { id: 'unknown', field_value: 1 },
    ]
    const fields = { name: 'Cy Young', phone: '+1 (555) 888-0001', tags: ['Hot', 'VIP'], customFields }
    const answer = await call('POST', '/contacts/', { body: { locationId, ...fields } })
    expect(answer.status).toBe(201)
    expect(answer.body.traceId).toMatch(uuid)
    expect(answer.body.contact).toMatchObject({ firstName: 'Cy', phone: '+15558880001', tags: ['hot', 'vip'] })
    expect(answer.body.contact).toMatchObject({ customFields: [{ id: seedIds.contactField, value: 'red' }] })
    expect(answer.body.contact).not.toHaveProperty('name')
  })

  it('answers a duplicate with 400 and the id of the existing contact', async () => {
    const body = { locationId, email: 'ADA.example@example.com' }
    const answer = await call('POST', '/contacts/', { body })
    expect(answer.status).toBe(400)
    expect(answer.body.message).toBe('This location does not allow duplicated contacts.')
    expect(answer.body.meta).toMatchObject({ contactId: seedIds.contact, matchingField: 'email' })
  })

  it('refuses a contact of which only the location is known: status 400, body 422', async () => {
    const answer = await call('POST', '/contacts/', { body: { locationId } })
    expect([answer.status, answer.body.statusCode]).toEqual([400, 422])
  })

  it('lists unknown properties and wrong types with 422', async () => {
    const body = { locationId, additionalEmails: [], tags: 'hot' }
    const answer = await call('POST', '/contacts/', { body })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toEqual(['property additionalEmails should not exist', 'tags must be an array'])
  })

  it('refuses locationId and gender on update, clears null fields and confirms in both spellings', async () => {
    const { id } = await createContact({ firstName: 'Di', email: 'di@example.com', city: 'Bern' })
    const refused = await call('PUT', `/contacts/${id}`, { body: { locationId, gender: 'female' } })
    expect(refused.body.message).toEqual(['property locationId should not exist', 'property gender should not exist'])
    const answer = await call('PUT', `/contacts/${id}`, { body: { city: null, lastName: 'Doe' } })
    expect(answer.body).toMatchObject({ succeded: true, succeeded: true, contact: { id, lastName: 'Doe' } })
    expect(answer.body.contact).not.toHaveProperty('city')
  })

  it('answers 400 with the text under error when a contact is missing or deleted', async () => {
    const { id } = await createContact({ email: 'gone@example.com' })
    const deleted = await call('DELETE', `/contacts/${id}`)
    expect(deleted.body).toMatchObject({ succeded: true, succeeded: true })
    const answer = await call('GET', `/contacts/${id}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ error: `Contact with id ${id} not found`, status: 400 })
  })

  it('upserts by e-mail before phone and silently drops the phone that belongs to another contact', async () => {
    const body = { locationId, email: 'new.one@example.com', phone: '+15550100077' }
    const created = await call('POST', '/contacts/upsert', { body })
    expect([created.status, created.body.new]).toEqual([201, true])
    const mixed = { locationId, email: 'new.one@example.com', phone: '+15550100002' }
    const updated = await call('POST', '/contacts/upsert', { body: mixed })
    expect([updated.status, updated.body.new]).toEqual([200, false])
    expect(updated.body.contact).toMatchObject({ phone: '+15550100077' })
  })

  it('lists the contacts of a business in pages', async () => {
    const path = `/contacts/business/${seedIds.business}?locationId=${locationId}`
    const page = await call('GET', `${path}&limit=1&skip=1`)
    expect(page.body).toMatchObject({ count: 2, contacts: [{ id: seedIds.secondContact }] })
    expect((await call('GET', `${path}&query=ada`)).body.count).toBe(1)
  })
})
