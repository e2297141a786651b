import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { book, call, listOf, locationId, refusalOf, sandbox, useSandbox } from './support'

useSandbox()

const path = `/contacts/${seedIds.secondContact}`

const naive = (time: string): string => time.slice(0, 19).replace('T', ' ')

describe('contact tags and followers', () => {
  it('adds tags in lower case with 200, and makes them tags of the location', async () => {
    const added = await call('POST', `${path}/tags`, { body: { tags: ['Hot Lead', 'sandbox'] } })
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({ tags: ['sandbox', 'hot lead'], tagsAdded: ['hot lead'] })
    const known = await call('GET', `/locations/${locationId}/tags`)
    expect(listOf(known, 'tags').map(({ name }) => name)).toEqual(['sandbox', 'vip', 'hot lead'])
    const removed = await call('DELETE', `${path}/tags`, { body: { tags: ['HOT LEAD', 'other'] } })
    expect(removed.body).toMatchObject({ tags: ['sandbox'], tagsRemoved: ['hot lead'] })
  })

  it('refuses tags that are no list', async () => {
    expect(await refusalOf('POST', `${path}/tags`, { tags: 'hot' })).toEqual([422, ['tags must be an array']])
    expect((await call('DELETE', `${path}/tags`)).status).toBe(422)
  })

  it('adds followers with 201 and removes them with 200', async () => {
    const added = await call('POST', `${path}/followers`, { body: { followers: [seedIds.user, seedIds.secondUser] } })
    expect(added.status).toBe(201)
    expect(added.body.followersAdded).toEqual([seedIds.user, seedIds.secondUser])
    const removed = await call('DELETE', `${path}/followers`, { body: { followers: [seedIds.user] } })
    expect(removed.status).toBe(200)
    expect(removed.body).toMatchObject({ followers: [seedIds.secondUser], followersRemoved: [seedIds.user] })
  })
})

describe('contact notes', () => {
  it('keeps HTML and shows its text beside it', async () => {
    const created = await call('POST', `${path}/notes`, { body: { body: '<p>Call <b>back</b></p>', pinned: true } })
    expect(created.status).toBe(201)
    const note = { body: '<p>Call <b>back</b></p>', bodyText: 'Call back', contactId: seedIds.secondContact }
    expect(created.body.note).toMatchObject({ ...note, pinned: true, relations: [] })
    expect((await call('GET', `${path}/notes`)).body.notes).toEqual([created.body.note])
  })

  it('changes only what is sent, and is gone once deleted', async () => {
    const created = await call('POST', `${path}/notes`, { body: { body: 'One', title: 'First' } })
    const note = `${path}/notes/${Object(created.body.note).id}`
    expect((await call('PUT', note, { body: { body: 'Two' } })).body.note).toMatchObject({
      body: 'Two',
      title: 'First',
    })
    expect((await call('DELETE', note)).body.succeded).toBe(true)
    expect((await call('GET', note)).status).toBe(400)
  })

  it('refuses a note without text and one with unknown properties', async () => {
    const [status, message] = await refusalOf('POST', `${path}/notes`, { contactId: 'x' })
    expect(status).toBe(422)
    const complaints = ['property contactId should not exist', 'body should not be empty']
    expect(message).toEqual(expect.arrayContaining(complaints))
  })
})

describe('contact tasks', () => {
  const callBack = { title: 'Call back', dueDate: '2026-07-20T10:00:00+02:00', completed: false }

  it('wants completed beside title and due date, the latter with an offset', async () => {
    const [status, message] = await refusalOf('POST', `${path}/tasks`, { title: 'Call', dueDate: callBack.dueDate })
    expect([status, message]).toEqual([422, expect.arrayContaining(['completed should not be empty'])])
    expect((await refusalOf('POST', `${path}/tasks`, { ...callBack, dueDate: '2026-07-20 10:00' }))[0]).toBe(422)
  })

  it('answers the due date in UTC, completes a task and deletes it in both spellings', async () => {
    const created = await call('POST', `${path}/tasks`, { body: callBack })
    expect(created.status).toBe(201)
    const task = { title: 'Call back', dueDate: '2026-07-20T08:00:00.000Z', contactId: seedIds.secondContact }
    expect(created.body.task).toMatchObject({ ...task, completed: false })
    const own = `${path}/tasks/${Object(created.body.task).id}`
    expect((await call('PUT', own, { body: { body: 'At noon' } })).body.task).toMatchObject({
      ...task,
      body: 'At noon',
    })
    expect((await call('PUT', `${own}/completed`, { body: {} })).status).toBe(422)
    expect((await call('PUT', `${own}/completed`, { body: { completed: true } })).body.task).toMatchObject(task)
    expect((await call('GET', `${path}/tasks`)).body.tasks).toMatchObject([{ completed: true }])
    expect((await call('DELETE', own)).body).toMatchObject({ succeded: true, succeeded: true })
    expect((await call('GET', `${path}/tasks`)).body.tasks).toEqual([])
  })
})

describe('workflows and campaigns of a contact', () => {
  it('starts and stops a published workflow', async () => {
    const workflow = `${path}/workflow/${seedIds.workflow}`
    const body = { eventStartTime: '2026-07-20T10:00:00+02:00' }
    const added = await call('POST', workflow, { body })
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({ succeded: true, succeeded: true })
    expect(sandbox.store.workflows.get(seedIds.workflow)?.contactIds).toEqual([seedIds.secondContact])
    expect((await call('DELETE', workflow, { body: {} })).status).toBe(200)
    expect(sandbox.store.workflows.get(seedIds.workflow)?.contactIds).toEqual([])
  })

  it('answers 400 to a workflow that is a draft or not there, and 422 to a time without offset', async () => {
    for (const id of [seedIds.draftWorkflow, 'unknown']) {
      expect((await refusalOf('POST', `${path}/workflow/${id}`, {}))[0]).toBe(400)
    }
    const body = { eventStartTime: '2026-07-20T10:00:00' }
    expect((await refusalOf('POST', `${path}/workflow/${seedIds.workflow}`, body))[0]).toBe(422)
  })

  it('puts a contact into a campaign with 201 and takes it out with 200', async () => {
    const campaign = `${path}/campaigns/${seedIds.campaign}`
    expect((await call('POST', campaign, { body: {} })).status).toBe(201)
    expect(sandbox.store.campaigns.get(seedIds.campaign)?.contactIds).toEqual([seedIds.secondContact])
    expect((await call('DELETE', campaign)).status).toBe(200)
    expect((await call('POST', `${path}/campaigns/unknown`, { body: {} })).status).toBe(400)
  })
})

describe('appointments of a contact', () => {
  it('have local times that do not tell their zone', async () => {
    const { startTime, endTime } = sandbox.findFreeSlot()
    const { body } = await book({ contactId: seedIds.secondContact, startTime })
    const listed = { id: body.id, startTime: naive(startTime), endTime: naive(endTime) }
    expect((await call('GET', `${path}/appointments`)).body.events).toMatchObject([listed])
  })

  it('answer 400 like everything else of a contact that is not there', async () => {
    const routes = ['appointments', 'notes', 'tasks']
    const answers = await Promise.all(routes.map((route) => call('GET', `/contacts/unknown/${route}`)))
    for (const answer of answers)
      expect(answer.body).toEqual({ error: 'Contact with id unknown not found', status: 400 })
  })
})
