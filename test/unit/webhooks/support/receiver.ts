/** A connected installation whose bot takes events. */
import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { errorFrom } from '@botpress/client'
import { vi } from 'vitest'
import { handleRequest } from '../../../../src/handler'
import { again, fakeApp, freshInstallation, type FakeInstallation, type Options } from '../../support/installation'
import { privateText } from '../../support/secrets'
import { keys } from './keys'

export type Created = { type: string; payload: Record<string, unknown> }

/** What Botpress does with events, for all processes of one installation. */
export class Bot {
  /** What it took, in order. */
  readonly created: Created[] = []
  attempts = 0
  /** Told the number of the attempt, from 1. */
  isDown: (attempt: number) => boolean = () => false
  /** How long it takes for one. */
  takesMs = 0

  readonly createEvent = async ({ type, payload }: Created) => {
    const attempt = ++this.attempts
    await turn()
    if (this.takesMs > 0) await new Promise((resolve) => void setTimeout(resolve, this.takesMs))
    if (this.isDown(attempt)) {
      throw errorFrom({ code: 500, type: 'Internal', message: 'Botpress is out of order', id: 'err_fake' })
    }
    this.created.push({ type, payload: structuredClone(payload) })
    return { event: { id: randomUUID() } }
  }

  /** How often each webhook has created its event, by webhookId. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { payload } of this.created) {
      const id = String(payload.webhookId)
      counts[id] = (counts[id] ?? 0) + 1
    }
    return counts
  }
}

export type Receiver = FakeInstallation & { readonly bot: Bot }

export const LOCATION = 'fakelocation'
export const COMPANY = 'fakecompany'

const withBot = (fake: FakeInstallation, bot: Bot): Receiver => ({
  ...fake,
  client: Object.assign(fake.client, { createEvent: bot.createEvent }),
  bot,
})

/** An app with test keys, connected to LOCATION of COMPANY. */
export function receiver(options: Options = {}): Receiver {
  const configuration = { ...fakeApp(), ...keys.configuration, ...options.configuration }
  const credentials = { locationId: LOCATION, companyId: COMPANY, ...options.credentials }
  return withBot(freshInstallation({ ...options, configuration, credentials }), new Bot())
}

/** The same, not connected. */
export const unconnectedReceiver = (): Receiver =>
  withBot(freshInstallation({ configuration: { ...fakeApp(), ...keys.configuration } }), new Bot())

/** The installation as another operation or process sees it, with another configuration where one is given. */
export const sameReceiver = (one: Receiver, configuration?: Options['configuration']): Receiver =>
  withBot(again(one, configuration && { ...one.ctx.configuration, ...configuration }), one.bot)

export const appIdOf = (one: FakeInstallation): string => String(one.ctx.configuration.clientId).replace(/-.*$/, '')

/** What GoHighLevel adds to every webhook. */
export const envelope = (one: FakeInstallation) => ({
  locationId: LOCATION,
  appId: appIdOf(one),
  versionId: appIdOf(one),
  timestamp: new Date().toISOString(),
  webhookId: randomUUID(),
})

/** A ContactCreate that belongs to the receiver's location. */
export const contactCreate = (one: FakeInstallation, fields: Record<string, unknown> = {}) => ({
  type: 'ContactCreate',
  ...envelope(one),
  id: privateText('contact'),
  firstName: privateText('name'),
  ...fields,
})

export type Handle = typeof handleRequest

/** A process of its own: what it remembers is not that of the others. */
export async function startHandler(): Promise<Handle> {
  vi.resetModules()
  return (await import('../../../../src/handler')).handleRequest
}

/** Sends it until it is answered 2xx, as GoHighLevel does: up to 12 times more. Gives back every status. */
export async function deliver(send: () => ReturnType<Handle>): Promise<number[]> {
  const statuses: number[] = []
  for (let attempt = 0; attempt <= 12; attempt++) {
    const { status } = await send()
    statuses.push(status)
    if (status >= 200 && status < 300) break
  }
  return statuses
}
