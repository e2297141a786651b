import { Hono } from 'hono'
import { checkLocation, requireAccess, sendJson } from './access'
import type { ApiEnv, SandboxContext } from './context'
import { createValidationError, createWrongLocation } from './errors'
import { listUnknownParameters } from './query'
import type { CustomField, JsonObject, Location } from './records'
import { listComplaints } from './validation'

const FIELD_MODELS = ['contact', 'opportunity', 'all']

export function locationsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store } = sandbox
  const routes = new Hono<ApiEnv>()

  const access = requireAccess(sandbox, 'locations.readonly', { userTypes: ['Location', 'Company'] })
  routes.get('/locations/:locationId', access, (c) => {
    const locationId = c.req.param('locationId')
    const token = c.get('token')
    if (token.userType === 'Location') checkLocation(c, locationId)
    const location = store.locations.get(locationId)
    if (!location || location.companyId !== token.companyId) throw createWrongLocation()
    return sendJson(c, { location: showLocation(location) })
  })

  routes.get('/locations/:locationId/customFields', requireAccess(sandbox, 'locations/customFields.readonly'), (c) => {
    const locationId = checkLocation(c, c.req.param('locationId'))
    const { model = 'all' } = c.req.query()
    const complaints = [
      ...listUnknownParameters(c, ['model']),
      ...listComplaints({ model }, { model: { type: 'string', values: FIELD_MODELS } }),
    ]
    if (complaints.length > 0) throw createValidationError(complaints)
    const fields = [...store.customFields.values()].filter(
      (field) => field.locationId === locationId && (model === 'all' || field.model === model)
    )
    return sendJson(c, { customFields: fields.map(showCustomField) })
  })

  routes.get('/locations/:locationId/customValues', requireAccess(sandbox, 'locations/customValues.readonly'), (c) => {
    const locationId = checkLocation(c, c.req.param('locationId'))
    const customValues = [...store.customValues.values()].filter((value) => value.locationId === locationId)
    return sendJson(c, { customValues })
  })

  routes.get('/locations/:locationId/tags', requireAccess(sandbox, 'locations/tags.readonly'), (c) => {
    const locationId = checkLocation(c, c.req.param('locationId'))
    return sendJson(c, { tags: [...store.tags.values()].filter((tag) => tag.locationId === locationId) })
  })

  return routes
}

function showLocation(stored: Location): JsonObject {
  const { id, companyId, name, address, city, state, country, postalCode, website, timezone } = stored
  const place = { name, address, city, state, country, postalCode, website, timezone }
  const { email, phone, settings } = stored
  return { id, companyId, ...place, email, phone, business: { ...place, email }, social: {}, settings }
}

function showCustomField(field: CustomField, position: number): JsonObject {
  return { ...field, placeholder: '', position }
}
