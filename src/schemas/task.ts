/** Tasks: what users have to do for a contact. */
import { moment } from './dates'
import { answer, flag, id, optional, text } from './fields'

/** A task as it comes back. */
export const task = answer({
  id: text('Task ID', 'ID of the task'),
  title: text('Title', 'What is to be done'),
  body: text('Description', 'Details'),
  dueDate: text('Due Date', 'When it is due, ISO 8601'),
  completed: flag('Completed', 'True when done'),
  assignedTo: text('Assigned To', 'ID of the user who has to do it'),
  contactId: text('Contact ID', 'ID of the contact'),
})

const described = optional({
  body: text('Description', 'Details'),
  assignedTo: id('Assigned To', 'ID or name of the user who has to do it'),
  completed: flag('Completed', 'True when it is done already'),
})

const title = text('Title', 'What is to be done, e.g. Call back')
const dueDate = moment('Due Date', 'When it is due')

export const taskFields = { title, dueDate, ...described }
export const taskChanges = { ...optional({ title, dueDate }), ...described }
