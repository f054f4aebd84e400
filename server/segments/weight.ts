import { inside, type Condition } from '../../model/segment-condition.ts'
import type { SegmentDefinition } from '../../model/segment.ts'

/** What a step of a sequence adds, compared with a comparison. */
const STEP_WEIGHT = 3
const COMPANY_WEIGHT = 5
/** An address, a consent, and what may have been withdrawn. */
const REACH_WEIGHT = 6

/** How much a definition adds to a query: about as many times the text of a comparison. */
export function weightOf({ conditions }: Pick<SegmentDefinition, 'conditions'>): number {
  return conditions.reduce((sum, one) => sum + weight(one), 0)
}

function weight(one: Condition): number {
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
    case 'sample':
    case 'owner':
      return 1
    case 'place':
      return 3
    case 'reach':
      return REACH_WEIGHT
    case 'company':
      return COMPANY_WEIGHT + inside(one).reduce((sum, each) => sum + weight(each), 0)
    case 'people':
    case 'group':
      return inside(one).reduce((sum, each) => sum + weight(each), 0)
  }
}

const changesApart = new Set(['company', 'deal', 'owner', 'segment'])

/** Whether it asks about companies, and so about the colleagues of those whom it asks about. */
export function asksCompanies(conditions: readonly Condition[]): boolean {
  return conditions.some((one) => one.kind === 'company' || asksCompanies(inside(one)))
}

/** Whether it asks about deals, companies, owners or lists, which change without anybody doing anything. Segments that are left are lists. */
export function asksRecords(conditions: readonly Condition[]): boolean {
  return conditions.some((one) => changesApart.has(one.kind) || asksRecords(inside(one)))
}

/** The names of the events that it asks about. */
export function eventsAsked(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((one) => {
    switch (one.kind) {
      case 'event':
      case 'occurrence':
      case 'aggregate':
        return [one.event]
      case 'sequence':
        return [
          ...one.steps.flatMap((step) => [step.event, ...(step.without ?? []).map(({ event }) => event)]),
          ...(one.absent ? [one.absent.event] : []),
        ]
      case 'company':
      case 'people':
      case 'group':
        return eventsAsked(inside(one))
      case 'trait':
      case 'place':
      case 'deal':
      case 'segment':
      case 'sample':
      case 'owner':
      case 'reach':
        return []
    }
  })
}
