import { randomUUID } from 'node:crypto'
import type { JsonObject } from './records'

export const stateTypes = ['conversation', 'user', 'bot', 'integration', 'task', 'workflow'] as const

export type StateType = (typeof stateTypes)[number]

export type StateAddress = { type: StateType; id: string; name: string }

export type State = StateAddress & { stateId: string; createdAt: string; updatedAt: string; payload: JsonObject }

type StoredState = State & { expiry: number | undefined; touchedAt: number }

/**
 * The states of one bot. An expiry counts idle time, as at Botpress: every read and every write starts it anew, so
 * that a state which is polled never expires. Nothing here waits, which is what makes get-or-set atomic.
 */
export class StateStore {
  private readonly states = new Map<string, StoredState>()

  /** The state, whose life this prolongs, or undefined when there is none (any more). */
  get(address: StateAddress): State | undefined {
    const found = this.find(address)
    if (found) found.touchedAt = Date.now()
    return found
  }

  /** The payload as it is now. Not a read: the state expires as if nobody had looked. */
  peek(address: StateAddress): JsonObject | undefined {
    return structuredClone(this.find(address)?.payload)
  }

  /** Replaces payload and expiry; without an expiry it lives for ever, whatever it had before. */
  set(address: StateAddress, payload: JsonObject, expiry?: number): State {
    const now = new Date()
    const found = this.find(address)
    const state = {
      ...address,
      stateId: found?.stateId ?? `state_${randomUUID()}`,
      createdAt: found?.createdAt ?? now.toISOString(),
      updatedAt: now.toISOString(),
      payload: structuredClone(payload),
      expiry,
      touchedAt: now.getTime(),
    }
    this.states.set(createKey(address), state)
    return state
  }

  getOrSet(address: StateAddress, payload: JsonObject, expiry?: number): State {
    return this.get(address) ?? this.set(address, payload, expiry)
  }

  /** Merges the payload's top level into the state, whose expiry stays; undefined when there is none. */
  patch(address: StateAddress, payload: JsonObject): State | undefined {
    const found = this.find(address)
    return found && this.set(address, { ...found.payload, ...payload }, found.expiry)
  }

  delete(address: StateAddress): State | undefined {
    const found = this.find(address)
    this.states.delete(createKey(address))
    return found
  }

  /** Every state that has not expired. */
  list(): State[] {
    return [...this.states.values()].filter((state) => !hasExpired(state))
  }

  private find(address: StateAddress): StoredState | undefined {
    const key = createKey(address)
    const found = this.states.get(key)
    if (!found || !hasExpired(found)) return found
    this.states.delete(key)
    return undefined
  }
}

function createKey({ type, id, name }: StateAddress): string {
  return JSON.stringify([type, id, name])
}

function hasExpired({ expiry, touchedAt }: StoredState): boolean {
  return expiry !== undefined && Date.now() - touchedAt >= expiry
}
