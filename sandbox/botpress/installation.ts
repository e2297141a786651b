import { randomUUID } from 'node:crypto'
import type { Agent } from 'node:http'
import { postToBundle, type BundleResponse } from './bundle-client'

export type InstallOptions = {
  /** Fresh ones unless given. */
  botId?: string
  integrationId?: string
  webhookId?: string
  configuration: Record<string, unknown>
  webhookUrl: string
}

export type BundleAnswer = { status: number; body: string }

export type ActionAnswer = {
  status: number
  output?: unknown
  error?: { code: number; type: string; message: string }
}

export type WebhookRequest = {
  method: string
  path: string
  /** Without the question mark. */
  query?: string
  headers?: Record<string, string>
  body?: string
}

export type WebhookAnswer = BundleResponse

/** What a channel's handler gets; Botpress sends whole objects, so any further fields pass. */
export type BotMessage = {
  type: string
  payload: Record<string, unknown>
  conversation: { id: string; channel: string; tags: Record<string, string> }
  message: { id: string; tags: Record<string, string> }
  user: { id: string; tags: Record<string, string> }
}

/** One bot's installation of the integration, called as Botpress calls it. */
export type Installation = {
  readonly botId: string
  readonly botUserId: string
  readonly integrationId: string
  readonly webhookId: string
  readonly webhookUrl: string
  readonly configuration: Record<string, unknown>
  register(): Promise<BundleAnswer>
  unregister(): Promise<BundleAnswer>
  act(type: string, input: object): Promise<ActionAnswer>
  webhook(req: WebhookRequest): Promise<WebhookAnswer>
  message(message: BotMessage): Promise<BundleAnswer>
  ping(): Promise<BundleAnswer>
}

export function createInstallation(url: string, agent: Agent, options: InstallOptions): Installation {
  const { configuration, webhookUrl } = options
  const { botId = randomUUID(), integrationId = randomUUID(), webhookId = randomUUID() } = options
  const botUserId = randomUUID()
  const headers = {
    'x-bot-id': botId,
    'x-bot-user-id': botUserId,
    'x-integration-id': integrationId,
    'x-webhook-id': webhookId,
    'x-bp-configuration': Buffer.from(JSON.stringify(configuration)).toString('base64'),
  }
  const call = (operation: string, body: unknown): Promise<BundleResponse> =>
    postToBundle(url, agent, { ...headers, 'x-bp-operation': operation }, body)
  const callBriefly = async (operation: string, content: unknown): Promise<BundleAnswer> => {
    const { status, body } = await call(operation, content)
    return { status, body }
  }

  return {
    botId,
    botUserId,
    integrationId,
    webhookId,
    webhookUrl,
    configuration,
    register: () => callBriefly('register', { webhookUrl }),
    unregister: () => callBriefly('unregister', { webhookUrl }),
    act: async (type, input) => readActionAnswer(await call('action_triggered', { type, input })),
    webhook: ({ query = '', headers: sent = {}, ...req }) =>
      call('webhook_received', { req: { ...req, query, headers: lowerCaseNames(sent) } }),
    message: (message) => callBriefly('message_created', message),
    ping: () => callBriefly('ping', {}),
  }
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function readActionAnswer({ status, body }: BundleResponse): ActionAnswer {
  const parsed = parseObject(body)
  if (status === 200) return { status, output: parsed.output }
  const { code, type, message } = parsed
  return {
    status,
    error: {
      code: typeof code === 'number' ? code : status,
      type: typeof type === 'string' ? type : 'Unknown',
      message: typeof message === 'string' ? message : body,
    },
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}
