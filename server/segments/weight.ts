import { inside, type CompanyPart, type Condition } from '../../model/segment-condition.ts'
import type { SegmentDefinition } from '../../model/segment.ts'

/** What a step of a sequence adds, compared with a comparison. */
const STEP_WEIGHT = 3
const COMPANY_WEIGHT = 5

/** How much a definition adds to a query: about as many times the text of a comparison. */
export function weightOf({ conditions }: Pick<SegmentDefinition, 'conditions'>): number {
  return conditions.reduce((sum, one) => sum + weight(one), 0)
}

function weight(one: Condition | CompanyPart): number {
  switch (one.kind) {
    case 'event':
    case 'occurrence':
    case 'deal':
      return 1 + one.where.length
    case 'aggregate':
      return 2 + one.where.length
    case 'sequence':
      return one.steps.reduce(
        (sum, step) =>
          sum +
          STEP_WEIGHT +
          step.where.length +
          (step.without ?? []).reduce((more, each) => more + 1 + each.where.length, 0),
        one.absent ? STEP_WEIGHT + one.absent.where.length : 0,
      )
    case 'trait':
    case 'segment':
      return 1
    case 'place':
      return 3
    case 'company':
      return COMPANY_WEIGHT + inside(one).reduce((sum, each) => sum + weight(each), 0)
    case 'people':
    case 'group':
      return inside(one).reduce((sum, each) => sum + weight(each), 0)
  }
}

/** Whether it asks about companies, and so about the colleagues of those whom it asks about. */
export function asksCompanies(conditions: readonly (Condition | CompanyPart)[]): boolean {
  return conditions.some((one) => one.kind === 'company' || asksCompanies(inside(one)))
}

/** Whether it asks about deals or companies, which change without anybody doing anything. */
export function asksRecords(conditions: readonly (Condition | CompanyPart)[]): boolean {
  return conditions.some((one) => one.kind === 'company' || one.kind === 'deal' || asksRecords(inside(one)))
}
