import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { readBodies, readTypes, useReceiver } from './receiver'
import { book, call, createContact, locationId, sandbox, useSandbox } from './support'

useSandbox()
useReceiver()

/** The names of all fields but those that every event has. */
function namesOf(body: Record<string, unknown> | undefined): string[] {
  const envelope = ['type', 'appId', 'versionId', 'timestamp', 'webhookId']
  return Object.keys(Object(body))
    .filter((name) => !envelope.includes(name))
    .sort()
}

describe('what is told', () => {
  it('of contacts: what was created, updated and deleted, by upsert as well', async () => {
    const fields = { firstName: 'Ann', lastName: 'Bee', email: 'ann@example.com', city: 'Bern', tags: ['A'] }
    const { id } = await createContact({ ...fields, dateOfBirth: '2000-01-05', assignedTo: seedIds.user })
    const upsert = { locationId, email: fields.email }
    await call('POST', '/contacts/upsert', { body: { ...upsert, city: 'Basel' } })
    await call('POST', '/contacts/upsert', { body: { locationId, email: 'new@example.com' } })
    await call('DELETE', `/contacts/${id}`)
    const bodies = await readBodies()
    const expected = ['ContactCreate', 'ContactUpdate', 'ContactCreate', 'ContactDelete']
    expect(bodies.map(({ type }) => type)).toEqual(expected)
    expect(bodies[0]).toMatchObject({ id, name: 'Ann Bee', tags: ['a'], dnd: false, attachments: [], customFields: [] })
    expect(bodies[1]).toMatchObject({ id, city: 'Basel' })
    const names = ['assignedTo', 'attachments', 'city', 'customFields', 'dateAdded', 'dateOfBirth', 'dnd', 'email']
    expect(namesOf(bodies[3])).toEqual([...names, 'firstName', 'id', 'lastName', 'locationId', 'name', 'tags'])
  })

  it('of tags and do-not-disturb, apart from other fields', async () => {
    const { id } = await createContact({ email: 'tagged@example.com' })
    await call('POST', `/contacts/${id}/tags`, { body: { tags: ['one'] } })
    await call('DELETE', `/contacts/${id}/tags`, { body: { tags: ['one'] } })
    const dndSettings = { SMS: { status: 'active', message: 'm', code: '101' } }
    await call('PUT', `/contacts/${id}`, { body: { dndSettings } })
    await call('PUT', `/contacts/${id}`, { body: { dnd: true, tags: ['two'], city: 'Chur' } })
    const bodies = await readBodies()
    const all = ['ContactUpdate', 'ContactTagUpdate', 'ContactDndUpdate']
    expect(bodies.map(({ type }) => type)).toEqual(['ContactCreate', all[1], all[1], all[2], ...all])
    expect(bodies[1]).toMatchObject({ tags: ['one'] })
    expect(bodies[3]).toMatchObject({ id, dnd: false, dndSettings })
    expect(bodies[5]).not.toHaveProperty('dndSettings')
  })

  it('nothing of what is refused, read, or written as it was', async () => {
    const { id } = await createContact({ email: 'same@example.com', tags: ['one'] })
    const pipelineId = seedIds.pipeline
    const card = { locationId, pipelineId, contactId: id, name: 'Same', status: 'open', monetaryValue: 1 }
    const { body } = await call('POST', '/opportunities/', { body: card })
    expect(await readTypes()).toEqual(['ContactCreate', 'OpportunityCreate'])
    await call('PUT', `/contacts/${id}`, { body: { email: 'SAME@example.com', tags: ['One'] } })
    await call('POST', `/contacts/${id}/tags`, { body: { tags: ['one'] } })
    await call('GET', `/contacts/${id}`)
    await call('DELETE', '/contacts/unknown')
    const wrong = { name: 'Changed', pipelineStageId: 'unknown' }
    const path = `/opportunities/${Object(body.opportunity).id}`
    expect((await call('PUT', path, { body: wrong })).status).toBe(400)
    await call('PUT', path, { body: { name: 'Same', monetaryValue: 1 } })
    await call('PUT', `${path}/status`, { body: { status: 'open' } })
    expect(await readTypes()).toEqual([])
  })

  it('of notes', async () => {
    const path = `/contacts/${seedIds.contact}/notes`
    const { body } = await call('POST', path, { body: { body: 'a' } })
    const { id } = Object(body.note)
    for (const text of ['b', 'b']) await call('PUT', `${path}/${id}`, { body: { body: text } })
    await call('DELETE', `${path}/${id}`)
    const bodies = await readBodies()
    expect(bodies.map((event) => [event.type, event.body])).toEqual([
      ['NoteCreate', 'a'],
      ['NoteUpdate', 'b'],
      ['NoteDelete', 'b'],
    ])
    expect(bodies[0]).toMatchObject({ id, locationId, contactId: seedIds.contact })
    expect(namesOf(bodies[0])).toEqual(['body', 'contactId', 'dateAdded', 'id', 'locationId'])
  })

  it('of tasks: created without contact and text, completed once, deleted', async () => {
    const path = `/contacts/${seedIds.contact}/tasks`
    const task = { title: 't', body: 'b', dueDate: '2030-01-01T00:00:00Z', completed: false, assignedTo: seedIds.user }
    const { body } = await call('POST', path, { body: task })
    expect(body.task).not.toHaveProperty('dateAdded')
    const { id } = Object(body.task)
    await call('PUT', `${path}/${id}`, { body: { title: 'u' } })
    for (const completed of [true, true]) await call('PUT', `${path}/${id}/completed`, { body: { completed } })
    await call('DELETE', `${path}/${id}`)
    const bodies = await readBodies()
    expect(bodies.map(({ type }) => type)).toEqual(['TaskCreate', 'TaskComplete', 'TaskDelete'])
    expect(namesOf(bodies[0])).toEqual(['assignedTo', 'dateAdded', 'dueDate', 'id', 'locationId', 'title'])
    expect(bodies[1]).toMatchObject({ id, locationId, contactId: seedIds.contact, title: 'u', body: 'b' })
  })

  it('of opportunities: each change, and each of four fields on its own', async () => {
    const { id: contactId } = await createContact({ email: 'sale@example.com' })
    const card = { locationId, pipelineId: seedIds.pipeline, contactId, name: 'Sale' }
    const { body } = await call('POST', '/opportunities/upsert', { body: card })
    const { id } = Object(body.opportunity)
    const moved = { pipelineStageId: seedIds.stages[1], monetaryValue: 40, assignedTo: seedIds.user }
    await call('PUT', `/opportunities/${id}`, { body: moved })
    await call('PUT', `/opportunities/${id}/status`, { body: { status: 'won' } })
    await call('DELETE', `/opportunities/${id}`)
    const bodies = (await readBodies()).slice(1)
    const updates = ['Update', 'StageUpdate', 'MonetaryValueUpdate', 'AssignedToUpdate', 'Update', 'StatusUpdate']
    expect(bodies.map(({ type }) => type)).toEqual(
      ['Create', ...updates, 'Delete'].map((change) => `Opportunity${change}`)
    )
    expect(bodies.at(-1)).toMatchObject({ ...card, ...moved, id, status: 'won' })
    const names = ['assignedTo', 'contactId', 'dateAdded', 'id', 'locationId', 'monetaryValue', 'name', 'pipelineId']
    expect(namesOf(bodies.at(-1))).toEqual([...names, 'pipelineStageId', 'status'])
  })

  it('of appointments, one level down, with the type of what happened', async () => {
    const { id } = (await book()).body
    const version = '2021-04-15'
    const body = { appointmentStatus: 'showed' }
    const path = `/calendars/events/appointments/${id}`
    for (const _ of [1, 2]) await call('PUT', path, { version, body })
    await call('DELETE', `/calendars/events/${id}`, { version, body: {} })
    const bodies = await readBodies()
    expect(bodies.map(({ type }) => type)).toEqual(['AppointmentCreate', 'AppointmentUpdate', 'AppointmentDelete'])
    const shown = { id, calendarId: seedIds.calendar, contactId: seedIds.contact, appointmentStatus: 'showed' }
    expect(bodies[2]).toMatchObject({ locationId, appointment: { ...shown, users: [expect.any(String)] } })
    expect(Object(bodies[2]?.appointment).startTime).toMatch(/T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
    expect(namesOf(bodies[2])).toEqual(['appointment', 'locationId'])
  })

  it('of the app: installed by a code exchange, uninstalled once', async () => {
    const { clientId: client_id, clientSecret: client_secret } = sandbox
    const code = sandbox.issueCode({ locationId: seedIds.secondLocation })
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id, client_secret, code })
    await fetch(`${sandbox.apiUrl}/oauth/token`, { method: 'POST', body: form })
    sandbox.uninstall(seedIds.secondLocation)
    sandbox.store.installApp(seedIds.secondLocation, false)
    const bodies = await readBodies()
    const { secondLocation, company: companyId } = seedIds
    expect(bodies.map((event) => [event.type, event.locationId])).toEqual([
      ['INSTALL', secondLocation],
      ['UNINSTALL', secondLocation],
    ])
    expect(bodies[0]).toMatchObject({ installType: 'Location', companyId, isWhitelabelCompany: false })
  })
})
