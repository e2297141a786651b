/** No network but nock's; a request that no test expects fails the test. */
import axios, { isAxiosError, type AxiosInstance } from 'axios'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { http } from '../../../src/ghl/http'

export const API = 'https://services.leadconnectorhq.com'

const underWay = new Set<symbol>()
let stalled = 0
const unexpected: string[] = []

const noteUnexpected = (request: { method?: string; path?: string }): void => {
  unexpected.push(`${request.method ?? ''} ${request.path ?? ''}`)
}

/** Requests that wait for an answer which will come. */
export const requestsUnderWay = (): number => underWay.size - stalled

/** Makes the fake clock stand still while this instance waits for an answer. */
export function watchRequests(instance: AxiosInstance): void {
  const adapter = axios.getAdapter('http')
  instance.defaults.adapter = async (config) => {
    const request = Symbol('request')
    underWay.add(request)
    try {
      return await adapter(config)
    } catch (thrown) {
      if (isAxiosError(thrown) && thrown.code === 'ECONNABORTED') stalled = 0
      throw thrown
    } finally {
      underWay.delete(request)
    }
  }
}

/** A scope on GoHighLevel's API. */
export const ghlScope = (): nock.Scope => nock(API)

/** Never answers this request; the fake clock runs on until it times out. */
export function neverAnswers(method: 'GET' | 'POST', path: string): void {
  const scope = nock(API)
  scope.on('request', () => stalled++)
  scope.intercept(path, method).reply(() => new Promise(() => undefined))
}

/** Call once per file. Real time and environment are back after every test. */
export function useFakeNetwork(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate()
    nock.disableNetConnect()
    watchRequests(http)
    nock.emitter.on('no match', noteUnexpected)
  })
  beforeEach(() => {
    underWay.clear()
    stalled = 0
    unexpected.length = 0
    vi.stubEnv('GHL_API_URL', '')
    vi.stubEnv('GHL_CONSENT_URL', '')
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
    nock.abortPendingRequests()
    nock.cleanAll()
    expect(unexpected, 'requests that no test expected').toEqual([])
  })
  afterAll(() => {
    nock.emitter.off('no match', noteUnexpected)
    nock.enableNetConnect()
    nock.restore()
  })
}

/** An error as Node's sockets raise it. */
export const socketError = (code: string): NodeJS.ErrnoException => Object.assign(new Error(`fake ${code}`), { code })
