/** Notes on contacts and appointments. */
import { answer, flag, id, optional, text } from './fields'

/** A note as it comes back. */
export const note = answer({
  id: text('Note ID', 'ID of the note'),
  body: text('Text', 'What the note says; may hold HTML'),
  title: text('Title', 'Title of the note'),
  userId: text('User ID', 'ID of the user who wrote it'),
  contactId: text('Contact ID', 'ID of the contact'),
  color: text('Color', 'Color of the note'),
  pinned: flag('Pinned', 'True when it stays on top'),
  dateAdded: text('Date Added', 'When it was written, ISO 8601'),
})

const author = id('User', 'ID or name of the user who is shown as its author')

/** Fields of a contact's note. */
export const contactNoteFields = {
  body: text('Text', 'What the note says'),
  ...optional({
    title: text('Title', 'Title of the note'),
    userId: author,
    color: text('Color', 'Color as #RRGGBB'),
    pinned: flag('Pinned', 'True keeps it on top'),
  }),
}

/** Fields of an appointment's note. */
export const appointmentNoteFields = {
  body: text('Text', 'What the note says, at most 5,000 characters').max(5000),
  userId: author.optional(),
}
