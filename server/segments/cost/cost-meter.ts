import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import type { EvaluatedSegment } from '../evaluated-segment.ts'
import { weightOf } from '../weight.ts'

/** What a scan took. */
export type Took = { milliseconds: number; rowsRead: number }

type Sum = Took & { evaluations: number }

/** Not yet written: what a process is ended with is lost, and it is a few seconds of a statistic. */
const meters = new WeakMap<object, Map<string, Sum>>()

/** Counts what a scan took to the segments that shared it, in proportion to what each adds to the question. */
export function recordCost({ db }: Platform, together: readonly EvaluatedSegment[], took: Took): void {
  const sums = meters.get(db) ?? new Map<string, Sum>()
  meters.set(db, sums)
  const weights = together.map(({ definition }) => weightOf(definition))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [place, { id }] of together.entries()) {
    const share = (weights[place] ?? 0) / total
    const sum = sums.get(id) ?? { milliseconds: 0, rowsRead: 0, evaluations: 0 }
    sums.set(id, {
      milliseconds: sum.milliseconds + took.milliseconds * share,
      rowsRead: sum.rowsRead + took.rowsRead * share,
      evaluations: sum.evaluations + 1,
    })
  }
}

/** Writes what was counted to the day. */
export async function writeCosts({ db, clock }: Platform): Promise<void> {
  const sums = meters.get(db)
  if (!sums || sums.size === 0) return
  meters.delete(db)
  const rows = [...sums].map(([id, sum]) => ({ id, ...sum }))
  await sql`
    insert into segment_costs as known (segment_id, day, milliseconds, rows_read, evaluations)
    select s.id, (${new Date(clock.now())}::timestamptz at time zone 'utc')::date, n.milliseconds, n."rowsRead", n.evaluations
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (id uuid, milliseconds double precision, "rowsRead" double precision, evaluations bigint)
    join segments s on s.id = n.id
    on conflict (segment_id, day) do update set
      milliseconds = known.milliseconds + excluded.milliseconds, rows_read = known.rows_read + excluded.rows_read,
      evaluations = known.evaluations + excluded.evaluations`.execute(db)
}
