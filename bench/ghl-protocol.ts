/** What the benchmark and the sandbox's process say to each other. */
import { z } from 'zod'

/** `issue` makes a pair of tokens, `expire` ends all access tokens, `take` counts since the last `take`. */
export type Command = 'issue' | 'expire' | 'take'

/** Sent unasked, as soon as it listens. */
export const hello = z.object({
  url: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  locationId: z.string(),
  contactId: z.string(),
})

export const tokens = z.object({ accessToken: z.string(), refreshToken: z.string() })

export const counts = z.object({
  requests: z.number(),
  /** Connections that brought their first request. */
  newConnections: z.number(),
  /** Requests for a new token, whatever came of them. */
  refreshes: z.number(),
})

export const done = z.object({})

export type Hello = z.infer<typeof hello>
export type Tokens = z.infer<typeof tokens>
export type Counts = z.infer<typeof counts>
