import type { Context } from 'hono'
import { checkLocation } from './access'
import type { ApiEnv } from './context'
import { createValidationError } from './errors'
import { listComplaints, requiredText } from './validation'

/** What lists of events are asked for. Times that are not epoch milliseconds are NaN, which matches nothing. */
export type EventQuery = {
  locationId: string
  calendarId: string | undefined
  userId: string | undefined
  groupId: string | undefined
  from: number
  to: number
}

export function readEventQuery(c: Context<ApiEnv>): EventQuery {
  const { calendarId, userId, groupId, startTime, endTime } = c.req.query()
  const locationId = checkLocation(c, c.req.query('locationId'))
  const complaints = listComplaints({ startTime, endTime }, { startTime: requiredText, endTime: requiredText })
  if (!calendarId && !userId && !groupId) complaints.push('one of calendarId, userId, groupId should not be empty')
  if (complaints.length > 0) throw createValidationError(complaints)
  return { locationId, calendarId, userId, groupId, from: Number(startTime), to: Number(endTime) }
}
