/** Notes, tasks, tags, followers, workflows and campaigns of contacts. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import { path } from '../ghl/path'
import { checkedMoment, moment } from '../schemas/dates'
import { answer, flag, id, texts } from '../schemas/fields'
import { contactNoteFields, note } from '../schemas/note'
import { task, taskChanges, taskFields } from '../schemas/task'
import { defineAction } from './action'
import { listOutput, wholeList } from './support/list'

const contactId = id('Contact ID', 'ID of the contact')
const noteId = id('Note ID', 'ID of the note')
const taskId = id('Task ID', 'ID of the task')
const read = ['contacts.readonly']
const write = ['contacts.write']

const tags = texts('Tags', 'Names of tags, e.g. ["vip"]')
const example = { contactId: '{{workflow.contactId}}' }

export const addContactTags = defineAction({
  title: 'Add Contact Tags',
  description: 'Add tags to a contact and keep those it has. Unknown tags are created.',
  scopes: write,
  example: { ...example, tags: ['vip'] },
  input: z.object({ contactId, tags }),
  data: answer({ tags: texts('Tags', 'All tags of the contact now'), tagsAdded: texts('Added', 'Tags that are new') }),
  done: 'Tags added',
  run: (ghl, input) => ghl.post(path`/contacts/${input.contactId}/tags`, { tags: input.tags }, { repeatable: true }),
})

export const removeContactTags = defineAction({
  title: 'Remove Contact Tags',
  description: 'Remove tags from a contact and keep its others',
  scopes: write,
  example: { ...example, tags: ['vip'] },
  input: z.object({ contactId, tags }),
  data: answer({
    tags: texts('Tags', 'All tags of the contact now'),
    tagsRemoved: texts('Removed', 'Tags that are gone'),
  }),
  done: 'Tags removed',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}/tags`, { tags: input.tags }),
})

export const createContactNote = defineAction({
  title: 'Create Contact Note',
  description: 'Write a note on a contact, e.g. a summary of the conversation with the bot',
  scopes: write,
  example: { ...example, body: 'Wants a quote for 20 seats until Friday' },
  input: z.object({ contactId, ...contactNoteFields }),
  data: note,
  done: 'Note created',
  run: async (ghl, { contactId: target, ...fields }) =>
    unwrap(await ghl.post(path`/contacts/${target}/notes`, fields), 'note'),
})

export const listContactNotes = defineAction({
  title: 'List Contact Notes',
  description: 'List all notes on a contact',
  scopes: read,
  example,
  input: z.object({ contactId }),
  data: answer({ notes: z.array(note).title('Notes').describe('The notes'), ...listOutput }),
  done: 'Notes listed',
  run: async (ghl, input) =>
    wholeList('notes', listOf(await ghl.get(path`/contacts/${input.contactId}/notes`), 'notes')),
})

export const updateContactNote = defineAction({
  title: 'Update Contact Note',
  description: 'Change a note on a contact',
  scopes: write,
  example: { ...example, noteId: '{{workflow.noteId}}', body: 'Quote sent' },
  input: z.object({ contactId, noteId, ...contactNoteFields }),
  data: note,
  done: 'Note updated',
  run: async (ghl, { contactId: target, noteId: changed, ...fields }) =>
    unwrap(await ghl.put(path`/contacts/${target}/notes/${changed}`, fields), 'note'),
})

export const deleteContactNote = defineAction({
  title: 'Delete Contact Note',
  description: 'Delete a note on a contact for good',
  scopes: write,
  example: { ...example, noteId: '{{workflow.noteId}}' },
  input: z.object({ contactId, noteId }),
  done: 'Note deleted',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}/notes/${input.noteId}`),
})

export const createContactTask = defineAction({
  title: 'Create Contact Task',
  description: 'Give a colleague something to do for a contact, e.g. call back tomorrow',
  scopes: write,
  example: { ...example, title: 'Call back', dueDate: '2026-07-20T10:00:00+02:00', assignedTo: 'Uma User' },
  input: z.object({ contactId, ...taskFields }),
  data: task,
  done: 'Task created',
  run: async (ghl, { contactId: target, ...fields }) => {
    const body = { completed: false, ...fields, dueDate: checkedMoment(fields.dueDate, 'dueDate') }
    return unwrap(await ghl.post(path`/contacts/${target}/tasks`, body), 'task')
  },
})

export const listContactTasks = defineAction({
  title: 'List Contact Tasks',
  description: 'List all tasks of a contact',
  scopes: read,
  example,
  input: z.object({ contactId }),
  data: answer({ tasks: z.array(task).title('Tasks').describe('The tasks'), ...listOutput }),
  done: 'Tasks listed',
  run: async (ghl, input) =>
    wholeList('tasks', listOf(await ghl.get(path`/contacts/${input.contactId}/tasks`), 'tasks')),
})

export const updateContactTask = defineAction({
  title: 'Update Contact Task',
  description: 'Change a task of a contact; fields left empty stay as they are',
  scopes: write,
  example: { ...example, taskId: '{{workflow.taskId}}', title: 'Call back after lunch' },
  input: z.object({ contactId, taskId, ...taskChanges }),
  data: task,
  done: 'Task updated',
  run: async (ghl, { contactId: target, taskId: changed, ...fields }) => {
    const body = { ...fields, dueDate: checkedMoment(fields.dueDate, 'dueDate') }
    return unwrap(await ghl.put(path`/contacts/${target}/tasks/${changed}`, body), 'task')
  },
})

export const completeContactTask = defineAction({
  title: 'Complete Contact Task',
  description: 'Mark a task of a contact as done, or open it again',
  scopes: write,
  example: { ...example, taskId: '{{workflow.taskId}}' },
  input: z.object({
    contactId,
    taskId,
    completed: flag('Completed', 'False opens the task again; true when empty').optional(),
  }),
  data: task,
  done: 'Task completed',
  run: async (ghl, { contactId: target, taskId: done, completed = true }) =>
    unwrap(await ghl.put(path`/contacts/${target}/tasks/${done}/completed`, { completed }), 'task'),
})

export const deleteContactTask = defineAction({
  title: 'Delete Contact Task',
  description: 'Delete a task of a contact for good',
  scopes: write,
  example: { ...example, taskId: '{{workflow.taskId}}' },
  input: z.object({ contactId, taskId }),
  done: 'Task deleted',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}/tasks/${input.taskId}`),
})

const workflowInput = z.object({
  contactId,
  workflowId: id('Workflow', 'ID or name of the workflow, which must be published'),
  eventStartTime: moment('Event Start Time', 'For workflows that wait for an event: when it begins').optional(),
})

export const addContactToWorkflow = defineAction({
  title: 'Add Contact to Workflow',
  description: "Start one of GoHighLevel's workflows for a contact, e.g. a follow-up sequence",
  scopes: write,
  example: { ...example, workflowId: 'Follow-up after chat' },
  input: workflowInput,
  done: 'Contact added to the workflow',
  run: (ghl, { contactId: target, workflowId, eventStartTime }) =>
    ghl.post(path`/contacts/${target}/workflow/${workflowId}`, {
      eventStartTime: checkedMoment(eventStartTime, 'eventStartTime'),
    }),
})

export const removeContactFromWorkflow = defineAction({
  title: 'Remove Contact from Workflow',
  description: "Stop one of GoHighLevel's workflows for a contact",
  scopes: write,
  example: { ...example, workflowId: 'Follow-up after chat' },
  input: workflowInput,
  done: 'Contact removed from the workflow',
  run: (ghl, { contactId: target, workflowId, eventStartTime }) =>
    ghl.delete(path`/contacts/${target}/workflow/${workflowId}`, {
      eventStartTime: checkedMoment(eventStartTime, 'eventStartTime'),
    }),
})

const campaignInput = z.object({ contactId, campaignId: id('Campaign', 'ID or name of the campaign') })

export const addContactToCampaign = defineAction({
  title: 'Add Contact to Campaign',
  description: 'Put a contact into a campaign',
  scopes: write,
  example: { ...example, campaignId: 'Spring offer' },
  input: campaignInput,
  done: 'Contact added to the campaign',
  run: (ghl, input) => ghl.post(path`/contacts/${input.contactId}/campaigns/${input.campaignId}`, {}),
})

export const removeContactFromCampaign = defineAction({
  title: 'Remove Contact from Campaign',
  description: 'Take a contact out of a campaign',
  scopes: write,
  example: { ...example, campaignId: 'Spring offer' },
  input: campaignInput,
  done: 'Contact removed from the campaign',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}/campaigns/${input.campaignId}`),
})

const followers = texts('Followers', 'IDs or names of users, e.g. ["Uma User"]')

export const addContactFollowers = defineAction({
  title: 'Add Contact Followers',
  description: 'Let users follow a contact, so that they are notified of what happens with it',
  scopes: write,
  example: { ...example, followers: ['Uma User'] },
  input: z.object({ contactId, followers }),
  data: answer({ followers: texts('Followers', 'IDs of all followers now') }),
  done: 'Followers added',
  run: (ghl, input) =>
    ghl.post(path`/contacts/${input.contactId}/followers`, { followers: input.followers }, { repeatable: true }),
})

export const removeContactFollowers = defineAction({
  title: 'Remove Contact Followers',
  description: 'Let users no longer follow a contact',
  scopes: write,
  example: { ...example, followers: ['Uma User'] },
  input: z.object({ contactId, followers }),
  data: answer({ followers: texts('Followers', 'IDs of all followers now') }),
  done: 'Followers removed',
  run: (ghl, input) => ghl.delete(path`/contacts/${input.contactId}/followers`, { followers: input.followers }),
})
