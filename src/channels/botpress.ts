/** The users, conversations and messages that Botpress keeps of GoHighLevel's contacts and conversations. */
import type { Installation } from '../ghl/installation'
import { CHANNEL, type ConversationTags, type MessageTags, type UserTags } from './channel'

export type User = { id: string; name?: string; tags: UserTags }
export type Conversation = { id: string; tags: ConversationTags }

type Sought<Tags> = { tags: Tags; discriminateByTags: string[] }

type ChannelClient = {
  getOrCreateUser(user: Sought<UserTags>): Promise<{ user: User }>
  updateUser(user: User): Promise<{ user: User }>
  getOrCreateConversation(conversation: Sought<ConversationTags> & { channel: string }): Promise<{
    conversation: Conversation
  }>
  updateConversation(conversation: Conversation): Promise<unknown>
  getOrCreateMessage(message: Sought<MessageTags> & At & Incoming): Promise<unknown>
}

// The generated client types tags and payloads in a form that differs between SDK generations; discriminateByTags is
// known to newer ones only, the older go by all tags that they are given.
const clientOf = ({ client }: Installation) => client as unknown as ChannelClient

/** Longer values Botpress refuses. */
const MAX_TAG = 500

/** The tags that have a value, each cut to what Botpress takes. */
export const tagsOf = <Name extends string>(values: Partial<Record<Name, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim().slice(0, MAX_TAG)]] : []
    )
  ) as Partial<Record<Name, string>> // the same names, some of them

/** The user that stands for a contact, new when the contact was never heard of. */
export async function openUser(installation: Installation, contactId: string): Promise<User> {
  const { user } = await clientOf(installation).getOrCreateUser({
    tags: { contactId },
    discriminateByTags: ['contactId'],
  })
  return user
}

/** Changes tags of a user; an empty one removes it. */
export async function updateUser(installation: Installation, user: User): Promise<User> {
  return (await clientOf(installation).updateUser(user)).user
}

/** What tells the conversation of one medium from all others. */
export type Place = {
  conversationId: string
  messageType: string
  /** Only of the medium Custom: each provider is a medium of its own. */
  conversationProviderId?: string | undefined
}

/**
 * The conversation at this place, new when there is none.
 * @param further the other tags it is to have, given those it has; an empty one removes it
 */
export async function openConversation(
  installation: Installation,
  { conversationId, messageType, conversationProviderId }: Place,
  further: (known: ConversationTags) => ConversationTags
): Promise<Conversation> {
  const client = clientOf(installation)
  const provider = messageType === 'Custom' ? conversationProviderId : undefined
  const place = { conversationId, messageType, ...(provider && { conversationProviderId: provider }) }
  const { conversation } = await client.getOrCreateConversation({
    channel: CHANNEL,
    tags: place,
    discriminateByTags: Object.keys(place),
  })
  const changed = Object.fromEntries(
    Object.entries(further(conversation.tags)).filter(
      ([name, value]) => (Reflect.get(conversation.tags, name) ?? '') !== value
    )
  )
  if (Object.keys(changed).length === 0) return conversation
  await client.updateConversation({ id: conversation.id, tags: changed })
  return { ...conversation, tags: { ...conversation.tags, ...changed } }
}

/** Botpress's ids of where a message goes and who wrote it. */
export type At = { conversationId: string; userId: string }

export type Incoming = { type: string; payload: object }

/** Hands a message over to the bot, once: the same GoHighLevel message (and part) makes no second one. */
export async function createMessage(
  installation: Installation,
  at: At,
  message: Incoming,
  tags: MessageTags
): Promise<void> {
  await clientOf(installation).getOrCreateMessage({
    ...at,
    ...message,
    tags,
    discriminateByTags: ['messageId', 'part'],
  })
}
