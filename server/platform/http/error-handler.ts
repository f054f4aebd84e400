import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import { fail, KithError } from '../errors.ts'

/** Answers every failure of a route as `{ error: { code, message, details } }`; what nobody expected is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toKithError(error)
  if (known.status >= 500)
    request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, known.message)
  void reply.code(known.status).send(errorBody(known, request.id))
}

/** Turns whatever was thrown into an error of the table. */
function toKithError(error: unknown): KithError {
  if (error instanceof KithError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return invalidFields(error.validation.map(toFieldProblem))
  if (error instanceof ZodError)
    return invalidFields(error.issues.map((issue) => fieldProblem(issue.path, issue.message)))
  if (isUnstorableText(error)) return fail('bad_request', 'A value in the request cannot be read or stored.')
  return isFastifyError(error) ? fromFastify(error) : fail('internal')
}

/** What PostgreSQL says of text it cannot store (NUL, half a surrogate pair) and of values that are none of their type. */
const BAD_TEXT_STATES = ['22021', '22P05', '22P02', '22007', '22008']

function isUnstorableText(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    BAD_TEXT_STATES.includes(error.code)
  )
}

/** The one shape of an error answer. */
function errorBody(
  error: KithError,
  requestId: string,
): { error: { code: string; message: string; details: unknown } } {
  const details = error.details ?? (error.status >= 500 ? { request_id: requestId } : null)
  return { error: { code: error.code, message: error.message, details } }
}

type FieldProblem = { field: string; problem: string }

function invalidFields(details: FieldProblem[]): KithError {
  const [first] = details
  if (!first) return fail('validation_failed')
  return fail('validation_failed', first.field ? `${first.field}: ${first.problem}` : first.problem, details)
}

function toFieldProblem(one: { instancePath: string; message?: string }): FieldProblem {
  return fieldProblem(one.instancePath.split('/').filter(Boolean), one.message ?? 'is not valid')
}

function fieldProblem(path: readonly PropertyKey[], problem: string): FieldProblem {
  return { field: path.map(String).join('.'), problem }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
}

function fromFastify(error: FastifyError): KithError {
  const status = error.statusCode ?? 500
  if (status === 413) return fail('too_large')
  if (status === 404) return fail('not_found')
  if (status === 429) return fail('rate_limited')
  if (status === 503) return fail('unavailable')
  return status < 500 ? fail('bad_request', error.message) : fail('internal')
}
