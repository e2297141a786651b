import { actions } from './actions'
import { handleRequest } from './handler'
import { register } from './register'
import { runAction } from './run-action'
import * as bp from '.botpress'

const handlers = Object.entries(actions).map(([name, action]) => [
  name,
  ({ input, ...installation }: Parameters<bp.IntegrationProps['actions'][keyof bp.IntegrationProps['actions']]>[0]) =>
    runAction(name, action, installation, input),
])

export default new bp.Integration({
  register: ({ webhookUrl, ...installation }) => register(installation, webhookUrl),
  // Nothing to undo: a re-registration must find the rotated tokens again.
  unregister: async () => {},
  handler: ({ req, ...installation }) => handleRequest(installation, req),
  // The definition is made of the same actions, so the names match; each checks its own input and shapes its output.
  actions: Object.fromEntries(handlers) as bp.IntegrationProps['actions'],
  channels: {},
})
