import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import type { JsonObject, User } from './records'

/** The route without a company id: deprecated, yet answering under the date versions. */
export function usersRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/users/', requireAccess(sandbox, 'users.readonly'), (c) => {
    const locationId = checkLocation(c, c.req.query('locationId'))
    const users = [...sandbox.store.users.values()].filter(({ locationIds }) => locationIds.includes(locationId))
    return sendJson(c, { users: users.map(showUser) })
  })

  return routes
}

function showUser({ id, firstName, lastName, email, phone, locationIds }: User): JsonObject {
  return {
    id,
    name: `${firstName} ${lastName}`,
    firstName,
    lastName,
    email,
    phone,
    extension: '',
    roles: { type: 'account', role: 'user', locationIds },
  }
}
