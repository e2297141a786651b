/** Everything that `npm start` runs beside the integration: GoHighLevel, Botpress, and the webhook address. */
import { startBotpressApi, startIntegration, startWebhookGateway, type Installation } from '../sandbox/botpress'
import { seedIds, startGoHighLevel, type GoHighLevelSandbox } from '../sandbox/gohighlevel'
import { holdDialogue, type Turn } from './dialogue'
import type { Memory } from './step'

export type Stage = {
  /** True when it talks to the real GoHighLevel. */
  isReal: boolean
  /** What GoHighLevel was asked, oldest first; always empty for the real one. */
  requests: { method: string; path: string; status: number }[]
  memory: Memory
  addresses: Record<string, string>
  /** The events that have reached the bot so far, once all webhooks under way have been answered. */
  events(): Promise<{ type: string }[]>
  /** A contact and a bot talk; only in the sandbox, where nobody is bothered. */
  dialogue(installation: Installation): Promise<Turn[]>
  /** Installs the integration and connects it. */
  connect(): Promise<Installation>
  close(): Promise<void>
}

/** The run makes more calls than GoHighLevel takes within 10 s, and would wait for the rest of them. */
const NO_WAITING = { max: 1_000, intervalMs: 10_000, daily: 200_000 }

/** The configuration from .env, or undefined when there is none and the sandbox is wanted. */
function readRealConfiguration(): Record<string, string> | undefined {
  const { GHL_ACCESS_TOKEN, GHL_REFRESH_TOKEN, GHL_CLIENT_ID, GHL_CLIENT_SECRET, GHL_LOCATION_ID } = process.env
  if (!GHL_ACCESS_TOKEN) return undefined
  const configuration = {
    accessToken: GHL_ACCESS_TOKEN,
    refreshToken: GHL_REFRESH_TOKEN,
    clientId: GHL_CLIENT_ID,
    clientSecret: GHL_CLIENT_SECRET,
    locationId: GHL_LOCATION_ID,
  }
  return Object.fromEntries(Object.entries(configuration).filter((entry): entry is [string, string] => !!entry[1]))
}

/** Follows the consent as a browser would: start page → consent page → callback. */
async function followConsent(startUrl: string): Promise<void> {
  let url = startUrl
  for (let hop = 0; hop < 5; hop++) {
    const answer = await fetch(url, { redirect: 'manual', headers: { 'x-sandbox-approve': seedIds.location } })
    const location = answer.headers.get('location')
    if (!location) {
      if (answer.ok) return
      throw new Error(`Connecting failed with status ${answer.status} at ${new URL(url).pathname}`)
    }
    url = new URL(location, url).toString()
  }
  throw new Error('Connecting failed: too many redirects')
}

/** What the steps need to be there already. */
function seedMemory(ghl: GoHighLevelSandbox): Memory {
  const { location, business, secondContact, secondConversation } = seedIds
  ghl.conversations.receive(secondContact, { type: 'Live_Chat', body: 'Is anybody there?' })
  return {
    locationId: location,
    businessId: business,
    chatConversationId: secondConversation,
    fileUrl: ghl.addFile({ name: 'prices.txt', contentType: 'text/plain', content: 'Consultation: free' }),
  }
}

/** Starts everything on free loopback ports. */
export async function openStage(): Promise<Stage> {
  const real = readRealConfiguration()
  const ghl: GoHighLevelSandbox | undefined = real ? undefined : await startGoHighLevel({ rateLimit: NO_WAITING })
  const botpress = await startBotpressApi()
  const gateway = await startWebhookGateway()
  const integration = await startIntegration({
    botpressUrl: botpress.url,
    ...(ghl && { env: { GHL_API_URL: ghl.apiUrl, GHL_CONSENT_URL: ghl.consentUrl } }),
  })

  const install = async (configuration: Record<string, unknown>) => {
    const webhookId = crypto.randomUUID()
    const webhookUrl = `${gateway.url}/${webhookId}`
    const installation = integration.install({ webhookId, webhookUrl, configuration })
    gateway.route(webhookId, installation)
    if (ghl) ghl.webhooks.url = webhookUrl
    const { status, body } = await installation.register()
    if (status !== 200) throw new Error(`Registering failed with status ${status}: ${body}`)
    return { installation, webhookUrl }
  }

  return {
    isReal: real !== undefined,
    requests: ghl?.requests ?? [],
    memory: ghl ? seedMemory(ghl) : { locationId: real?.locationId ?? '' },
    addresses: {
      ...(ghl && { GoHighLevel: ghl.apiUrl }),
      'Botpress API': botpress.url,
      Integration: integration.url,
      'Webhook gateway': gateway.url,
    },
    events: async () => {
      await ghl?.webhooks.idle()
      return [...botpress.bots.values()].flatMap(({ events }) => [...events.values()])
    },
    dialogue: async (installation) => (ghl ? holdDialogue(ghl, botpress, installation) : []),
    connect: async () => {
      if (real) return (await install(real)).installation
      const { clientId, clientSecret, webhooks } = ghl ?? {}
      const { installation, webhookUrl } = await install({
        clientId,
        clientSecret,
        webhookPublicKey: webhooks?.publicKey,
        legacyWebhookPublicKey: webhooks?.legacyPublicKey,
      })
      console.log(`Connecting by ${webhookUrl}/oauth/start …`)
      await followConsent(`${webhookUrl}/oauth/start`)
      return installation
    },
    close: async () => {
      await integration.close()
      await gateway.close()
      await botpress.close()
      await ghl?.close()
    },
  }
}
