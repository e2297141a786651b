import { setTimeout as sleep } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import type { FaultAnswer } from '../gohighlevel/faults'
import type { ApiContext, ApiEnv } from './context'
import { ApiAnswerError } from './errors'
import { readWirePath } from './recorder'

export function applyFaults({ faults }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { incoming } = c.env
    const fault = faults.take(c.req.method, readWirePath(incoming))
    if (fault === undefined) return next()
    if (fault === 'hang') return new Promise<never>(() => {}) // until either side closes the connection
    if (fault === 'reset') {
      incoming.socket.destroy()
      return new Response(null)
    }
    if ('answerThenReset' in fault) {
      await next()
      incoming.socket.destroy()
      return undefined
    }
    if (fault.delayMs) await sleep(fault.delayMs)
    return 'status' in fault ? createAnswer(fault) : next()
  }
}

/** Without a body an error looks as Botpress's own would, so that its client knows it by type. */
function createAnswer({ status, body, headers }: FaultAnswer): Response {
  if (typeof body === 'string') return new Response(body, { status, headers })
  if (body !== undefined) return Response.json(body, { status, headers })
  if (status < 400) return Response.json({}, { status, headers })
  const answer = new ApiAnswerError(status, `The stand-in was told to answer ${status}`).toResponse()
  for (const [name, value] of Object.entries(headers ?? {})) answer.headers.set(name, value)
  return answer
}
