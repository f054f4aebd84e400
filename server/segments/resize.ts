import { sql } from 'kysely'
import type { Trx } from '../platform/relational/index.ts'

/** By how much a segment grows (or shrinks), and how much of that is because people entered or left. */
export type SizeStep = { segment_id: string; by: number; entries?: number; exits?: number }

/** Changes the sizes of segments, and counts it to the day. */
export async function resize(trx: Trx, steps: SizeStep[], at: Date): Promise<void> {
  const sums = new Map<string, { by: number; entries: number; exits: number }>()
  for (const { segment_id, by, entries = 0, exits = 0 } of steps) {
    const sum = sums.get(segment_id) ?? { by: 0, entries: 0, exits: 0 }
    sums.set(segment_id, { by: sum.by + by, entries: sum.entries + entries, exits: sum.exits + exits })
  }
  const deltas = [...sums]
    .map(([id, sum]) => ({ id, ...sum }))
    .filter(({ by, entries, exits }) => by !== 0 || entries > 0 || exits > 0)
  if (deltas.length === 0) return
  await sql`
    with resized as (
      update segments s set size = s.size + d.by
      from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) as d (id uuid, by bigint, entries bigint, exits bigint)
      where s.id = d.id returning s.id, s.size, d.entries, d.exits
    )
    insert into segment_days as known (segment_id, day, entries, exits, size)
    select id, (${at}::timestamptz at time zone 'utc')::date, entries, exits, size from resized
    on conflict (segment_id, day) do update set
      entries = known.entries + excluded.entries, exits = known.exits + excluded.exits, size = excluded.size`.execute(
    trx,
  )
}
