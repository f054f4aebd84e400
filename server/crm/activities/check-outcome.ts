import { outcomes, type ActivityKind } from '../../../model/activity.ts'
import { invalidField } from '../invalid-field.ts'

/** Throws `validation_failed` for what this kind of activity cannot come to. */
export function checkOutcome(kind: ActivityKind, outcome: string | null | undefined): void {
  if (outcome === null || outcome === undefined || outcome in outcomes[kind]) return
  const known = Object.keys(outcomes[kind])
  const problem = known.length > 0 ? `must be one of ${known.join(', ')}` : `is not kept for a ${kind}`
  throw invalidField('outcome', problem)
}
