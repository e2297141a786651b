/** Botpress's users, conversations and messages in memory, as strict about tags and payloads as Botpress is. */
import { errorFrom } from '@botpress/client'
import { setImmediate as turn } from 'node:timers/promises'
import { CHANNEL, channels, userTags } from '../../../src/channels/channel'

type Tags = Record<string, string>
export type ChatUser = { id: string; name?: string; tags: Tags }
export type ChatConversation = { id: string; channel: string; tags: Tags }
export type ChatMessage = {
  id: string
  type: string
  payload: Record<string, unknown>
  conversationId: string
  userId: string
  tags: Tags
}

const refuse = (message: string) => errorFrom({ code: 400, type: 'InvalidPayload', message, id: 'err_fake' })
const MAX_TAG = 500

function checkTags(tags: Tags, known: object): void {
  for (const [name, value] of Object.entries(tags)) {
    if (!(name in known)) throw refuse(`There is no tag ${name}`)
    if (typeof value !== 'string' || value.length > MAX_TAG)
      throw refuse(`The tag ${name} is no text of 500 characters`)
  }
}

const fits = (record: { tags: Tags }, wanted: Tags, by: string[] = Object.keys(wanted)): boolean =>
  by.every((name) => record.tags[name] === wanted[name])

const merged = (tags: Tags, changes: Tags): Tags =>
  Object.fromEntries(Object.entries({ ...tags, ...changes }).filter(([, value]) => value !== ''))

type Sought = { tags: Tags; discriminateByTags?: string[] }
type Operation =
  'getOrCreateUser' | 'updateUser' | 'getOrCreateConversation' | 'updateConversation' | 'getOrCreateMessage'

export class FakeChat {
  readonly users: ChatUser[] = []
  readonly conversations: ChatConversation[] = []
  /** What the bot was handed, in order. */
  readonly messages: ChatMessage[] = []
  /** Every call, by name. */
  readonly calls: Operation[] = []
  /** True to go by all tags, as the older API does, which knows no discriminateByTags. */
  isOlder = false
  /** Told the operation and how often it was called, from 1. */
  isDown: (operation: Operation, call: number) => boolean = () => false
  /** How long a call takes, in ms. */
  takesMs = 0

  private async call(operation: Operation): Promise<void> {
    this.calls.push(operation)
    await turn()
    if (this.takesMs > 0) await new Promise((resolve) => void setTimeout(resolve, this.takesMs))
    const count = this.calls.filter((name) => name === operation).length
    if (this.isDown(operation, count)) {
      throw errorFrom({ code: 500, type: 'Internal', message: 'Botpress is out of order', id: 'err_fake' })
    }
  }

  private find<Item extends { tags: Tags }>(items: Item[], { tags, discriminateByTags }: Sought): Item | undefined {
    if (discriminateByTags?.some((name) => !(name in tags)))
      throw refuse('discriminateByTags names a tag that is not given')
    return items.find((item) => fits(item, tags, this.isOlder ? undefined : discriminateByTags))
  }

  readonly getOrCreateUser = async (sought: Sought) => {
    checkTags(sought.tags, userTags)
    await this.call('getOrCreateUser')
    const known = this.find(this.users, sought)
    if (known) return { user: structuredClone(known) }
    const user: ChatUser = { id: `user-${this.users.length + 1}`, tags: { ...sought.tags } }
    this.users.push(user)
    return { user: structuredClone(user) }
  }

  readonly updateUser = async ({ id, name, tags }: { id: string; name?: string; tags: Tags }) => {
    checkTags(tags, userTags)
    await this.call('updateUser')
    const user = this.users.find((one) => one.id === id)
    if (!user) throw refuse(`There is no user ${id}`)
    user.tags = merged(user.tags, tags)
    if (name) user.name = name
    return { user: structuredClone(user) }
  }

  readonly getOrCreateConversation = async ({ channel, ...sought }: Sought & { channel: string }) => {
    if (channel !== CHANNEL) throw refuse(`There is no channel ${channel}`)
    checkTags(sought.tags, channels[CHANNEL].conversation.tags)
    await this.call('getOrCreateConversation')
    const known = this.find(this.conversations, sought)
    if (known) return { conversation: structuredClone(known) }
    const id = `conversation-${this.conversations.length + 1}`
    const conversation = { id, channel, tags: { ...sought.tags } }
    this.conversations.push(conversation)
    return { conversation: structuredClone(conversation) }
  }

  readonly updateConversation = async ({ id, tags }: { id: string; tags: Tags }) => {
    checkTags(tags, channels[CHANNEL].conversation.tags)
    await this.call('updateConversation')
    const conversation = this.conversations.find((one) => one.id === id)
    if (!conversation) throw refuse(`There is no conversation ${id}`)
    conversation.tags = merged(conversation.tags, tags)
    return { conversation: structuredClone(conversation) }
  }

  readonly getOrCreateMessage = async (sought: Sought & Omit<ChatMessage, 'id'>) => {
    const { conversationId, userId, type, payload, tags } = sought
    checkTags(tags, channels[CHANNEL].message.tags)
    const schemas: Record<string, { schema: { strict(): { safeParse(value: unknown): { success: boolean } } } }> =
      channels[CHANNEL].messages
    if (!schemas[type]?.schema.strict().safeParse(payload).success) throw refuse(`The payload of ${type} does not fit`)
    if (!this.conversations.some(({ id }) => id === conversationId)) throw refuse('There is no such conversation')
    if (!this.users.some(({ id }) => id === userId)) throw refuse('There is no such user')
    await this.call('getOrCreateMessage')
    const here = this.messages.filter((message) => message.conversationId === conversationId)
    const known = this.find(here, sought)
    if (known) return { message: structuredClone(known) }
    const id = `message-${this.messages.length + 1}`
    this.messages.push({ id, type, payload: structuredClone(payload), conversationId, userId, tags: { ...tags } })
    return { message: { id } }
  }
}
