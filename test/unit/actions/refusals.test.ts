import { describe, expect, it } from 'vitest'
import { call, type Reply } from '../support/actions'
import { samples } from '../support/answers'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

type Refusal = { title: string; reply: Reply; says: RegExp; error: object }

const REFUSALS: Refusal[] = [
  {
    title: 'a missing object, answered with 400 and the words in "error"',
    reply: { status: 400, body: { error: 'Contact with id object-1 not found', status: 400 } },
    says: /^GoHighLevel has no such object\. .*"Contact with id object-1 not found"$/,
    error: { status: 400, code: 'NOT_FOUND', retryable: false },
  },
  {
    title: 'a missing object, answered with 404 as by the payment routes',
    reply: {
      status: 404,
      body: { status: 404, message: 'Order not found', name: 'HttpException', traceId: 'trace-1' },
    },
    says: /"Order not found"/,
    error: { status: 404, code: 'NOT_FOUND', retryable: false, traceId: 'trace-1' },
  },
  {
    title: 'a list of faults, answered with 422',
    reply: { status: 422, body: { statusCode: 422, message: ['property x should not exist', 'y must be a string'] } },
    says: /did not accept the input.*"property x should not exist; y must be a string"/,
    error: { status: 422, code: 'INVALID', retryable: false },
  },
  {
    title: "the payment routes' list of faults",
    reply: {
      status: 422,
      body: {
        status: 422,
        options: {},
        message: ['altType should not be empty', 'altType must be a string'],
        name: 'UnprocessableEntityException',
        statusCode: 422,
        traceId: 'trace-2',
      },
    },
    says: /"altType should not be empty; altType must be a string"/,
    error: { status: 422, code: 'INVALID', retryable: false, traceId: 'trace-2' },
  },
  {
    title: 'another location, answered with 403',
    reply: { status: 403, body: { statusCode: 403, message: 'The token does not have access to this location.' } },
    says: /^This belongs to another location .*"The token does not have access to this location\."$/,
    error: { status: 403, code: 'WRONG_LOCATION', retryable: false },
  },
  {
    title: 'a missing scope, answered with 401, without a renewal',
    reply: { status: 401, body: { statusCode: 401, message: 'The token is not authorized for this scope.' } },
    says: /lacks a permission \(scope\)/,
    error: { status: 401, code: 'MISSING_SCOPE', retryable: false },
  },
  {
    title: 'a spent budget of the day, without waiting',
    reply: {
      status: 429,
      body: { statusCode: 429, message: 'Too Many Requests' },
      headers: { 'x-ratelimit-daily-remaining': '0' },
    },
    says: /budget for today is used up/,
    error: { status: 429, code: 'DAILY_LIMIT', retryable: false },
  },
  {
    title: 'an unknown route, answered with text',
    reply: { status: 404, body: 'Cannot GET /nowhere', headers: { 'content-type': 'text/plain' } },
    says: /"Cannot GET \/nowhere"/,
    error: { status: 404, code: 'NOT_FOUND', retryable: false },
  },
  {
    title: 'an empty refusal',
    reply: { status: 400, body: '' },
    says: /answered with status 400/,
    error: { status: 400, code: 'INVALID', retryable: false },
  },
]

describe.each(Object.keys(samples))('%s', (name) => {
  const { input } = samples[name] ?? expect.fail(`there is no sample of ${name}`)

  it.each(REFUSALS)('passes on $title', async ({ reply, says, error }) => {
    const { outcome, sent, installation } = await call(name, input, reply)
    expect(outcome).toEqual({ success: false, message: expect.stringMatching(says), error })
    expect(sent).toHaveLength(1)
    expect(installation.lines).toEqual([expect.stringMatching(new RegExp(`^warn ${name}: refused in \\d+ ms, status`))])
  })
})

// makeApiCall gives back whatever was answered.
describe.each(Object.keys(samples).filter((name) => name !== 'makeApiCall'))('%s', (name) => {
  it.each(['<html><body>Maintenance</body></html>', '[1, 2]', '"ok"'])('takes no %s for data', async (body) => {
    const page = { body, headers: { 'content-type': body.startsWith('<') ? 'text/html' : 'application/json' } }
    const { outcome } = await call(name, samples[name]?.input ?? {}, page)
    expect(outcome).toEqual({
      success: false,
      message: expect.stringMatching(/instead of data/),
      error: { code: 'UNEXPECTED_ANSWER', retryable: false },
    })
  })
})
