/** The one axios instance of this process: connections, time-outs, retries. It knows no credentials. */
import axios, { isAxiosError, type AxiosError, type AxiosRequestConfig } from 'axios'
import axiosRetry from 'axios-retry'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isDailyBudgetSpent } from './error-rules'
import { errorFromAnswer, errorFromNetwork } from './errors'

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Epoch ms after which nothing is tried again. */
    deadline?: number
    /** May be sent twice without harm: GET, PUT, DELETE, upserts, searches. */
    repeatable?: boolean
  }
}

/** How long one action may spend on waiting and trying again, in ms. */
export const RETRY_BUDGET_MS = 30_000
const TIMEOUT_MS = 15_000
const RATE_LIMIT_INTERVAL_MS = 10_000
const MAX_ANSWER_BYTES = 20 * 1024 * 1024

// Kept alive and bounded, for the whole process: a warm action opens no connection.
// As many are kept free as may be open: a burst that closes what it opened pays for a handshake each time.
const agentOptions = { keepAlive: true, maxSockets: 64, maxFreeSockets: 64 }

export const http = axios.create({
  timeout: TIMEOUT_MS,
  maxRedirects: 0,
  maxContentLength: MAX_ANSWER_BYTES,
  // A path can never replace the host, whatever it holds.
  allowAbsoluteUrls: false,
  httpAgent: new HttpAgent(agentOptions),
  httpsAgent: new HttpsAgent(agentOptions),
  headers: { Accept: 'application/json' },
  paramsSerializer: { indexes: null },
})

/** Errors raised before a connection stood: nothing was sent, so even a POST may be tried again. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/** Milliseconds to wait before the next try, or undefined when there must be none. GoHighLevel sends no Retry-After. */
function waitBeforeRetry(error: AxiosError, attempt: number): number | undefined {
  const { response, config } = error
  const backoff = 300 * 2 ** attempt * (1 + Math.random() / 2)
  if (response?.status === 429) {
    if (isDailyBudgetSpent(response.headers)) return undefined
    const interval = Number(response.headers['x-ratelimit-interval-milliseconds']) || RATE_LIMIT_INTERVAL_MS
    return interval * (1 + Math.random() / 5)
  }
  if (response) return response.status >= 500 && config?.repeatable ? backoff : undefined
  return config?.repeatable || NEVER_SENT.has(error.code ?? '') ? backoff : undefined
}

axiosRetry(http, {
  retries: 8,
  shouldResetTimeout: true,
  retryCondition: (error) => {
    const attempt = error.config?.['axios-retry']?.retryCount ?? 0
    const wait = waitBeforeRetry(error, attempt)
    const left = (error.config?.deadline ?? 0) - Date.now()
    // The wait is decided once and kept, since it is drawn at random.
    if (wait !== undefined && wait < left && error.config) error.config.retryWait = wait
    return wait !== undefined && wait < left
  },
  retryDelay: (_attempt, error) => error.config?.retryWait ?? 0,
})

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Set by the retry policy: ms until the next try. */
    retryWait?: number
  }
}

/** Sends one request, with the retries its method allows. Throws GhlError for every answer outside 2xx and for none. */
export async function send(config: AxiosRequestConfig): Promise<{ status: number; data: unknown }> {
  try {
    const { status, data } = await http.request<unknown>(config)
    return { status, data }
  } catch (thrown) {
    if (!isAxiosError(thrown)) throw thrown
    if (thrown.response) throw errorFromAnswer(thrown.response.status, thrown.response.data, thrown.response.headers)
    throw errorFromNetwork(thrown.code, !config.repeatable && !NEVER_SENT.has(thrown.code ?? ''))
  }
}
