/** What GoHighLevel is answered. It repeats a webhook up to 12 times unless the status is 2xx. */
import type { WebAnswer } from '../handler'

const text = (status: number, body: string): WebAnswer => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body,
})

export const received = text(200, 'Received')
/** For another app or location, or of a kind that is not known: repeating it would change nothing. */
export const ignored = text(200, 'Ignored')
export const malformed = text(400, 'The body must be a JSON object')
export const stale = text(400, 'The webhook is more than a day old')
export const unsigned = text(401, 'The signature is missing or wrong')
export const notFound = text(404, 'Not found')
export const notAllowed = text(405, 'Send it by POST')
export const tooLarge = text(413, 'The body is larger than 1 MB')
/** Ours is the trouble, so it should come again. */
export const comeAgain = text(503, 'Not delivered to Botpress yet')
