import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../model/page.ts'
import { rightsFor } from '../../model/rights.ts'
import type { SegmentMember } from '../../model/segment.ts'
import { visibleTo } from '../access/index.ts'
import { seesEmail } from '../people/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../platform/http/index.ts'
import type { Database } from '../platform/relational/index.ts'

type Row = Omit<SegmentMember, 'entered_at'> & { entered_at: Date }

export type MembersQuery = { segment: string; limit: number; cursor?: string | undefined }

const position = z.tuple([z.iso.datetime(), z.uuid()])

/** Whom of a segment the caller may see, latest entry first; somebody merged away a moment ago shows as whom they became. */
export async function listMembers(
  db: Database,
  caller: Actor,
  { segment, limit, cursor }: MembersQuery,
): Promise<Page<SegmentMember>> {
  const [before, beforeId] = cursor ? decodeCursor(cursor, position) : []
  const onward = cursor
    ? sql`(m.entered_at, m.person_id) < (${before}::timestamptz, ${beforeId}::uuid)`
    : sql`true`
  const onlyVisible =
    rightsFor(caller.grants.rights, 'people').view === 'all'
      ? sql``
      : sql`join identifiers o on o.id = m.person_id
      join people v on v.id = o.person_id and ${visibleTo(caller, 'people', 'view', sql`v`)}`
  const { rows } = await sql<Row & { member_id: string }>`
    with page as materialized (
      select m.person_id, m.entered_at from segment_members m
      ${onlyVisible}
      where m.segment_id = ${segment} and ${onward}
      order by m.entered_at desc, m.person_id desc limit ${limit + 1}
    )
    select page.person_id as member_id, coalesce(i.person_id, page.person_id) as person_id, p.name,
      ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, page.entered_at
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
