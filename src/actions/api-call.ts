/** The generic call, for whatever no action of its own covers. */
import { RuntimeError, z } from '@botpress/sdk'
import type { Query } from '../ghl/client'
import { checkEndpoint } from '../ghl/path'
import { choice, text } from '../schemas/fields'
import { defineAction } from './action'

const param = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])

const method = choice(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Method', 'HTTP method')

/** What GoHighLevel sent, as an object. */
const wrap = (answered: unknown): unknown => {
  if (Array.isArray(answered)) return { items: answered }
  if (typeof answered === 'object' && answered !== null) return answered
  return { text: answered === null || answered === undefined ? '' : String(answered) }
}

export const makeApiCall = defineAction({
  title: 'Make API Call',
  description:
    "Call any route of GoHighLevel's API that has no action of its own. Prefer the other actions: this one checks nothing and needs the API documentation.",
  scopes: [],
  example: { endpoint: '/opportunities/pipelines', method: 'GET', params: { locationId: '{{workflow.locationId}}' } },
  input: z.object({
    endpoint: text('Endpoint', "Path on GoHighLevel's API, e.g. /opportunities/pipelines; no host"),
    method,
    data: z
      .record(z.unknown())
      .optional()
      .title('Data')
      .describe('Body of the request, e.g. {"name": "VIP"}; not with GET'),
    params: z
      .record(param)
      .optional()
      .title('Parameters')
      .describe('Query parameters, e.g. {"locationId": "abc"}. The location is not added by itself.'),
    version: z
      .string()
      .regex(/^[\w.-]{1,32}$/)
      .optional()
      .title('Version')
      .describe('Version of the API, e.g. 2021-07-28; leave empty for the one that fits the path'),
  }),
  data: z.object({}).passthrough(),
  done: 'API call done',
  run: async (ghl, { endpoint, method: verb, data, params, version }) => {
    const hasBody = data !== undefined && Object.keys(data).length > 0
    if (verb === 'GET' && hasBody) {
      throw new RuntimeError(
        'data cannot be sent with GET: use params, or another method. Nothing was sent to GoHighLevel.'
      )
    }
    return wrap(
      await ghl.request({
        path: checkEndpoint(endpoint),
        method: verb,
        ...(verb !== 'GET' && { body: data ?? {} }),
        query: params as Query | undefined, // zod's output of `param` differs in optionality only
        version,
      })
    )
  },
})
