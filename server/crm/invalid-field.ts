import { fail, type KithError } from '../platform/errors.ts'

/** The error for a field that is well-formed but cannot be: `invalidField('stage_id', 'There is no stage with this id.')`. */
export function invalidField(field: string, problem: string): KithError {
  return fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}
