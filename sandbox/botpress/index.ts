/** Development only: what Botpress Cloud does around the integration, on loopback. */
export { startBotpressApi, type BotpressApi, type BotpressApiOptions } from './api'
export type { BotData } from './bot-data'
export { checkAgainstSchema, readDeployedDefinition, type DeployedDefinition, type JsonSchema } from './definition'
export type { ActionAnswer, BundleAnswer, Installation, InstallOptions, WebhookAnswer } from './installation'
export {
  startIntegration,
  type IntegrationOptions,
  type IntegrationProcess,
  type MemoryUsage,
} from './integration-process'
export type { Conversation, Event, Message, RecordedRequest, Tags, User } from './records'
export { handOver, runBot, speak, type RunningBot, type Said, type Utterance } from './speech'
export type { StateType } from './state-store'
export { startWebhookGateway, type WebhookGateway, type WebhookReceiver } from './webhook-gateway'
