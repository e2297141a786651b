/** Every part of a bot's message goes out once, whatever is repeated, and the messages of a conversation in their order. */
import { RuntimeError } from '@botpress/sdk'
import { GhlError } from '../ghl/errors'
import { installationKey, readState, writeState, type Installation } from '../ghl/installation'
import { withLease } from '../ghl/lease'
import type { States } from '../states'

type Entry = States['outbox']['messages'][number]

/** Messages that a conversation remembers; Botpress repeats one soon or never. */
const MOST_REMEMBERED = 20

/** The last message of each conversation that this process is sending, for the next one to wait for. */
const underWay = new Map<string, Promise<unknown>>()

/** One after the other within this process, in the order in which they were asked for. */
function inOrder<Result>(key: string, send: () => Promise<Result>): Promise<Result> {
  const sent = (underWay.get(key) ?? Promise.resolve()).then(send, send)
  underWay.set(key, sent)
  const forget = () => underWay.get(key) === sent && underWay.delete(key)
  sent.then(forget, forget)
  return sent
}

/** True for a failure after which the contact may have the part all the same. */
const isUncertain = (thrown: unknown): boolean =>
  thrown instanceof GhlError ? thrown.isUncertain : !(thrown instanceof RuntimeError)

/**
 * Sends the parts of a message that were not sent before; gives back the ids that GoHighLevel gave to all of them.
 * What is about to be sent is written down first: should nobody live to write down that it was sent, it is not sent again.
 * Throws what `send` throws, and RuntimeError for a message of which it is not known whether it went out.
 */
export function sendOnce<Part>(
  installation: Installation,
  { conversationId, messageId }: { conversationId: string; messageId: string },
  parts: Part[],
  send: (part: Part) => Promise<string>
): Promise<string[]> {
  const key = JSON.stringify([installationKey(installation), conversationId])
  return inOrder(key, () =>
    withLease(installation, ['outboxLease', conversationId], async () => {
      const { messages } = (await readState(installation, ['outbox', conversationId])) ?? { messages: [] }
      const others = messages.filter(({ id }) => id !== messageId)
      const before = messages.find(({ id }) => id === messageId)
      if (before?.isSending) {
        throw new RuntimeError(
          'This message may have reached the contact already: an earlier attempt to send it was interrupted. It is not sent a second time.'
        )
      }
      const sent = [...(before?.sent ?? [])]
      const note = (isSending: boolean): Promise<void> => {
        const entry: Entry = { id: messageId, sent, isSending }
        return writeState(installation, ['outbox', conversationId], {
          messages: [...others, entry].slice(-MOST_REMEMBERED),
        })
      }
      for (const part of parts.slice(sent.length)) {
        await note(true)
        try {
          sent.push(await send(part))
        } catch (thrown) {
          if (!isUncertain(thrown)) await note(false)
          throw thrown
        }
      }
      // Not being able to note it must not make a message that was sent look like a failure.
      await note(false).catch(() => undefined)
      return sent
    })
  )
}
