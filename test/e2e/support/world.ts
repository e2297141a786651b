/** The built bundle in processes of its own, between a GoHighLevel and a Botpress that live in memory. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import {
  readDeployedDefinition,
  startBotpressApi,
  startIntegration,
  startWebhookGateway,
  type BotpressApi,
  type IntegrationProcess,
  type WebhookGateway,
} from '../../../sandbox/botpress'
import {
  startGoHighLevel,
  type GoHighLevelSandbox,
  type IssueOptions,
  type RateLimit,
} from '../../../sandbox/gohighlevel'
import { createBot, type Bot, type Data, type Ids } from './bot'
import { Leaks } from './leaks'

export type WorldOptions = { rateLimit?: RateLimit }

export type World = {
  readonly ghl: GoHighLevelSandbox
  readonly botpress: BotpressApi
  readonly gateway: WebhookGateway
  readonly leaks: Leaks
  startProcess(): Promise<IntegrationProcess>
  /** A new bot in the first process unless told otherwise; nothing is registered yet. */
  install(configuration: Data, ids?: Ids & { process?: IntegrationProcess }): Bot
  /** A registered bot that works with a fresh pair of tokens. */
  installConnected(tokens?: IssueOptions, ids?: Ids): Promise<Bot>
  /** Client id and secret, as the bot builder fills them in. */
  readonly app: { clientId: string; clientSecret: string }
  /** What GoHighLevel was asked since the last `forget`, as "METHOD /path". */
  asked(): string[]
  /** Every log line of every process. */
  logs(): string[]
  /** Forgets requests and faults of both sides; data, tokens and states stay. */
  forget(): void
  /** Fails when anything was logged or shown that must not be: since the last check, or ever. */
  checkLeaks(when: 'since' | 'ever'): void
  close(): Promise<void>
}

/** Wide enough never to be met by chance. */
const PLENTY: RateLimit = { max: 100_000, intervalMs: 10_000, daily: 200_000 }

export async function openWorld({ rateLimit = PLENTY }: WorldOptions = {}): Promise<World> {
  const [ghl, botpress, gateway, { actions }] = await Promise.all([
    startGoHighLevel({ rateLimit }),
    startBotpressApi(),
    startWebhookGateway(),
    readDeployedDefinition(),
  ])
  const leaks = new Leaks(actions)
  const processes: IntegrationProcess[] = []
  const env = { GHL_API_URL: ghl.apiUrl, GHL_CONSENT_URL: ghl.consentUrl }
  const startProcess = async () => {
    const process = await startIntegration({ botpressUrl: botpress.url, env })
    processes.push(process)
    return process
  }
  const first = await startProcess()
  const { clientId, clientSecret } = ghl
  const learn = () => leaks.learn(ghl.requests, botpress.requests)

  const world: World = {
    ghl,
    botpress,
    gateway,
    leaks,
    startProcess,
    app: { clientId, clientSecret },
    install: (configuration, { process = first, ...ids } = {}) => createBot(world, process, configuration, ids),
    installConnected: async (tokens = {}, ids = {}) => {
      const issued = ghl.issueTokens(tokens)
      const { access_token: accessToken, refresh_token: refreshToken, locationId } = issued
      const bot = world.install({ clientId, clientSecret, accessToken, refreshToken, locationId }, ids)
      await bot.register()
      world.forget()
      return bot
    },
    asked: () => ghl.requests.map(({ method, path }) => `${method} ${path}`),
    logs: () => processes.flatMap(({ logs }) => logs),
    forget: () => {
      learn()
      ghl.reset()
      botpress.reset()
    },
    checkLeaks: (when) => {
      learn()
      const logs = processes.map((process) => process.logs)
      expect(when === 'ever' ? leaks.find(logs.flat()) : leaks.findNew(logs)).toEqual([])
    },
    close: async () => {
      await Promise.all(processes.map((process) => process.close()))
      await Promise.all([gateway.close(), botpress.close(), ghl.close()])
    },
  }
  return world
}

/** The world of the running test. */
export let world: World

/** One world for all tests of a file or a `describe`; its data stays from test to test, as in a real account. */
export function useWorld(options?: WorldOptions): void {
  beforeAll(async () => {
    world = await openWorld(options)
  })
  beforeEach(() => world.forget())
  afterEach(() => world.checkLeaks('since'))
  afterAll(async () => {
    await world.close()
    // The last lines come in when the processes have ended.
    world.checkLeaks('ever')
  })
}

/** A world of its own for one test, for tests that run at the same time. */
export async function inWorld(options: WorldOptions, test: (own: World) => Promise<void>): Promise<void> {
  const own = await openWorld(options)
  try {
    await test(own)
  } finally {
    await own.close()
  }
  own.checkLeaks('ever')
}
