/** Notes on appointments. */
import { z } from '@botpress/sdk'
import { listOf, unwrap } from '../ghl/answer'
import { path } from '../ghl/path'
import { answer, id } from '../schemas/fields'
import { appointmentNoteFields, note } from '../schemas/note'
import { defineAction } from './action'
import { listOutput, paging, readByOffset } from './support/list'

const appointmentId = id('Appointment ID', 'ID of the appointment')
const noteId = id('Note ID', 'ID of the note')
const write = ['calendars/events.write']
const example = { appointmentId: '{{workflow.appointmentId}}' }
// More than 20 answers 400.
const pageSize = { usual: 20, most: 20 }

export const listAppointmentNotes = defineAction({
  title: 'List Appointment Notes',
  description: 'List the notes on an appointment',
  scopes: ['calendars/events.readonly'],
  example,
  input: z.object({ appointmentId, ...paging(pageSize) }),
  data: answer({ notes: z.array(note).title('Notes').describe('The notes'), ...listOutput }),
  done: 'Notes listed',
  run: (ghl, { appointmentId: target, ...input }) =>
    readByOffset(ghl, 'notes', input, pageSize, async (limit, offset) => {
      const answered = await ghl.get(path`/calendars/appointments/${target}/notes`, { limit, offset })
      const items = listOf(answered, 'notes')
      return { items, ...(answered.hasMore === false && { next: undefined }) }
    }),
})

export const createAppointmentNote = defineAction({
  title: 'Create Appointment Note',
  description: 'Write a note on an appointment, e.g. what the customer wants to talk about',
  scopes: write,
  example: { ...example, body: 'Brings two colleagues' },
  input: z.object({ appointmentId, ...appointmentNoteFields }),
  data: note,
  done: 'Note created',
  run: async (ghl, { appointmentId: target, ...fields }) =>
    unwrap(await ghl.post(path`/calendars/appointments/${target}/notes`, fields), 'note'),
})

export const updateAppointmentNote = defineAction({
  title: 'Update Appointment Note',
  description: 'Change a note on an appointment',
  scopes: write,
  example: { ...example, noteId: '{{workflow.noteId}}', body: 'Brings three colleagues' },
  input: z.object({ appointmentId, noteId, ...appointmentNoteFields }),
  data: note,
  done: 'Note updated',
  run: async (ghl, { appointmentId: target, noteId: changed, ...fields }) =>
    unwrap(await ghl.put(path`/calendars/appointments/${target}/notes/${changed}`, fields), 'note'),
})

export const deleteAppointmentNote = defineAction({
  title: 'Delete Appointment Note',
  description: 'Delete a note on an appointment for good',
  scopes: write,
  example: { ...example, noteId: '{{workflow.noteId}}' },
  input: z.object({ appointmentId, noteId }),
  done: 'Note deleted',
  run: (ghl, input) => ghl.delete(path`/calendars/appointments/${input.appointmentId}/notes/${input.noteId}`),
})
