import { IntegrationDefinition } from '@botpress/sdk'
import { definitionsOf } from './src/actions/action'
import { actions } from './src/actions'
import { channels, user } from './src/channels/channel'
import { configuration } from './src/configuration'
import { events } from './src/events'
import { eventDefinitionsOf } from './src/events/event'
import { ownEvents } from './src/events/own'
import { states } from './src/states'

export default new IntegrationDefinition({
  name: 'gohighlevel',
  title: 'GoHighLevel',
  description:
    'Answer the conversations of a GoHighLevel location, and work with its contacts, opportunities, orders and appointments.',
  version: '1.0.0',
  readme: 'hub.md',
  icon: 'icon.svg',
  configuration: {
    schema: configuration,
    identifier: { required: false, linkTemplateScript: 'linkTemplate.vrl' },
  },
  states,
  actions: definitionsOf(actions),
  channels,
  user,
  events: { ...eventDefinitionsOf(events), ...ownEvents },
})
