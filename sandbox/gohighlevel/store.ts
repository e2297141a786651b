import { randomBytes } from 'node:crypto'
import type { Appointment, AppointmentNote, BlockedSlot, Calendar } from './calendar-records'
import { keepConversations } from './conversation-log'
import type { Campaign, CustomValue, Form, FormSubmission, Tag, Workflow } from './lookup-records'
import type { Conversation, StoredMessage } from './message-records'
import type {
  Business,
  Contact,
  ContactNote,
  ContactTask,
  CustomField,
  Location,
  LostReason,
  Opportunity,
  Order,
  Pipeline,
  User,
} from './records'
import { seedStore } from './seed'
import { WatchedMap } from './watched-map'

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** All data of the sandbox, with the switches that tests turn. What webhooks tell of is watched. */
export class Store {
  readonly locations = new WatchedMap<Location>()
  readonly users = new Map<string, User>()
  readonly customFields = new Map<string, CustomField>()
  readonly businesses = new Map<string, Business>()
  readonly contacts = new WatchedMap<Contact>()
  readonly contactNotes = new WatchedMap<ContactNote>()
  readonly contactTasks = new WatchedMap<ContactTask>()
  readonly conversations = new WatchedMap<Conversation>()
  readonly messages = new WatchedMap<StoredMessage>()
  /** By conversation, whether somebody was last said to be writing to its live chat. */
  readonly typing = new Map<string, boolean>()
  readonly pipelines = new Map<string, Pipeline>()
  readonly lostReasons = new Map<string, LostReason>()
  readonly opportunities = new WatchedMap<Opportunity>()
  readonly orders = new Map<string, Order>()
  readonly calendars = new Map<string, Calendar>()
  readonly appointments = new WatchedMap<Appointment>()
  readonly appointmentNotes = new Map<string, AppointmentNote>()
  readonly blockedSlots = new Map<string, BlockedSlot>()
  readonly tags = new Map<string, Tag>()
  readonly customValues = new Map<string, CustomValue>()
  readonly workflows = new Map<string, Workflow>()
  readonly campaigns = new Map<string, Campaign>()
  readonly forms = new Map<string, Form>()
  readonly formSubmissions = new Map<string, FormSubmission>()

  /** GoHighLevel has two descriptions of the upsert body and it is unknown which one it enforces today. */
  upsertOpportunitySchema: 'older' | 'newer' = 'older'
  /** Enforced in practice though the description dropped it; `forbidden` is what a future change would look like. */
  ordersAltType: 'required' | 'optional' | 'forbidden' = 'required'
  /** How long a used refresh token still gives the pair it was exchanged for. */
  refreshWindowMs = 30_000
  /** No official lifetime is published; codes are known to be short-lived. */
  codeLifetimeMs = 600_000

  /** How long searches do not find what was just created. In reality some seconds; 0 lets tests go on at once. */
  searchLagMs = 0

  private clockOffsetMs = 0
  /** On the real clock. */
  private lastTickMs = 0

  constructor() {
    seedStore(this)
    keepConversations(this)
  }

  now(): number {
    return Date.now() + this.clockOffsetMs
  }

  /** Lets tokens expire and windows close without waiting. */
  advanceClock(milliseconds: number): void {
    this.clockOffsetMs += milliseconds
  }

  readTime(): string {
    return new Date(this.now()).toISOString()
  }

  /** A millisecond of its own, for what is listed in pages by time alone. In a rush it is a little ahead of the clock. */
  readNextTime(): string {
    this.lastTickMs = Math.max(Date.now(), this.lastTickMs + 1)
    return new Date(this.lastTickMs + this.clockOffsetMs).toISOString()
  }

  /** Letters and at least one digit, which tells an id from a name. */
  createId(length = 20): string {
    const id = [...randomBytes(length)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('')
    return /\d/.test(id) ? id : this.createId(length)
  }

  readTimezone(locationId: string): string {
    return this.locations.get(locationId)?.timezone ?? 'UTC'
  }

  /** Whether searches already know what was created at that time. */
  isIndexed(createdAt: string): boolean {
    return this.searchLagMs === 0 || Date.parse(createdAt) <= this.now() - this.searchLagMs
  }

  /** Tags of contacts become tags of the location. */
  addTags(locationId: string, names: string[]): void {
    const known = new Set(
      [...this.tags.values()].filter((tag) => tag.locationId === locationId).map(({ name }) => name)
    )
    for (const name of names) {
      if (known.has(name)) continue
      const id = this.createId()
      this.tags.set(id, { id, locationId, name })
    }
  }

  /** Installs the app in a location, or removes it, as an agency admin would. */
  installApp(locationId: string, isInstalled = true): void {
    const location = this.locations.get(locationId)
    if (!location) throw new Error(`No location ${locationId} in the sandbox`)
    const before = { ...location }
    location.isInstalled = isInstalled
    location.installedAt = this.readTime()
    this.locations.announce(before, location)
  }
}
