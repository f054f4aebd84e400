import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../model/page.ts'
import type { SegmentMember } from '../../model/segment.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import type { Database } from '../platform/relational/index.ts'

type Row = Omit<SegmentMember, 'entered_at'> & { entered_at: Date }

const position = z.tuple([z.iso.datetime(), z.uuid()])

/** Who belongs to a segment, latest entry first; somebody merged away a moment ago shows as whom they became. */
export async function listMembers(
  db: Database,
  segment: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<SegmentMember>> {
  const [before, beforeId] = cursor ? decodeCursor(cursor, position) : []
  const onward = cursor
    ? sql`(m.entered_at, m.person_id) < (${before}::timestamptz, ${beforeId}::uuid)`
    : sql`true`
  const { rows } = await sql<Row & { member_id: string }>`
    with page as materialized (
      select m.person_id, m.entered_at from segment_members m where m.segment_id = ${segment} and ${onward}
      order by m.entered_at desc, m.person_id desc limit ${limit + 1}
    )
    select page.person_id as member_id, coalesce(i.person_id, page.person_id) as person_id, p.name, p.email, page.entered_at
    from page
    left join identifiers i on i.id = page.person_id
    left join people p on p.id = i.person_id
    order by page.entered_at desc, page.person_id desc`.execute(db)
  const page = pageFrom(rows, limit, (row) => [row.entered_at.toISOString(), row.member_id])
  return {
    data: page.data.map(({ person_id, name, email, entered_at }) => ({
      person_id,
      name,
      email,
      entered_at: entered_at.toISOString(),
    })),
    next: page.next,
  }
}
