import { sql } from 'kysely'
import type { Forecast } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { dealsOf, sumObject, type Slice } from './slice.ts'

/** What makes a forecast doubtful: deals without a day, with a day that has passed, and those that were put off. */
export async function dealsAtRisk(
  db: Queryable,
  slice: Slice,
): Promise<Pick<Forecast, 'undated' | 'overdue' | 'slipped' | 'pushed_often'>> {
  const [undated, overdue, slipped] = [figures.undated(slice), figures.overdue(slice), figures.slipped(slice)]
  const { rows } = await sql<Pick<Forecast, 'undated' | 'overdue' | 'slipped' | 'pushed_often'>>`
    select ${sumObject(slice, undated)} as undated, ${sumObject(slice, overdue)} as overdue,
      ${sumObject(slice, slipped)} as slipped, count(*) filter (where ${figures.pushed_often(slice)}) as pushed_often
    from ${dealsOf(slice)} and (${figures.open(slice)} or ${slipped})`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An aggregate has one row.')
  return row
}
