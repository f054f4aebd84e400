import type { Match } from '../../../model/segment-condition.ts'
import type { Counting } from '../../../model/segment-event.ts'

/**
 * The conditions joined. Not by `and` and `or`: for each of those ClickHouse's analysis takes time in proportion to the
 * whole query, so that a hundred segments took seconds to plan. Conditions are 0 or 1.
 */
export function joinConditions(match: Match, conditions: readonly string[]): string {
  if (match === 'none') return `not ${joinConditions('any', conditions)}`
  if (conditions.length < 2) return conditions[0] ?? 'false'
  return `${match === 'all' ? 'least' : 'greatest'}(${conditions.join(', ')})`
}

/** That a count is as a condition says it should be. */
export function compileCount(count: string, { how = 'at_least', times, times_to }: Counting): string {
  switch (how) {
    case 'at_least':
      return `${count} >= ${times}`
    case 'at_most':
      return `${count} <= ${times}`
    case 'exactly':
      return `${count} = ${times}`
    case 'between':
      return joinConditions('all', [`${count} >= ${times}`, `${count} <= ${times_to ?? times}`])
  }
}

/** The condition, or the opposite. */
export function unless(holds: boolean, condition: string): string {
  return holds ? `(${condition})` : `not (${condition})`
}
