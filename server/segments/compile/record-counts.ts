import type { DealCondition } from '../../../model/segment-event.ts'
import { compileComparison } from './comparison.ts'
import type { FactSource } from './event-facts.ts'
import { joinConditions } from './logic.ts'

/** How many deals satisfy a condition, each counted once however many conditions ask. */
export type RecordCounts = {
  /** The column with how many there are. */
  columnOf(condition: DealCondition): string
  /** `countIf(…) as d0` and so on. */
  columns: readonly string[]
}

/** Starts with nothing to count. */
export function createRecordCounts(source: FactSource): RecordCounts {
  const columns: string[] = []
  const names = new Map<string, string>()
  return {
    columns,
    columnOf({ where, where_match = 'all' }) {
      const key = JSON.stringify([where, where_match])
      const known = names.get(key)
      if (known !== undefined) return known
      const name = `d${columns.length}`
      const comparisons = where.map((comparison) => compileComparison(comparison, source))
      columns.push(
        `countIf(${comparisons.length > 0 ? joinConditions(where_match, comparisons) : 'true'}) as ${name}`,
      )
      names.set(key, name)
      return name
    },
  }
}
