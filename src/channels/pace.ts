/** A brake for two machines that answer each other: nobody writes that fast. */
import { readState, writeState, type Installation } from '../ghl/installation'

const WINDOW_MS = 5 * 60_000
const MOST_MESSAGES = 30

/** Counts a message; true when the contact has sent more within five minutes than a person would. */
export async function isTooFast(installation: Installation, conversationId: string): Promise<boolean> {
  const now = Date.now()
  const { received } = (await readState(installation, ['pace', conversationId])) ?? { received: [] }
  const recent = [...received.filter((at) => now - at < WINDOW_MS), now]
  await writeState(installation, ['pace', conversationId], { received: recent.slice(-MOST_MESSAGES - 1) })
  return recent.length > MOST_MESSAGES
}
