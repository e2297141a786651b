import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { WebhookAnswer, WebhookRequest } from './installation'
import { listen, type ListenOptions } from '../server'

/** An installation, or whatever else takes webhooks: several processes in turn, for instance. */
export type WebhookReceiver = { webhook(req: WebhookRequest): Promise<WebhookAnswer> }

export type WebhookGateway = {
  readonly url: string
  /** Sends what comes to `{url}/{webhookId}` to the receiver; a later one takes its place. */
  route(webhookId: string, receiver: WebhookReceiver): void
  close(): Promise<void>
}

/** These belong to one connection, not to the message. */
const connectionHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-length']

const statusesWithoutBody = [204, 205, 304]

/** Starts a stand-in for webhook.botpress.cloud. */
export async function startWebhookGateway(options: ListenOptions = {}): Promise<WebhookGateway> {
  const receivers = new Map<string, WebhookReceiver>()
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('*', async (c) => {
    // From the wire: a parsed URL would have normalised the path.
    const [wirePath = '', ...queryParts] = (c.env.incoming.url ?? '').split('?')
    const [, webhookId = '', ...segments] = wirePath.split('/')
    const receiver = receivers.get(webhookId)
    if (!receiver) return c.text('Unknown webhook', 404)
    const body = await c.req.text()
    const request = {
      method: c.req.method,
      path: `/${segments.join('/')}`,
      query: queryParts.join('?'),
      headers: c.req.header(),
      ...(body !== '' && { body }),
    }
    try {
      return createResponse(await receiver.webhook(request))
    } catch (thrown) {
      return c.text(`The integration did not answer: ${thrown instanceof Error ? thrown.message : thrown}`, 502)
    }
  })
  const server = await listen(app.fetch, options)
  return { ...server, route: (webhookId, receiver) => void receivers.set(webhookId, receiver) }
}

function createResponse({ status, headers, body }: WebhookAnswer): Response {
  const passedOn = Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name))
  return new Response(statusesWithoutBody.includes(status) ? null : body, { status, headers: passedOn })
}
