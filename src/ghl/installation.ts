/** One installation of the integration in one bot, and access to the states that belong to it. */
import { isApiError } from '@botpress/client'
import type { States } from '../states'
import type * as bp from '.botpress'

/** What Botpress hands to every operation: who calls, the state API as that bot sees it, and the bot's log. */
export type Installation = Pick<Parameters<bp.IntegrationProps['handler']>[0], 'ctx' | 'client' | 'logger'>

type Address = { type: 'integration' | 'conversation'; id: string; name: string }

/** A state of the installation by its name; one of a conversation together with Botpress's id of that. */
export type StateRef<Name extends keyof States> = Name | readonly [name: Name, conversationId: string]

/** The three calls of the state API that are used here. */
type StateClient = {
  getState(state: Address): Promise<{ state: { payload: unknown } }>
  setState(state: Address & { payload: object | null; expiry?: number }): Promise<unknown>
  getOrSetState(state: Address & { payload: object; expiry?: number }): Promise<{ state: { payload: unknown } }>
}

// The generated client types each state's payload, in a form that differs between SDK generations and that no function
// over all states can satisfy. The definition is made of the very schemas that States is inferred from.
const statesOf = ({ client }: Installation) => client as unknown as StateClient

/**
 * Tells installations apart. The integration id alone does not: two bots that share a process may share it,
 * and the state API scopes by bot as well.
 */
export const installationKey = ({ ctx }: Installation): string =>
  JSON.stringify([ctx.botId, ctx.integrationId, ctx.webhookId])

const address = ({ ctx }: Installation, ref: StateRef<keyof States>): Address =>
  typeof ref === 'string'
    ? { type: 'integration', id: ctx.integrationId, name: ref }
    : { type: 'conversation', id: ref[1], name: ref[0] }

/** The state's payload, or undefined when it was never set or has expired. */
export async function readState<Name extends keyof States>(
  installation: Installation,
  ref: StateRef<Name>
): Promise<States[Name] | undefined> {
  try {
    const { state } = await statesOf(installation).getState(address(installation, ref))
    return state.payload as States[Name] // written by this module only, under the same schema
  } catch (thrown) {
    if (isApiError(thrown) && thrown.type === 'ResourceNotFound') return undefined
    throw thrown
  }
}

/**
 * Idle time in ms after which Botpress forgets a passing state: its shortest. What such a state holds says itself until
 * when it is good.
 */
export const STATE_LIFETIME_MS = 24 * 60 * 60_000

const PERSIST_ATTEMPTS = 4

/**
 * Writes a state; null removes it. Tried again on failure, because what is written here (rotated tokens above all)
 * can't be had a second time.
 * @param expiry idle time in ms after which Botpress forgets the state
 */
export async function writeState<Name extends keyof States>(
  installation: Installation,
  ref: StateRef<Name>,
  payload: States[Name] | null,
  expiry?: number
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await statesOf(installation).setState({ ...address(installation, ref), payload, expiry })
      return
    } catch (thrown) {
      // Broken connections the client has tried several times already, which takes it seconds.
      if (!isApiError(thrown) || attempt === PERSIST_ATTEMPTS) throw thrown
      await sleep(200 * 2 ** attempt)
    }
  }
}

/** Sets the state unless it is set already; either way the payload that stands afterwards. Atomic at Botpress. */
export async function getOrSetState<Name extends keyof States>(
  installation: Installation,
  ref: StateRef<Name>,
  payload: States[Name],
  expiry: number
): Promise<States[Name]> {
  const { state } = await statesOf(installation).getOrSetState({ ...address(installation, ref), payload, expiry })
  return state.payload as States[Name] // as in readState
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
