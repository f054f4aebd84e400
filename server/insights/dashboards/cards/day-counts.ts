import { spansOf } from '../../sales/spans.ts'
import type { CardContext } from '../data/card-context.ts'

export type DayCount = { day: string; count: number }

/** What was counted day by day, in the steps in which the period is drawn. */
export function pointsOf({ days, step }: CardContext, counts: DayCount[]) {
  const spans = spansOf(days, step)
  return spans.map((span) => ({
    ...span,
    value: addUp(counts.filter(({ day }) => span.from <= day && day <= span.to)),
  }))
}

export function addUp(counts: DayCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}
