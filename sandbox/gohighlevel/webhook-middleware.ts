import type { MiddlewareHandler } from 'hono'
import type { ApiEnv, SandboxContext } from './context'

/** Webhooks of a change go out when the request that made it has been answered, or its connection is gone. */
export function holdWebhooks({ webhooks }: SandboxContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { outgoing } = c.env
    const answered = new Promise<void>((resolve) => outgoing.once('close', () => resolve()))
    await webhooks.holdUntil(answered, next)
  }
}
