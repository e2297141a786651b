/** What an action sends and answers, one row per case. */
import { describe, expect, it } from 'vitest'
import { actionOf, call, type Reply, type Sent } from './actions'

export type Wire = {
  action: string
  title?: string
  input: object
  sent: Sent
  /** By default that of the routes that are not about calendars. */
  version?: string
  /** GoHighLevel's answer. */
  reply: Reply['body']
  /** What the action answers; nothing where it only says that it is done. */
  data?: unknown
}

const REFUSALS: [Reply, object][] = [
  [
    { status: 404, body: { statusCode: 404, message: 'Not found', traceId: 'trace-1' } },
    { status: 404, code: 'NOT_FOUND' },
  ],
  [
    { status: 401, body: { statusCode: 401, message: 'The token is not authorized for this scope.' } },
    { status: 401, code: 'MISSING_SCOPE' },
  ],
]

/** Each case sends exactly one request and answers this data; a refusal of it is passed on. */
export function describeWire(cases: Wire[]): void {
  const titled = cases.map((one) => ({ ...one, name: [one.action, one.title].filter(Boolean).join(' ') }))
  describe.each(titled)('$name', ({ action, input, sent: expected, version = '2021-07-28', reply, data }) => {
    it('sends what GoHighLevel wants and answers what it gave', async () => {
      const { outcome, sent, versions } = await call(action, input, { body: reply })
      expect(sent).toEqual([expected])
      expect(versions).toEqual([version])
      expect(outcome).toEqual({ success: true, message: actionOf(action).done, ...(data !== undefined && { data }) })
      expect(outcome.message).toMatch(/^\S.*\S$/)
    })

    it.each(REFUSALS)('passes on a refusal', async (refused, error) => {
      const { outcome, sent } = await call(action, input, refused)
      expect(outcome).toMatchObject({ success: false, error: { ...error, retryable: false } })
      expect(outcome).not.toHaveProperty('data')
      expect(sent).toHaveLength(1)
    })
  })
}
