import type { RequirableField, Stage } from '../../../model/deal.ts'
import { fail } from '../../platform/errors.ts'
import type { DealFields } from '../deals/deal-fields.ts'

type Filled = Pick<DealFields, 'amount' | 'expected_close_on' | 'personRef' | 'companyId' | 'closeReasonId'>

const valueOf: Record<RequirableField, keyof Filled> = {
  amount: 'amount',
  expected_close_on: 'expected_close_on',
  person_id: 'personRef',
  company_id: 'companyId',
  close_reason_id: 'closeReasonId',
}

/** What a deal still lacks of what a stage asks for. */
function missingFields(deal: Filled, stage: Stage): RequirableField[] {
  return stage.required_fields.filter((field) => (deal[valueOf[field]] ?? null) === null)
}

/**
 * Throws `validation_failed` when a deal lacks what a stage asks for. With `changed`, only of these fields: a deal that came
 * in before they were asked for can still be edited.
 */
export function refuseMissing(deal: Filled, stage: Stage, changed: string[] | null): void {
  const missing = missingFields(deal, stage).filter((field) => changed === null || changed.includes(field))
  if (missing.length === 0) return
  throw fail(
    'validation_failed',
    `The stage "${stage.name}" asks for more: fill in ${missing.join(', ')}.`,
    missing.map((field) => ({ field, problem: `The stage "${stage.name}" asks for it.` })),
  )
}
