import { sql } from 'kysely'
import type { SegmentOverlap } from '../../../model/segment-compare.ts'
import type { Segment } from '../../../model/segment.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findSegment } from '../segments.ts'

/** With more members than this altogether, only a part of the people is looked at. */
const MOST_ROWS = 200_000
const ID_SPACE = 2 ** 32

/** How many people are in which of these segments together. Throws `not_found`. */
export async function findOverlap(db: Queryable, ids: string[]): Promise<SegmentOverlap> {
  const segments: Segment[] = []
  for (const id of ids) segments.push(await findSegment(db, id))
  const members = segments.reduce((sum, { size }) => sum + size, 0)
  const share = Math.min(1, MOST_ROWS / Math.max(1, members))
  const { rows } = await sql<{ places: number[]; count: number }>`
    select places, count(*) as count from (
      select array_agg(s.place::int - 1 order by s.place) as places
      from segment_members m join unnest(${ids}::uuid[]) with ordinality as s (id, place) on s.id = m.segment_id
      where m.member_id <= ${idAt(share)}::uuid
      group by m.member_id
    ) people
    group by places order by places`.execute(db)
  return {
    segments: segments.map(({ id, name, size }) => ({ id, name, size })),
    parts: rows.map(({ places, count }) => ({ in: places, count: Math.round(count / share) })),
    estimated: share < 1,
  }
}

/** Ids are hashes: those up to here are that share of all. */
function idAt(share: number): string {
  if (share >= 1) return 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  const first = Math.floor(share * ID_SPACE)
  return `${first.toString(16).padStart(8, '0')}-0000-0000-0000-000000000000`
}
