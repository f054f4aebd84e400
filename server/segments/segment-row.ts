import { sql } from 'kysely'
import type { Segment } from '../../model/segment.ts'
import { fail } from '../platform/errors.ts'

/** A segment as the database gives it. */
export type SegmentRow = Omit<Segment, 'created_at' | 'updated_at' | 'evaluated_at'> & {
  created_at: Date
  updated_at: Date
  evaluated_at: Date | null
}

/** What is read of the row `s`. */
export const segmentColumns = sql`
  s.id, s.name, s.description, s.kind, s.members, s.definition, s.state, s.error, s.size, s.folder, s.created_at, s.updated_at,
  s.evaluated_at, s.pace,
  (select jsonb_build_object('id', u.id, 'name', u.name) from users u where u.id = s.owner_id) as owner,
  (select jsonb_build_object('id', p.id, 'segment_id', p.segment_id, 'share', s.share)
     from segment_splits p where p.id = s.split_id) as split`

/** The segment of the first row; throws `not_found` when there is none. */
export function foundSegment(rows: SegmentRow[]): Segment {
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no segment with this id.')
  return toSegment(row)
}

export function toSegment(row: SegmentRow): Segment {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    members: row.members,
    definition: row.definition,
    state: row.state,
    error: row.error,
    size: row.size,
    folder: row.folder,
    owner: row.owner,
    split: row.split,
    pace: row.pace,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    evaluated_at: row.evaluated_at?.toISOString() ?? null,
  }
}

/** What the audit log calls a segment. */
export function subjectOf({ id, name }: Pick<Segment, 'id' | 'name'>) {
  return { type: 'segment', id, name }
}
