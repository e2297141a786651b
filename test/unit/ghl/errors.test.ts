import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorFromAnswer, errorFromNetwork, GhlError, isAboutExpiry, unexpectedAnswer } from '../../../src/ghl/errors'

const kindOf = (status: number, body: unknown, headers = {}) => errorFromAnswer(status, body, headers).kind

const read = (body: object) => errorFromAnswer(400, body).details

describe('errorFromAnswer', () => {
  it.each([
    [400, { statusCode: 400, message: 'This location does not allow duplicated contacts.' }, 'CONTACT_DUPLICATE'],
    [400, { message: 'Can not create duplicate opportunity for the contact.' }, 'OPPORTUNITY_DUPLICATE'],
    [400, { message: 'The slot you have selected is no longer available.' }, 'SLOT_TAKEN'],
    [400, { message: 'Cannot send message as DND is active for SMS' }, 'DO_NOT_DISTURB'],
    [400, { message: 'The contact has unsubscribed' }, 'DO_NOT_DISTURB'],
    [400, { message: 'Missing phone number' }, 'NO_ADDRESS'],
    [400, { message: "Unable to send e-mail, contact's e-mail is invalid" }, 'NO_ADDRESS'],
    [422, { message: 'email is invalid' }, 'INVALID'],
    [400, { message: 'The last message was more than 24 hours ago' }, 'WINDOW_CLOSED'],
    [400, { message: 'Outside of the 24-hour session window' }, 'WINDOW_CLOSED'],
    [400, { message: 'The messaging window has closed' }, 'WINDOW_CLOSED'],
    [422, { message: 'Appointments need a notice of 24 hours' }, 'INVALID'],
    [400, { message: 'No conversation found' }, 'NOT_FOUND'],
    [400, { error: 'Contact with id X not found', status: 400 }, 'NOT_FOUND'],
    [422, { message: 'Calendar not found' }, 'NOT_FOUND'],
    [404, { status: 404, message: 'Order not found', name: 'HttpException' }, 'NOT_FOUND'],
    [404, 'Cannot GET /nowhere', 'NOT_FOUND'],
    [403, { message: 'The token does not have access to this location.' }, 'WRONG_LOCATION'],
    [403, { message: 'Forbidden resource', error: 'Forbidden' }, 'FORBIDDEN'],
    [401, { message: 'The token is not authorized for this scope.' }, 'MISSING_SCOPE'],
    [401, { message: 'This authClass type is not allowed to access this scope. Contact support.' }, 'MISSING_SCOPE'],
    [401, { message: 'This route is not yet supported by the IAM Service.' }, 'MISSING_SCOPE'],
    [401, { message: 'Invalid JWT' }, 'UNAUTHORIZED'],
    [422, { message: ['property x should not exist'], error: 'Unprocessable Entity' }, 'INVALID'],
    [400, { statusCode: 422, message: 'wrong' }, 'INVALID'],
    [429, { statusCode: 429, message: 'Too Many Requests' }, 'RATE_LIMITED'],
    [500, {}, 'UNAVAILABLE'],
    [504, '', 'UNAVAILABLE'],
    [502, '<html><body>502 Bad Gateway</body></html>', 'UNAVAILABLE'],
    [302, '', 'INVALID'],
  ])('reads %s %j as %s', (status, body, kind) => {
    const error = errorFromAnswer(status, body)
    expect(error).toBeInstanceOf(GhlError)
    expect(error.kind).toBe(kind)
    expect(error.details).toMatchObject({ status, code: kind })
  })

  it('tells the spent budget of the day from the limit of the moment', () => {
    expect(kindOf(429, {}, { 'x-ratelimit-daily-remaining': '0' })).toBe('DAILY_LIMIT')
    expect(kindOf(429, {}, { 'x-ratelimit-daily-remaining': '12' })).toBe('RATE_LIMITED')
    expect(kindOf(429, {}, { 'x-ratelimit-remaining': '0' })).toBe('RATE_LIMITED')
  })

  it.each([
    [{ message: 'a text' }, 'a text'],
    [{ message: ['first', 'second'] }, 'first; second'],
    [{ message: { message: 'inside' } }, 'inside'],
    [{ message: '', error: 'the error' }, 'the error'],
    [{ error: 'short', error_description: 'long' }, 'long'],
    [{ msg: 'msg' }, 'msg'],
    [{ detail: 'detail' }, 'detail'],
    ['plain text', 'plain text'],
    [{ message: '  several\n\n lines ' }, 'several lines'],
    [{ message: 'x'.repeat(5000) }, 'x'.repeat(300)],
  ])("quotes GoHighLevel's own words from %j", (body, words) => {
    const error = errorFromAnswer(400, body)
    expect(error.words).toBe(words)
    expect(error.message).toContain(`GoHighLevel said: "${words}"`)
  })

  it.each([
    [undefined],
    [null],
    [''],
    [{}],
    [[]],
    [42],
    [{ message: null }],
    [{ message: {} }],
    ['<!doctype html><p>x'],
  ])('says the status where %j holds no words', (body) => {
    const error = errorFromAnswer(418, body)
    expect(error.words).toBe('')
    expect(error.message).toContain('status 418')
  })

  it('quotes no markup', () => {
    const { message } = errorFromAnswer(502, '<html><h1>Bad Gateway</h1><script>alert(1)</script></html>')
    expect(message).not.toMatch(/[<>]|Bad Gateway|alert/)
  })

  it('quotes no token', () => {
    const jwt = 'eyJmYWtl.eyJmYWtl.fake_signature-1'
    const said = `Invalid token: ${jwt}, also pit-fake-0000 and Bearer ${jwt}.`
    const { message, words } = errorFromAnswer(401, { message: said })
    for (const text of [message, words]) expect(text).not.toMatch(/eyJ|fake/)
    expect(words).toContain('[token]')
  })

  it("keeps GoHighLevel's code and trace id, and names the object in the way", () => {
    expect(read({ message: 'duplicated contacts', meta: { contactId: 'c1', matchingField: 'email' } })).toMatchObject({
      existingId: 'c1',
      retryable: false,
    })
    expect(read({ message: 'x', code: 'OPPORTUNITY_NO_DUPLICATE', meta: { existingId: 'o1' } })).toMatchObject({
      code: 'OPPORTUNITY_NO_DUPLICATE',
      existingId: 'o1',
    })
    expect(read({ message: 'x', canonicalCode: 'CONVERSATIONS_X', conversationId: 'v1' })).toMatchObject({
      code: 'CONVERSATIONS_X',
      existingId: 'v1',
    })
    expect(read({ message: 'x', traceId: 'trace-1' }).traceId).toBe('trace-1')
    expect(read({ message: 'x', traceId: 7, code: {}, meta: 'none' })).toEqual({
      status: 400,
      code: 'INVALID',
      retryable: false,
    })
  })

  it('calls retryable only what may succeed a little later', () => {
    const retryable = [400, 401, 403, 404, 422, 429, 500, 503].filter((status) => {
      return errorFromAnswer(status, {}).details.retryable
    })
    expect(retryable).toEqual([429, 500, 503])
    expect(errorFromAnswer(429, {}, { 'x-ratelimit-daily-remaining': '0' }).details.retryable).toBe(false)
  })

  it('never throws, whatever JSON the body is', () => {
    const key = fc.constantFrom('message', 'error', 'error_description', 'msg', 'detail', 'meta', 'code', 'traceId')
    const body = fc.oneof(fc.jsonValue(), fc.dictionary(fc.oneof(key, fc.string()), fc.jsonValue()))
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, (status, json) => {
        const error = errorFromAnswer(status, json)
        expect(error.message).not.toBe('')
        expect(error.words.length).toBeLessThanOrEqual(300)
        expect(error.details.status).toBe(status)
        for (const field of ['code', 'traceId', 'existingId'] as const) {
          expect(['string', 'undefined']).toContain(typeof error.details[field])
        }
      })
    )
  })

  it('never throws, whatever text the body is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.string({ unit: 'binary', maxLength: 2000 }),
        (status, text) => {
          expect(errorFromAnswer(status, text)).toBeInstanceOf(GhlError)
          expect(errorFromAnswer(status, { message: text })).toBeInstanceOf(GhlError)
        }
      )
    )
  })

  it('never throws, however deep the body is nested', () => {
    const nested: unknown = JSON.parse(`{"message":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
    expect(errorFromAnswer(400, nested)).toBeInstanceOf(GhlError)
  })
})

const answered = (status: number, message: unknown) => isAboutExpiry(errorFromAnswer(status, { message }))

describe('isAboutExpiry', () => {
  it.each(['Invalid JWT', 'The token has expired', 'Invalid token: access token is invalid', 'Unauthorized', ''])(
    'a 401 that says "%s" may be cured by a new token',
    (message) => {
      expect(answered(401, message)).toBe(true)
    }
  )

  it.each([
    'The token is not authorized for this scope.',
    'This authClass type is not allowed to access this scope.',
    'This route is not yet supported by the IAM Service',
    "Token's user type mismatch!",
    'version header was not found.',
    'version header is invalid',
    'Invalid API version segment 2021',
    'E01 - Unauthorized request',
    'Command timed out',
  ])('a 401 that says "%s" is not cured by a new token', (message) => {
    expect(answered(401, message)).toBe(false)
  })

  it.each([400, 403, 404, 422, 429, 500])('a %s is never about expiry', (status) => {
    expect(answered(status, 'Invalid JWT')).toBe(false)
  })
})

describe('errors without an answer of use', () => {
  it('a network failure is retryable and says whether the call may have happened', () => {
    const safe = errorFromNetwork('ECONNREFUSED', false)
    expect(safe.details).toEqual({ code: 'UNREACHABLE', retryable: true })
    expect(safe.message).toMatch(/ECONNREFUSED.*Try again later/)
    const unsure = errorFromNetwork(undefined, true)
    expect(unsure.message).toMatch(/not known whether GoHighLevel carried it out/)
    expect(unsure.message).toContain('no answer')
  })

  it('an unexpected answer says what came', () => {
    const error = unexpectedAnswer('a page')
    expect(error.kind).toBe('UNEXPECTED_ANSWER')
    expect(error.message).toContain('a page')
    expect(error.details.retryable).toBe(false)
  })
})
