/** What the API can answer instead of success: one row a kind, with its HTTP status and default sentence. */
const kinds = {
  bad_request: [400, 'The request could not be understood.'],
  validation_failed: [400, 'Some fields are not valid.'],
  unauthenticated: [401, 'Sign in or send an API key to do this.'],
  invalid_write_key: [401, 'This write key is not known. Copy it again from Data → Sources.'],
  forbidden: [403, 'Your role does not allow this. Ask an administrator.'],
  cross_site: [403, 'This request came from another site and was refused.'],
  not_found: [404, 'There is nothing at this address.'],
  conflict: [409, 'Somebody changed this in the meantime. Reload and try again.'],
  idempotency_key_in_use: [
    409,
    'The same request is being done right now. Send it again in a few seconds for its answer.',
  ],
  idempotency_key_interrupted: [
    409,
    'Kith was interrupted after it had begun to write this. Look what there is, then send what is missing with a new key.',
  ],
  gone: [410, 'This has been removed.'],
  too_large: [413, 'The request is larger than allowed.'],
  idempotency_key_reused: [
    422,
    'This Idempotency-Key came with another request before. Make a new key for each thing to do.',
  ],
  rate_limited: [429, 'Too many requests. Wait a moment and try again.'],
  internal: [500, 'Something went wrong on our side. It has been logged; try again.'],
  unavailable: [503, 'This cannot be answered right now. Try again in a moment.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof kinds

/** An expected failure that the caller is told about; thrown by `fail`, rendered by the one error handler in `http`. */
export class KithError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: unknown

  constructor(code: ErrorCode, message?: string, details?: unknown) {
    super(message ?? kinds[code][1])
    this.name = 'KithError'
    this.code = code
    this.status = kinds[code][0]
    this.details = details
  }
}

/** Makes the error of this kind; `throw fail('not_found', 'There is no person with this id.')`. */
export function fail(code: ErrorCode, message?: string, details?: unknown): KithError {
  return new KithError(code, message, details)
}

/** For what cannot happen: throws with a full sentence when the condition does not hold. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${sentence}`)
}
