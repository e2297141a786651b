import { IntegrationDefinition, z } from '@botpress/sdk'

export default new IntegrationDefinition({
  name: 'bare',
  title: 'Bare',
  description: 'The yardstick: one action, one call, nothing else',
  version: '1.0.0',
  configuration: { schema: z.object({ accessToken: z.string() }) },
  actions: {
    getContact: {
      title: 'Get Contact',
      description: 'Read one contact',
      input: { schema: z.object({ contactId: z.string() }) },
      output: { schema: z.object({ data: z.object({}).passthrough() }) },
    },
  },
})
