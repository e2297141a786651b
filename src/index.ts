import { actions } from './actions'
import { CHANNEL, channels } from './channels/channel'
import { sendMessage, type Outgoing } from './channels/outbound'
import { handleRequest } from './handler'
import { register } from './register'
import { runAction } from './run-action'
import * as bp from '.botpress'

const handlers = Object.entries(actions).map(([name, action]) => [
  name,
  ({ input, ...installation }: Parameters<bp.IntegrationProps['actions'][keyof bp.IntegrationProps['actions']]>[0]) =>
    runAction(name, action, installation, input),
])

type MessageHandlers = bp.IntegrationProps['channels'][typeof CHANNEL]['messages']

const messageHandlers = Object.keys(channels[CHANNEL].messages).map((type) => [
  type,
  ({ payload, conversation, message, ack, ...installation }: Parameters<MessageHandlers['text']>[0]) =>
    // Every type is handled alike, and rendered by its name.
    sendMessage(installation, { type, payload, conversation, message, ack } as unknown as Outgoing),
])

export default new bp.Integration({
  register: ({ webhookUrl, ...installation }) => register(installation, webhookUrl),
  // Nothing to undo: a re-registration must find the rotated tokens again.
  unregister: async () => {},
  handler: ({ req, ...installation }) => handleRequest(installation, req),
  // The definition is made of the same actions, so the names match; each checks its own input and shapes its output.
  actions: Object.fromEntries(handlers) as bp.IntegrationProps['actions'],
  // As with the actions: one handler for each type of message that the definition has.
  channels: { [CHANNEL]: { messages: Object.fromEntries(messageHandlers) as MessageHandlers } },
})
