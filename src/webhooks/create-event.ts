/** Handing an event over to the bot. */
import type { Installation } from '../ghl/installation'

type EventClient = { createEvent(event: { type: string; payload: unknown }): Promise<unknown> }

/** Throws when Botpress does not take it. */
export async function createEvent(installation: Installation, type: string, payload: unknown): Promise<void> {
  // The generated client wants the one payload type of each event; here the event is known by its name only, and its
  // payload has been made to fit the schema that is deployed for it.
  const client = installation.client as unknown as EventClient
  await client.createEvent({ type, payload })
}
