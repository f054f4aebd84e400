import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { fail, KithError, type ErrorCode } from '../../platform/errors.ts'

/** What Segment's Profile API calls what went wrong. */
const codes: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'authentication_error',
  forbidden: 'authentication_error',
  not_found: 'not_found',
  rate_limited: 'rate_limit_error',
  validation_failed: 'validation_error',
  bad_request: 'validation_error',
}

/** Answers a failure in the form that clients of Segment's Profile API expect. */
export function answerSegmentError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = toKithError(error)
  if (known.status >= 500) request.log.error({ err: error }, 'A request to the Profile API failed')
  return reply
    .code(known.status)
    .send({ error: { code: codes[known.code] ?? 'invalid_request_error', message: known.message } })
}

function toKithError(error: unknown): KithError {
  if (error instanceof KithError) return error
  if (!hasZodFastifySchemaValidationErrors(error)) return fail('internal')
  const [first] = error.validation
  return fail(
    'validation_failed',
    `${first?.instancePath.slice(1) ?? ''}: ${first?.message ?? 'is not valid'}`,
  )
}
