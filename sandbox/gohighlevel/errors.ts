import { randomUUID } from 'node:crypto'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { JsonObject } from './records'

/** An answer that GoHighLevel gives instead of the wanted one. Thrown anywhere in a route. */
export class ApiError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly body: JsonObject | string
  ) {
    super(`GoHighLevel answers ${status}`)
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  422: 'Unprocessable Entity',
}

/** The most common shape: one text, with the status repeated in the body. */
export function createError(status: ContentfulStatusCode, message: string, extra: JsonObject = {}): ApiError {
  const body = { statusCode: status, message, ...extra, error: REASONS[status], traceId: randomUUID() }
  return new ApiError(status, body)
}

export function createUnauthorized(message: string): ApiError {
  return createError(401, message)
}

/** Here `message` is a list, not a text. */
export function createValidationError(messages: string[]): ApiError {
  return new ApiError(422, {
    statusCode: 422,
    message: messages,
    error: 'Unprocessable Entity',
    traceId: randomUUID(),
  })
}

/** The payments routes repeat the status under two names. */
export function createPaymentsValidationError(messages: string[]): ApiError {
  return new ApiError(422, {
    status: 422,
    options: {},
    message: messages,
    name: 'UnprocessableEntityException',
    error: 'Unprocessable Entity',
    statusCode: 422,
    traceId: randomUUID(),
  })
}

/** The shape of orders and messages: the status under another name, and the kind of error in place of its reason. */
export function createHttpException(message: string, status: ContentfulStatusCode = 400): ApiError {
  return new ApiError(status, { status, message, name: 'HttpException', traceId: randomUUID() })
}

/** A missing contact answers 400, with the text under `error` and without a traceId. */
export function createContactNotFound(contactId: string): ApiError {
  return new ApiError(400, { error: `Contact with id ${contactId} not found`, status: 400 })
}

export function createDuplicateContact(meta: JsonObject): ApiError {
  return new ApiError(400, {
    statusCode: 400,
    message: 'This location does not allow duplicated contacts.',
    meta,
    traceId: randomUUID(),
  })
}

export function createDuplicateOpportunity(existingId: string): ApiError {
  const message = 'Can not create duplicate opportunity for the contact.'
  return createError(400, message, { code: 'OPPORTUNITY_NO_DUPLICATE', meta: { existingId } })
}

export function createWrongLocation(): ApiError {
  return createError(403, 'The token does not have access to this location.')
}

/** The token endpoint has its own shape. */
export function createOAuthError(status: ContentfulStatusCode, error: string, description: string): ApiError {
  return new ApiError(status, { error, error_description: description })
}
