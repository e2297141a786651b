import { describe, expect, it } from 'vitest'
import { call, refusalOf } from '../support/actions'
import { ids } from '../support/lookups'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { describeWire } from '../support/wire'

useFakeNetwork()
watchForLeaks()

const contactId = ids.contact
const path = `/contacts/${contactId}`
const noteId = 'note0000000000000001'
const taskId = 'task0000000000000001'
const traceId = 'trace-1'
const done = { succeded: true, succeeded: true, traceId }
const note = { id: noteId, body: 'Hello', userId: ids.uma, dateAdded: '2026-07-01T08:00:00.000Z', contactId }
const task = { id: taskId, title: 'Call', dueDate: '2026-07-20T10:00:00.000Z', completed: false, contactId }
const fullNote = { body: 'Hello', title: 'Note', userId: ids.uma, color: '#FFAA00', pinned: true }
const dueDate = '2026-07-20T10:00:00+02:00'

describeWire([
  {
    action: 'addContactTags',
    input: { contactId, tags: ['vip', 'Hot lead'] },
    sent: { method: 'POST', path: `${path}/tags`, body: { tags: ['vip', 'Hot lead'] } },
    reply: { tags: ['vip', 'hot lead'], tagsAdded: ['vip'], traceId },
    data: { tags: ['vip', 'hot lead'], tagsAdded: ['vip'], traceId },
  },
  {
    action: 'removeContactTags',
    title: 'with a body',
    input: { contactId, tags: ['vip'] },
    sent: { method: 'DELETE', path: `${path}/tags`, body: { tags: ['vip'] } },
    reply: { tags: [], tagsRemoved: ['vip'] },
    data: { tags: [], tagsRemoved: ['vip'] },
  },
  {
    action: 'createContactNote',
    input: { contactId, ...fullNote },
    sent: { method: 'POST', path: `${path}/notes`, body: fullNote },
    reply: { note, traceId },
    data: note,
  },
  {
    action: 'createContactNote',
    title: 'with the text only',
    input: { contactId, body: 'Hello', title: '', userId: null },
    sent: { method: 'POST', path: `${path}/notes`, body: { body: 'Hello' } },
    reply: { note, traceId },
    data: note,
  },
  {
    action: 'listContactNotes',
    input: { contactId },
    sent: { method: 'GET', path: `${path}/notes` },
    reply: { notes: [note], traceId },
    data: { notes: [note], total: 1 },
  },
  {
    action: 'updateContactNote',
    input: { contactId, noteId, ...fullNote },
    sent: { method: 'PUT', path: `${path}/notes/${noteId}`, body: fullNote },
    reply: { note, traceId },
    data: note,
  },
  {
    action: 'deleteContactNote',
    input: { contactId, noteId },
    sent: { method: 'DELETE', path: `${path}/notes/${noteId}` },
    reply: done,
  },
  {
    action: 'createContactTask',
    title: 'which is open unless told otherwise',
    input: { contactId, title: 'Call', dueDate },
    sent: { method: 'POST', path: `${path}/tasks`, body: { title: 'Call', dueDate, completed: false } },
    reply: { task, traceId },
    data: task,
  },
  {
    action: 'createContactTask',
    input: { contactId, title: 'Call', dueDate, body: 'Soon', assignedTo: ids.uma, completed: true },
    sent: {
      method: 'POST',
      path: `${path}/tasks`,
      body: { title: 'Call', dueDate, body: 'Soon', assignedTo: ids.uma, completed: true },
    },
    reply: { task, traceId },
    data: task,
  },
  {
    action: 'listContactTasks',
    input: { contactId },
    sent: { method: 'GET', path: `${path}/tasks` },
    reply: { tasks: [task], traceId },
    data: { tasks: [task], total: 1 },
  },
  {
    action: 'updateContactTask',
    title: 'with the changes only',
    input: { contactId, taskId, body: 'Later', title: '' },
    sent: { method: 'PUT', path: `${path}/tasks/${taskId}`, body: { body: 'Later' } },
    reply: { task, traceId },
    data: task,
  },
  {
    action: 'updateContactTask',
    input: { contactId, taskId, title: 'Call', dueDate, body: 'Soon', assignedTo: ids.uma, completed: false },
    sent: {
      method: 'PUT',
      path: `${path}/tasks/${taskId}`,
      body: { title: 'Call', dueDate, body: 'Soon', assignedTo: ids.uma, completed: false },
    },
    reply: { task, traceId },
    data: task,
  },
  ...[
    { given: {}, completed: true },
    { given: { completed: false }, completed: false },
  ].map(({ given, completed }) => ({
    action: 'completeContactTask',
    title: JSON.stringify(given),
    input: { contactId, taskId, ...given },
    sent: { method: 'PUT', path: `${path}/tasks/${taskId}/completed`, body: { completed } },
    reply: { task: { ...task, completed }, traceId },
    data: { ...task, completed },
  })),
  {
    action: 'deleteContactTask',
    input: { contactId, taskId },
    sent: { method: 'DELETE', path: `${path}/tasks/${taskId}` },
    reply: done,
  },
  ...[
    { action: 'addContactToWorkflow', method: 'POST' },
    { action: 'removeContactFromWorkflow', method: 'DELETE' },
  ].flatMap(({ action, method }) =>
    [{}, { eventStartTime: dueDate }].map((body) => ({
      action,
      title: JSON.stringify(body),
      input: { contactId, workflowId: ids.followUp, ...body },
      sent: { method, path: `${path}/workflow/${ids.followUp}`, body },
      reply: done,
    }))
  ),
  {
    action: 'addContactToCampaign',
    input: { contactId, campaignId: ids.spring },
    sent: { method: 'POST', path: `${path}/campaigns/${ids.spring}`, body: {} },
    reply: done,
  },
  {
    action: 'removeContactFromCampaign',
    input: { contactId, campaignId: ids.spring },
    sent: { method: 'DELETE', path: `${path}/campaigns/${ids.spring}` },
    reply: done,
  },
  ...[
    { action: 'addContactFollowers', method: 'POST', rest: { followersAdded: [ids.ugo] } },
    { action: 'removeContactFollowers', method: 'DELETE', rest: { followersRemoved: [ids.ugo] } },
  ].map(({ action, method, rest }) => ({
    action,
    input: { contactId, followers: [ids.ugo] },
    sent: { method, path: `${path}/followers`, body: { followers: [ids.ugo] } },
    reply: { followers: [ids.uma], ...rest },
    data: { followers: [ids.uma], ...rest },
  })),
])

