import { randomBytes } from 'node:crypto'

const errorTypes: Record<number, string> = {
  400: 'InvalidPayload',
  401: 'Unauthorized',
  402: 'PaymentRequired',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  405: 'MethodNotFound',
  409: 'AlreadyExists',
  413: 'PayloadTooLarge',
  415: 'UnsupportedMediaType',
  429: 'RateLimited',
  500: 'Internal',
}

/** The Botpress API's error answer: its client makes an ApiError of it by `type`. */
export class ApiAnswerError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type: string = errorTypes[status] ?? 'Unknown'
  ) {
    super(message)
  }

  toResponse(): Response {
    const id = `err_${randomBytes(8).toString('hex')}`
    const { status, type, message } = this
    return Response.json({ id, code: status, type, message }, { status })
  }
}

export function createNotFound(what: string): ApiAnswerError {
  return new ApiAnswerError(404, `${what} doesn't exist`)
}
