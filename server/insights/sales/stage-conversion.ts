import { sql } from 'kysely'
import type { SalesReport } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures, reachedPosition } from './figures.ts'
import { dealsOf, type Slice } from './slice.ts'

/**
 * Of the deals made in the period, how many came to each stage or further, as a share of those of the stage before:
 * "deals that entered a later stage / deals that entered stage i, reached at least" (metrics, 6.1).
 */
export async function stageConversion(
  db: Queryable,
  slice: Slice,
): Promise<Pick<SalesReport['conversion'][number], 'stage_id' | 'name' | 'kind' | 'reached' | 'rate'>[]> {
  const { rows } = await sql<{ position: number | null; count: number }>`
    select reached as position, count(*) as count
    from (select ${reachedPosition} as reached from ${dealsOf(slice)} and ${figures.reached(slice)}) as made
    group by reached`.execute(db)
  const steps = slice.pipeline.stages.flatMap(({ id, name, kind, position }) =>
    kind === 'lost' ? [] : [{ stage_id: id, name, kind, from: kind === 'won' ? WON : position }],
  )
  const ordered = [...steps].sort((a, b) => a.from - b.from)
  const reachedOf = (from: number) =>
    rows.filter(({ position }) => (position ?? -1) >= from).reduce((sum, { count }) => sum + count, 0)
  return ordered.map(({ from, ...step }, place) => {
    const reached = reachedOf(from)
    const before = ordered[place - 1]
    const beforeReached = before ? reachedOf(before.from) : null
    return { ...step, reached, rate: beforeReached ? reached / beforeReached : null }
  })
}

const WON = 2_147_483_647
