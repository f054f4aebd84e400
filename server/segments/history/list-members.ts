import { sql } from 'kysely'
import type { Page } from '../../../model/page.ts'
import { rightsFor } from '../../../model/rights.ts'
import type { SegmentMember } from '../../../model/segment-membership.ts'
import { visibleTo } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import { pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { onwardIn, type MembersQuery } from './member-rows.ts'

type Row = Omit<SegmentMember, 'entered_at' | 'left_at'> & {
  entered_at: Date
  left_at: Date | null
  at: Date
  key: string
}

/**
 * Whom of a segment the caller may see: who is in it, latest entry first, or each stay that is over, latest exit first.
 * Somebody merged away a moment ago shows as whom they became.
 */
export async function listMembers(
  db: Database,
  caller: Actor,
  { segment, limit, ...query }: MembersQuery,
): Promise<Page<SegmentMember>> {
  const { from, columns, order, onward } = onwardIn(query)
  const onlyVisible =
    rightsFor(caller.grants.rights, 'people').view === 'all'
      ? sql``
      : sql`join identifiers o on o.id = m.member_id
      join people v on v.id = o.person_id and ${visibleTo(caller, 'people', 'view', sql`v`)}`
  const { rows } = await sql<Row>`
    with page as materialized (
      select m.member_id as person_id, ${columns} from ${from} m
      ${onlyVisible}
      where m.segment_id = ${segment} and ${onward}
      order by ${order.at} desc, ${order.key} desc limit ${limit + 1}
    )
    select page.key, page.at, coalesce(i.person_id, page.person_id) as person_id, p.name,
      ${seesEmail(caller) ? sql`p.email` : sql`null`} as email, page.entered_at, page.left_at
    from page
    left join identifiers i on i.id = page.person_id
    left join people p on p.id = i.person_id
    order by page.at desc, page.key desc`.execute(db)
  const page = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.key])
  return { data: page.data.map(toMember), next: page.next }
}

function toMember({ person_id, name, email, entered_at, left_at }: Row): SegmentMember {
  return {
    person_id,
    name,
    email,
    entered_at: entered_at.toISOString(),
    left_at: left_at?.toISOString() ?? null,
  }
}