describe('work on contacts', () => {
  it.each([
    ['addContactTags', { contactId, tags: 'vip' }, 'tags must be of type array'],
    ['addContactTags', { tags: ['vip'] }, 'contactId is required.'],
    ['createContactNote', { contactId, body: ' ' }, 'body is required.'],
    ['createContactTask', { contactId, title: 'Call' }, 'dueDate is required.'],
    ['createContactTask', { contactId, title: 'Call', dueDate: '2026-07-20' }, 'dueDate must be a date and time'],
    ['updateContactTask', { contactId, taskId, dueDate: 'soon' }, 'dueDate must be a date and time'],
    [
      'addContactToWorkflow',
      { contactId, workflowId: ids.followUp, eventStartTime: '10:00' },
      'eventStartTime must be',
    ],
    ['deleteContactTask', { contactId, taskId: '..' }, "can't be a GoHighLevel ID"],
    ['deleteContactNote', { contactId: '.', noteId }, "can't be a GoHighLevel ID"],
  ])('as %s refuses %j before anything is sent', async (name, input, says) => {
    expect(await refusalOf(name, input)).toContain(says)
  })

  it.each(['addContactTags', 'addContactFollowers'])('is done by %s also after a first failure', async (name) => {
    const input = { contactId, tags: ['vip'], followers: [ids.uma] }
    const { [name === 'addContactTags' ? 'followers' : 'tags']: _, ...given } = input
    const { outcome, sent } = await call(name, given, { status: 502, body: '' }, { body: { tags: [], followers: [] } })
    expect(outcome).toMatchObject({ success: true })
    expect(sent).toHaveLength(2)
  })

  it('is not repeated where that could do it twice', async () => {
    const failure = { status: 502, body: '' }
    const { outcome, sent } = await call('createContactNote', { contactId, body: 'Hello' }, failure)
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNAVAILABLE' } })
    expect(sent).toHaveLength(1)
  })
})
