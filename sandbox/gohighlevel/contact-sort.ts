import { findIndexField } from './contact-index'
import { createError, createValidationError } from './errors'
import type { Contact } from './records'
import type { Store } from './store'
import { isJsonObject } from './validation'

const MAX_SORTS = 2
const FIELDS = [
  'firstNameLowerCase',
  'lastNameLowerCase',
  'businessName',
  'dateAdded',
  'dateUpdated',
  'email',
  'dnd',
  'source',
]

type Position = (string | number)[]
type SortKey = { read: (contact: Contact) => string | number; isDescending: boolean }

export type ContactSort = {
  compare: (a: Contact, b: Contact) => number
  /** Where a contact stands: what it is sorted by, then its id. */
  readPosition: (contact: Contact) => Position
  /** Whether the contact comes later than the position that a caller gives back. */
  isAfter: (contact: Contact, position: unknown) => boolean
}

/** Newest first unless told otherwise. The id decides between equals, so that a position is unique. */
export function createContactSort(store: Store, written: unknown): ContactSort {
  const asked = Array.isArray(written) && written.length > 0 ? written : [{ field: 'dateAdded', direction: 'desc' }]
  if (asked.length > MAX_SORTS) throw createValidationError([`sort must contain no more than ${MAX_SORTS} elements`])
  const keys = [...asked.map((sort: unknown) => readKey(store, sort)), { read: readId, isDescending: false }]
  const readPosition = (contact: Contact): Position => keys.map(({ read }) => read(contact))
  const comparePositions = (a: Position, b: readonly unknown[]): number => {
    for (const [index, { isDescending }] of keys.entries()) {
      const order = compareValues(a[index] ?? '', b[index])
      if (order !== 0) return isDescending ? -order : order
    }
    return 0
  }
  return {
    compare: (a, b) => comparePositions(readPosition(a), readPosition(b)),
    readPosition,
    isAfter: (contact, position) => {
      if (!Array.isArray(position) || position.length !== keys.length) {
        throw createError(400, 'searchAfter must be the one of a contact that was found with the same sort')
      }
      return comparePositions(readPosition(contact), position) > 0
    },
  }
}

function readKey(store: Store, sort: unknown): SortKey {
  const { field, direction } = isJsonObject(sort) ? sort : {}
  const name = String(field)
  const found = FIELDS.includes(name) ? findIndexField(store, '', name) : undefined
  if (!found) throw createError(400, `Invalid field ${name}`)
  if (direction !== 'asc' && direction !== 'desc') throw createError(400, `Invalid direction for field ${name}`)
  const read = (contact: Contact): string | number => {
    const value = found.read(contact)
    return found.kind === 'date' ? Date.parse(String(value)) : String(value ?? '').toLowerCase()
  }
  return { read, isDescending: direction === 'desc' }
}

function readId({ id }: Contact): string {
  return id
}

function compareValues(a: string | number, b: unknown): number {
  if (typeof a === 'number') return a - Number(b)
  const other = String(b)
  if (a === other) return 0
  return a < other ? -1 : 1
}
