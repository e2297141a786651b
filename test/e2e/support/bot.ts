/** One bot with the integration installed, called as Botpress calls it; whatever it answers is checked. */
import { expect } from 'vitest'
import {
  checkAgainstSchema,
  readDeployedDefinition,
  type ActionAnswer,
  type Installation,
  type IntegrationProcess,
} from '../../../sandbox/botpress'
import { seedIds } from '../../../sandbox/gohighlevel'
import { openPage, type Page } from './page'
import type { World } from './world'

export type Data = Record<string, unknown>

export type Outcome = {
  success: boolean
  message: string
  data?: Data
  error?: { status?: number; code?: string; traceId?: string; retryable: boolean; existingId?: string }
}

export type Ids = { botId?: string; integrationId?: string; webhookId?: string }

export type Bot = {
  readonly installation: Installation
  readonly startUrl: string
  /** The same installation in another process, or after another configuration was saved. */
  as(changes: { process?: IntegrationProcess; configuration?: Data }): Bot
  register(): Promise<void>
  /** What the bot builder reads when the configuration is refused. */
  registerRefused(): Promise<string>
  /** Calls the action. An output that the deployed schema does not allow fails the test. */
  act(name: string, input: Data): Promise<ActionAnswer>
  /** `data` of a success. */
  succeed(name: string, input: Data): Promise<Data>
  /** The outcome of an action that GoHighLevel, or the network, refused. */
  refuse(name: string, input: Data): Promise<Required<Pick<Outcome, 'message' | 'error'>>>
  /** The message of an error that the bot builder has to mend. */
  fail(name: string, input: Data): Promise<string>
  open(path: string, init?: RequestInit): Promise<Page>
  /** From the connect link over the consent page to the address that the browser is sent back to. */
  consent(choice?: string): Promise<string>
  /** The whole round of the connect link. */
  connect(choice?: string): Promise<Page>
  /** What the state `credentials` holds. */
  stored(): Data
}

/** Fails for whatever Botpress would refuse; the outcome of a call that was answered. */
async function checkAnswer(name: string, answer: ActionAnswer): Promise<Outcome | undefined> {
  const { actions } = await readDeployedDefinition()
  const schema = actions[name]?.output.schema ?? expect.fail(`There is no action ${name}`)
  if (answer.status !== 200) {
    // Botpress hides the message of anything but a RuntimeError.
    expect(answer.error, name).toMatchObject({ code: 400, type: 'Runtime' })
    return undefined
  }
  expect(checkAgainstSchema(schema, answer.output), `the output of ${name} fits its deployed schema`).toEqual([])
  const outcome = Object(answer.output) as Outcome // as the schema says, which was checked
  expect(outcome.message).not.toBe('')
  expect('error' in outcome, `${name}: an error exactly when it is no success`).toBe(!outcome.success)
  if (!outcome.success) expect(outcome).not.toHaveProperty('data')
  return outcome
}

/** Botpress checks inputs as well, so what a test gives must fit. */
async function checkInput(name: string, input: Data): Promise<void> {
  const { actions } = await readDeployedDefinition()
  const schema = actions[name]?.input.schema ?? expect.fail(`There is no action ${name}`)
  expect(checkAgainstSchema(schema, input), `the input of ${name} fits its deployed schema`).toEqual([])
}

export function createBot(world: World, process: IntegrationProcess, configuration: Data, ids: Ids): Bot {
  const { leaks, gateway, botpress } = world
  const { webhookId = crypto.randomUUID() } = ids
  const webhookUrl = `${gateway.url}/${webhookId}`
  const installation = process.install({ ...ids, webhookId, webhookUrl, configuration })
  const { botId, integrationId } = installation
  gateway.route(webhookId, installation)
  for (const name of ['accessToken', 'refreshToken', 'clientSecret'])
    leaks.addSecrets(String(configuration[name] ?? ''))
  leaks.addSecrets(Buffer.from(JSON.stringify(configuration)).toString('base64'))

  const call = async (name: string, input: Data) => {
    leaks.addPersonal(input)
    const answer = await installation.act(name, input)
    leaks.addShown(JSON.stringify(answer))
    const outcome = await checkAnswer(name, answer)
    leaks.addPersonal(outcome?.data)
    return { answer, outcome }
  }

  const register = async () => {
    const { status, body } = await installation.register()
    leaks.addShown(body)
    const message: unknown = Object(JSON.parse(body)).message
    return { status, message: typeof message === 'string' ? message : '' }
  }

  const bot: Bot = {
    installation,
    startUrl: `${webhookUrl}/oauth/start`,
    as: (changes) =>
      createBot(world, changes.process ?? process, changes.configuration ?? configuration, {
        botId,
        integrationId,
        webhookId,
      }),
    register: async () => {
      expect(await register()).toEqual({ status: 200, message: '' })
    },
    registerRefused: async () => {
      const { status, message } = await register()
      expect(status).toBe(400)
      return message
    },
    act: async (name, input) => (await call(name, input)).answer,
    succeed: async (name, input) => {
      await checkInput(name, input)
      const { answer, outcome } = await call(name, input)
      if (outcome?.success) return outcome.data ?? {}
      return expect.fail(`${name} did not succeed: ${JSON.stringify(outcome ?? answer.error)}`)
    },
    refuse: async (name, input) => {
      const { answer, outcome } = await call(name, input)
      if (outcome?.error) return { message: outcome.message, error: outcome.error }
      return expect.fail(`${name} was not refused: ${JSON.stringify(answer)}`)
    },
    fail: async (name, input) => {
      const { answer } = await call(name, input)
      return answer.error?.message ?? expect.fail(`${name} did not fail: ${JSON.stringify(answer)}`)
    },
    open: (path, init) => openPage(path.startsWith('http') ? path : webhookUrl + path, leaks, init),
    consent: async (choice = seedIds.location) => {
      const { status, location = '' } = await bot.open('/oauth/start')
      expect(status).toBe(302)
      expect(location.startsWith(`${world.ghl.consentUrl}/v2/oauth/chooselocation?`), location).toBe(true)
      const answer = await fetch(location, { redirect: 'manual', headers: { 'x-sandbox-approve': choice } })
      const back = answer.headers.get('location') ?? expect.fail(`The consent page answered ${answer.status}`)
      expect(back.startsWith(`${webhookUrl}/oauth?`), back).toBe(true)
      leaks.addSecrets(new URL(back).searchParams.get('code') ?? '')
      return back
    },
    connect: async (choice) => bot.open(await bot.consent(choice)),
    stored: () => botpress.getState(botId, 'integration', integrationId, 'credentials') ?? {},
  }
  return bot
}
