/** Botpress's state API in memory: one map that the clients of several processes may share. */
import { errorFrom } from '@botpress/client'
import { setImmediate as turn } from 'node:timers/promises'
import { states, type States } from '../../../src/states'
import { FakeChat } from './chat'

type Kept = { payload: unknown; expiry?: number | undefined; touchedAt: number }
type Address = { type: string; id: string; name: string }
type Write = Address & { payload: unknown; expiry?: number }
type Operation = 'getState' | 'setState' | 'getOrSetState'

/** What every process of the integration sees alike. What belongs to different bots never mixes. */
export class StateStore {
  private readonly kept = new Map<string, Kept>()
  private readonly chats = new Map<string, FakeChat>()

  /** Users, conversations and messages of a bot. */
  chatOf(botId: string): FakeChat {
    const chat = this.chats.get(botId) ?? new FakeChat()
    this.chats.set(botId, chat)
    return chat
  }

  peek(key: string): unknown {
    return this.kept.get(key)?.payload
  }

  /** A read prolongs the life of a state, as at Botpress, where expiry counts idle time. */
  get(key: string): Kept | undefined {
    const found = this.kept.get(key)
    if (!found) return undefined
    if (found.expiry !== undefined && Date.now() - found.touchedAt > found.expiry) {
      this.kept.delete(key)
      return undefined
    }
    found.touchedAt = Date.now()
    return found
  }

  set(key: string, payload: unknown, expiry?: number): void {
    if (payload === null) this.kept.delete(key)
    else this.kept.set(key, { payload: structuredClone(payload), expiry, touchedAt: Date.now() })
  }
}

const apiError = (code: number, type: string, message: string) => errorFrom({ code, type, message, id: 'err_fake' })

const isStateName = (name: string): name is keyof States => name in states

type StateFault = {
  operation: Operation
  name: keyof States
  times: number
  kind: 'fail' | 'hang' | 'fail after' | number
}

/** One process's client for one bot. */
export class StateClient {
  /** Every call made through this client, in order. */
  readonly calls: { operation: Operation; name: string; payload?: unknown }[] = []
  private readonly faults: StateFault[] = []

  constructor(
    readonly store: StateStore,
    private readonly owner: { botId: string; integrationId: string }
  ) {}

  /** @param conversationId for a state that belongs to a conversation rather than the installation */
  private key(name: string, conversationId?: string): string {
    return JSON.stringify([this.owner.botId, conversationId ?? this.owner.integrationId, name])
  }

  /** What is stored now, without counting as a read. */
  stored<Name extends keyof States>(name: Name, conversationId?: string): States[Name] | undefined {
    return this.store.peek(this.key(name, conversationId)) as States[Name] | undefined // checked when it was written
  }

  /** Puts a state there as if another process had written it. */
  put<Name extends keyof States>(name: Name, payload: States[Name] | null, expiry?: number): void {
    this.store.set(this.key(name), payload, expiry)
  }

  /** The same for a state of a conversation. */
  putIn<Name extends keyof States>(conversationId: string, name: Name, payload: States[Name] | null): void {
    this.store.set(this.key(name, conversationId), payload)
  }

  /** The next calls fail without effect. */
  fail(operation: Operation, name: keyof States, times = Infinity): void {
    this.faults.push({ operation, name, times, kind: 'fail' })
  }

  /** The next calls take effect, but the answer gets lost. */
  failAfter(operation: Operation, name: keyof States, times = Infinity): void {
    this.faults.push({ operation, name, times, kind: 'fail after' })
  }

  /** Calls neither take effect nor return: this process is as good as dead. */
  hang(operation: Operation, name: keyof States): void {
    this.faults.push({ operation, name, times: Infinity, kind: 'hang' })
  }

  /** Calls take this much longer on their way to Botpress. */
  slow(operation: Operation, name: keyof States, ms: number): void {
    this.faults.push({ operation, name, times: Infinity, kind: ms })
  }

  count(operation: Operation, name: keyof States): number {
    return this.calls.filter((call) => call.operation === operation && call.name === name).length
  }

  readonly getState = (address: Address) =>
    this.perform('getState', address, undefined, (key) => {
      const found = this.store.get(key)
      if (!found) throw apiError(404, 'ResourceNotFound', `State "${address.name}" does not exist`)
      return found.payload
    })

  readonly setState = ({ payload, expiry, ...address }: Write) =>
    this.perform('setState', address, payload, (key) => {
      this.store.set(key, payload, expiry)
      return payload
    })

  readonly getOrSetState = ({ payload, expiry, ...address }: Write) =>
    this.perform('getOrSetState', address, payload, (key) => {
      if (!this.store.get(key)) this.store.set(key, payload, expiry)
      return this.store.get(key)?.payload
    })

  private async perform(operation: Operation, address: Address, payload: unknown, act: (key: string) => unknown) {
    const { type, id, name } = address
    this.calls.push({ operation, name, payload })
    await turn() // the way to Botpress
    if (
      !isStateName(name) ||
      type !== states[name].type ||
      (type === 'integration') !== (id === this.owner.integrationId)
    ) {
      throw apiError(400, 'InvalidPayload', 'No such state')
    }
    const faulty = this.faults.find((fault) => fault.operation === operation && fault.name === name && fault.times > 0)
    if (faulty) faulty.times--
    const late = faulty?.kind
    if (typeof late === 'number') await new Promise((resolve) => void setTimeout(resolve, late))
    if (faulty?.kind === 'hang') return new Promise<never>(() => undefined)
    if (faulty?.kind === 'fail') throw apiError(500, 'Internal', 'Botpress is out of order')
    if (operation !== 'getState' && payload !== null && !states[name].schema.strict().safeParse(payload).success) {
      throw apiError(400, 'InvalidPayload', `The payload does not fit the schema of "${name}"`)
    }
    const found = structuredClone(act(this.key(name, type === 'conversation' ? id : undefined)))
    await turn() // and back
    if (faulty?.kind === 'fail after') throw apiError(500, 'Internal', 'Botpress is out of order')
    return { state: { payload: found }, meta: { cached: false } }
  }
}
