import axios from 'axios'
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { Agent } from 'node:https'
import * as bp from '.botpress'

const http = axios.create({ baseURL: process.env.GHL_API_URL, httpsAgent: new Agent({ keepAlive: true }) })

let webhookKey: KeyObject | undefined

export default new bp.Integration({
  register: async () => {},
  unregister: async () => {},
  handler: async ({ req }) => {
    webhookKey ??= createPublicKey(process.env.BENCH_WEBHOOK_KEY ?? '')
    const signature = Buffer.from(req.headers['x-ghl-signature'] ?? '', 'base64')
    return { status: verify(null, Buffer.from(req.body ?? ''), webhookKey, signature) ? 200 : 401 }
  },
  actions: {
    getContact: async ({ ctx, input }) => {
      const headers = { Authorization: `Bearer ${ctx.configuration.accessToken}`, Version: '2021-07-28' }
      const { data } = await http.get(`/contacts/${input.contactId}`, { headers })
      return { data: data.contact }
    },
  },
  channels: {},
})
