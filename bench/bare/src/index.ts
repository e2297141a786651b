import axios from 'axios'
import { Agent } from 'node:https'
import * as bp from '.botpress'

const http = axios.create({ baseURL: process.env.GHL_API_URL, httpsAgent: new Agent({ keepAlive: true }) })

export default new bp.Integration({
  register: async () => {},
  unregister: async () => {},
  handler: async () => {},
  actions: {
    getContact: async ({ ctx, input }) => {
      const headers = { Authorization: `Bearer ${ctx.configuration.accessToken}`, Version: '2021-07-28' }
      const { data } = await http.get(`/contacts/${input.contactId}`, { headers })
      return { data: data.contact }
    },
  },
  channels: {},
})
