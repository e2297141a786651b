/** What the consent flow must remember between two requests, which may reach different processes. */
import { randomBytes } from 'node:crypto'
import type { Agency, States } from '../states'
import { isSameSecret } from '../same-secret'
import { readState, STATE_LIFETIME_MS, writeState, type Installation } from '../ghl/installation'

/** How long a consent page, or the choice of a location, may stay open, in ms. */
const LIFETIME_MS = 10 * 60_000
/** Several tabs may be open at once; the oldest are forgotten. */
const MAX_PENDING = 5

const isAlive = ({ expiresAt }: { expiresAt: number }): boolean => expiresAt > Date.now()

async function readFlow(installation: Installation): Promise<States['oauthFlow']> {
  const { pending = [], choice } = (await readState(installation, 'oauthFlow')) ?? {}
  return { pending: pending.filter(isAlive), ...(choice && isAlive(choice) && { choice }) }
}

const writeFlow = (installation: Installation, flow: States['oauthFlow']): Promise<void> =>
  writeState(installation, 'oauthFlow', flow, STATE_LIFETIME_MS)

/** A fresh `state` value, good for one return within 10 minutes. */
export async function beginConsent(installation: Installation): Promise<string> {
  const flow = await readFlow(installation)
  const state = randomBytes(24).toString('base64url')
  const pending = [...flow.pending, { state, expiresAt: Date.now() + LIFETIME_MS }].slice(-MAX_PENDING)
  await writeFlow(installation, { ...flow, pending })
  return state
}

/** True once for each `state` that was begun and has not expired. */
export async function finishConsent(installation: Installation, state: string): Promise<boolean> {
  const flow = await readFlow(installation)
  const others = flow.pending.filter((begun) => !isSameSecret(begun.state, state))
  if (others.length === flow.pending.length) return false
  await writeFlow(installation, { ...flow, pending: others })
  return true
}

/** Keeps the agency's token until its user has chosen a location; gives back the ticket for the choice. */
export async function beginChoice(installation: Installation, agency: Agency): Promise<string> {
  const ticket = randomBytes(24).toString('base64url')
  const flow = await readFlow(installation)
  await writeFlow(installation, { ...flow, choice: { ticket, agency, expiresAt: Date.now() + LIFETIME_MS } })
  return ticket
}

/** The agency whose choice the ticket stands for; undefined when there is none or it has expired. */
export async function readChoice(installation: Installation, ticket: string): Promise<Agency | undefined> {
  const { choice } = await readFlow(installation)
  return choice && isSameSecret(choice.ticket, ticket) ? choice.agency : undefined
}

/** Forgets the agency's token, which is stored with the connection by now. */
export async function endChoice(installation: Installation): Promise<void> {
  const { pending } = await readFlow(installation)
  await writeFlow(installation, { pending })
}
