import { RuntimeError } from '@botpress/sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { apiUrl, consentUrl } from '../../../src/ghl/environment'
import { thrownBy } from '../support/secrets'

beforeEach(() => {
  vi.stubEnv('GHL_API_URL', undefined)
  vi.stubEnv('GHL_CONSENT_URL', undefined)
})
afterEach(() => void vi.unstubAllEnvs())

describe('without overrides', () => {
  it('the API has one host', () => {
    expect(apiUrl()).toBe('https://services.leadconnectorhq.com')
  })

  it('the consent page has a host for each brand', () => {
    expect(consentUrl(false)).toBe('https://marketplace.gohighlevel.com')
    expect(consentUrl(true)).toBe('https://marketplace.leadconnectorhq.com')
  })

  it('an empty override counts as none', () => {
    vi.stubEnv('GHL_API_URL', '')
    expect(apiUrl()).toBe('https://services.leadconnectorhq.com')
  })
})

const sides = [
  ['GHL_API_URL', () => apiUrl()],
  ['GHL_CONSENT_URL', () => consentUrl(false)],
] as const

describe.each(sides)('%s', (name, read) => {
  it.each([
    ['https://ghl.example', 'https://ghl.example'],
    ['https://ghl.example/', 'https://ghl.example'],
    ['https://ghl.example:8443', 'https://ghl.example:8443'],
    ['http://localhost:4010', 'http://localhost:4010'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['https://localhost', 'https://localhost'],
  ])('takes %s', (value, origin) => {
    vi.stubEnv(name, value)
    expect(read()).toBe(origin)
  })

  it.each([
    'http://ghl.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://10.0.0.1:4010',
    'https://ghl.example/path',
    'http://localhost:4010/path',
    'ftp://localhost',
    'file:///etc/passwd',
    'ghl.example',
    'localhost:4010',
    'not a url',
    'https://',
  ])('refuses %s', async (value) => {
    vi.stubEnv(name, value)
    const error = await thrownBy(read)
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toContain(name)
  })
})

it('the override of the consent page serves white-labelled agencies too', () => {
  vi.stubEnv('GHL_CONSENT_URL', 'http://localhost:4011')
  expect(consentUrl(true)).toBe('http://localhost:4011')
})
