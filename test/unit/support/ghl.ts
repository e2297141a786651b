/** GoHighLevel's token endpoint and one route behind it, with single-use refresh tokens and the 30-second window. */
import type { States } from '../../../src/states'
import { ghlScope } from './network'
import { secret } from './secrets'

export type Pair = { accessToken: string; refreshToken: string }

export const freshPair = (): Pair => ({ accessToken: secret('access'), refreshToken: secret('refresh') })

const WINDOW_MS = 30_000

export type FakeGhl = {
  /** The form of every request to the token endpoint. */
  refreshes: Record<string, string>[]
  /** The token of every call of the API. */
  calls: string[]
  /** The only pair that is taken. */
  current: Pair
  /** Called before an API request is answered. */
  onCall?: (token: string) => void
}

export const EXPIRED = { statusCode: 401, message: 'Invalid JWT' }
export const INVALID_GRANT = { error: 'invalid_grant', error_description: 'Invalid grant: refresh token is invalid' }

/** An answer of the token endpoint as it is recorded. */
export const tokenAnswer = (pair: Pair, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  access_token: pair.accessToken,
  refresh_token: pair.refreshToken,
  token_type: 'Bearer',
  expires_in: 86_399,
  scope: 'contacts.readonly contacts.write',
  userType: 'Location',
  companyId: 'fakecompany',
  locationId: 'fakelocation',
  ...extra,
})

export const formOf = (body: unknown): Record<string, string> => Object.fromEntries(new URLSearchParams(String(body)))

/** Answers every refresh and every GET until the test ends; takes only the access token of the current pair. */
export function startGhl(current: Pair): FakeGhl {
  const ghl: FakeGhl = { refreshes: [], calls: [], current }
  const traded = new Map<string, { pair: Pair; at: number }>()
  ghlScope()
    .persist()
    .post('/oauth/token')
    .reply((_uri, body) => {
      const form = formOf(body)
      ghl.refreshes.push(form)
      const given = form.refresh_token ?? ''
      const before = traded.get(given)
      if (before && Date.now() - before.at <= WINDOW_MS) return [200, tokenAnswer(before.pair)]
      if (given !== ghl.current.refreshToken) return [400, INVALID_GRANT]
      ghl.current = freshPair()
      traded.set(given, { pair: ghl.current, at: Date.now() })
      return [200, tokenAnswer(ghl.current)]
    })
  ghlScope()
    .persist()
    .get(/^\/(?!oauth)/)
    .reply(function () {
      const token = String(this.req.headers.authorization).replace('Bearer ', '')
      ghl.calls.push(token)
      ghl.onCall?.(token)
      return token === ghl.current.accessToken ? [200, { id: 'fakeobject' }] : [401, EXPIRED]
    })
  return ghl
}

/** The pair as the state keeps it. */
export const pairOf = (stored: States['credentials'] | undefined) => ({
  accessToken: stored?.accessToken,
  refreshToken: stored?.refreshToken,
})
