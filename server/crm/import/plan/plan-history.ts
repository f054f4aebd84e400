import type { Queryable } from '../../../platform/relational/index.ts'
import { mappingOf, type Plan, type PlanContext, type SourceRow } from './context.ts'
import { outcomeOf } from './outcome-of.ts'
import { isFatal, problem } from './problems.ts'
import { readRow } from './read-row.ts'

/** Says whether rows of a stage history can be read. They are written together with their deals. */
export async function planHistory(
  _db: Queryable,
  rows: SourceRow[],
  ctx: PlanContext,
): Promise<Plan<never>[]> {
  return rows.map((row) => {
    const mapping = mappingOf(ctx, row.file)
    const { texts, dates, problems } = readRow(row.cells, mapping)
    const deal = texts['deal_id']
    if (!deal) problems.push(problem('unknown_deal'))
    if (!texts['stage']) problems.push(problem('missing_name'))
    if (!dates['at'] && problems.length === 0) problems.push(problem('invalid_date'))
    const facts = { row, isKnown: false, isFatal: isFatal(problems), changes: false }
    const { outcome, more } = outcomeOf(facts, 'both')
    const label = [deal, texts['stage']].filter(Boolean).join(' · ')
    return { row, outcome, label, problems: [...problems, ...more], recordId: null, write: null, keys: [] }
  })
}
