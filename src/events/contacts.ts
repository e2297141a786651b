/** What happens to contacts, their notes and tasks. */
import { contact } from '../schemas/contact'
import { note } from '../schemas/note'
import { task } from '../schemas/task'
import { defineEvent } from './event'

const scopes = ['contacts.readonly']
const ofContact = { scopes, fields: contact, ids: ['id'] as const }
const ofNote = { scopes, fields: note, ids: ['id'] as const }
const ofTask = { scopes, fields: task, ids: ['id'] as const }

export const contactCreated = defineEvent({
  ...ofContact,
  type: 'ContactCreate',
  title: 'Contact Created',
  description: 'A contact was created, by a person, a form, an import or the bot itself',
})

export const contactUpdated = defineEvent({
  ...ofContact,
  type: 'ContactUpdate',
  title: 'Contact Updated',
  description: 'A field of a contact was changed. GoHighLevel sends it for certain fields only.',
})

export const contactDeleted = defineEvent({
  ...ofContact,
  type: 'ContactDelete',
  title: 'Contact Deleted',
  description: 'A contact was deleted',
})

export const contactTagsUpdated = defineEvent({
  ...ofContact,
  type: 'ContactTagUpdate',
  title: 'Contact Tags Updated',
  description: 'Tags were added to or removed from a contact; tags holds all it has now',
})

export const contactDndUpdated = defineEvent({
  ...ofContact,
  type: 'ContactDndUpdate',
  title: 'Contact DND Updated',
  description: 'Do not disturb was turned on or off for a contact',
})

export const noteCreated = defineEvent({
  ...ofNote,
  type: 'NoteCreate',
  title: 'Note Created',
  description: 'A note was written on a contact',
})

export const noteUpdated = defineEvent({
  ...ofNote,
  type: 'NoteUpdate',
  title: 'Note Updated',
  description: 'A note on a contact was changed',
})

export const noteDeleted = defineEvent({
  ...ofNote,
  type: 'NoteDelete',
  title: 'Note Deleted',
  description: 'A note on a contact was deleted',
})

export const taskCreated = defineEvent({
  ...ofTask,
  type: 'TaskCreate',
  title: 'Task Created',
  description: 'A task was created for a contact. GoHighLevel often leaves contactId and body out.',
})

export const taskCompleted = defineEvent({
  ...ofTask,
  type: 'TaskComplete',
  title: 'Task Completed',
  description: 'A task was marked as done',
})

export const taskDeleted = defineEvent({
  ...ofTask,
  type: 'TaskDelete',
  title: 'Task Deleted',
  description: 'A task was deleted',
})
