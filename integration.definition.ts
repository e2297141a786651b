import { IntegrationDefinition } from '@botpress/sdk'
import { definitionsOf } from './src/actions/action'
import { actions } from './src/actions'
import { configuration } from './src/configuration'
import { events, workflowWebhookReceived } from './src/events'
import { eventDefinitionsOf } from './src/events/event'
import { states } from './src/states'

export default new IntegrationDefinition({
  name: 'gohighlevel',
  title: 'GoHighLevel',
  description:
    'Work with the contacts, opportunities, orders and appointments of a GoHighLevel location from your bot.',
  version: '1.0.0',
  readme: 'hub.md',
  icon: 'icon.svg',
  configuration: {
    schema: configuration,
    identifier: { required: false, linkTemplateScript: 'linkTemplate.vrl' },
  },
  states,
  actions: definitionsOf(actions),
  events: { ...eventDefinitionsOf(events), workflowWebhookReceived },
})
