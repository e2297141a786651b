/** Fake installations: what Botpress hands to every operation, with random ids and states in memory. */
import { randomUUID } from 'node:crypto'
import { configuredSeed } from '../../../src/ghl/credentials/store'
import type { Installation } from '../../../src/ghl/installation'
import type { Credentials } from '../../../src/states'
import type { FakeChat } from './chat'
import { fakePrivateToken, hearLog, secret } from './secrets'
import { StateClient, StateStore } from './states'

export type Configuration = Installation['ctx']['configuration']

type Ids = { botId: string; integrationId: string; webhookId: string }

export type FakeInstallation = Installation & {
  readonly states: StateClient
  /** The bot's users, conversations and messages. */
  readonly chat: FakeChat
  /** The bot's log: "level text". */
  readonly lines: string[]
  readonly webhookUrl: string
  readonly ids: Ids
}

export type Options = {
  configuration?: Configuration
  /** Stored as if taken over from the configuration earlier; missing fields are made up. */
  credentials?: Partial<Credentials>
  store?: StateStore
  ids?: Partial<Ids>
  /** False before the first registration. */
  registered?: boolean
}

/** Client id and secret, both fake. */
export const fakeApp = (): { clientId: string; clientSecret: string } => ({
  clientId: `fakeapp${randomUUID().slice(0, 8)}-fakeclient`,
  clientSecret: secret('client-secret'),
})

/** A Private Integration Token with its location. */
export const fakePrivate = (): { accessToken: string; locationId: string } => ({
  accessToken: fakePrivateToken(),
  locationId: 'fakelocation',
})

function fakeLogger(lines: string[]): Installation['logger'] {
  const write =
    (level: string) =>
    (...parts: unknown[]) => {
      hearLog(...parts)
      lines.push([level, ...parts.map(String)].join(' '))
    }
  const log = { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') }
  return { forBot: () => log }
}

const configureIntegration = async () => ({})

function build(configuration: Configuration, ids: Ids, store: StateStore): FakeInstallation {
  const states = new StateClient(store, ids)
  const lines: string[] = []
  const { getState, setState, getOrSetState } = states
  const chat = store.chatOf(ids.botId)
  const ctx = {
    ...ids,
    botUserId: `fakeuser-${ids.botId}`,
    operation: 'action_triggered',
    type: 'action_triggered',
    configurationType: null,
    configuration,
  }
  return {
    // The few parts of context and client that the integration uses.
    ctx: ctx as unknown as Installation['ctx'],
    client: { ...chat, getState, setState, getOrSetState, configureIntegration } as unknown as Installation['client'],
    logger: fakeLogger(lines),
    states,
    chat,
    lines,
    webhookUrl: `https://webhook.botpress.example/${ids.webhookId}`,
    ids,
  }
}

/** An installation that no other test knows: credentials are cached per installation for the life of the process. */
export function freshInstallation(options: Options = {}): FakeInstallation {
  const { configuration = {}, credentials, store = new StateStore(), registered = true } = options
  const ids = {
    botId: `fakebot-${randomUUID()}`,
    integrationId: `fakeint-${randomUUID()}`,
    webhookId: `fakehook-${randomUUID()}`,
    ...options.ids,
  }
  const fake = build(configuration, ids, store)
  if (registered) fake.states.put('installation', { webhookUrl: fake.webhookUrl })
  if (credentials) fake.states.put('credentials', credentialsOf(fake, credentials))
  return fake
}

/** Credentials as they are stored, valid for a day unless told otherwise. */
export const credentialsOf = (installation: Installation, credentials: Partial<Credentials> = {}): Credentials => ({
  accessToken: secret('access'),
  refreshToken: secret('refresh'),
  expiresAt: Date.now() + 86_399_000,
  locationId: 'fakelocation',
  seed: configuredSeed(installation),
  ...credentials,
})

/** The same installation as another operation or process sees it: same states, a client and a log of its own. */
export const again = (fake: FakeInstallation, configuration?: Configuration): FakeInstallation =>
  build(configuration ?? fake.ctx.configuration, fake.ids, fake.states.store)
