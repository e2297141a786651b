import { setTimeout as sleep } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import type { ApiEnv, SandboxContext } from './context'
import type { FaultAnswer } from './faults'
import { readWirePath } from './recorder'

export function delayAnswers(sandbox: SandboxContext): MiddlewareHandler<ApiEnv> {
  return async (_c, next) => {
    if (sandbox.latencyMs > 0) await sleep(sandbox.latencyMs)
    await next()
  }
}

export function applyFaults(sandbox: SandboxContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { incoming } = c.env
    const fault = sandbox.faults.take(c.req.method, readWirePath(incoming))
    if (fault === undefined) return next()
    if (fault === 'hang') return waitForever()
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
    if (!('status' in fault)) return next()
    c.set('isRawAnswer', true)
    return createRawAnswer(fault)
  }
}

function createRawAnswer({ status, body, headers }: FaultAnswer): Response {
  if (body === undefined) return new Response(null, { status, headers })
  if (typeof body !== 'string') return Response.json(body, { status, headers })
  const contentType = body.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8'
  return new Response(body, { status, headers: { 'content-type': contentType, ...headers } })
}

/** The connection stays open until either side closes it. */
function waitForever(): Promise<never> {
  return new Promise(() => {})
}
