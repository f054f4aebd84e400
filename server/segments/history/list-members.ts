import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import { rightsFor } from '../../../model/rights.ts'
import type { SegmentMember } from '../../../model/segment-membership.ts'
import { visibleTo } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'

type Row = Omit<SegmentMember, 'entered_at' | 'left_at'> & {
  entered_at: Date
  left_at: Date | null
  at: Date
  key: string
}

export type MembersQuery = {
  segment: string
  state: 'present' | 'past'
  limit: number
  cursor?: string | undefined
}

/** Where the rows of each list are, and what orders them: the latest entry first, or the latest exit. */
const lists = {
  present: {
    from: sql`segment_members`,
    columns: sql`m.entered_at, null::timestamptz as left_at, m.entered_at as at, m.person_id as key`,
    order: { at: sql`m.entered_at`, key: sql`m.person_id`, type: sql`uuid` },
    position: z.tuple([z.iso.datetime(), z.uuid()]),
  },
  past: {
    from: sql`segment_stays`,
    columns: sql`m.entered_at, m.left_at, m.left_at as at, m.id as key`,
    order: { at: sql`m.left_at`, key: sql`m.id`, type: sql`bigint` },
    position: z.tuple([z.iso.datetime(), z.number()]),
  },
}

/**
 * Whom of a segment the caller may see: who is in it, latest entry first, or each stay that is over, latest exit first.
 * Somebody merged away a moment ago shows as whom they became.
 */
export async function listMembers(
  db: Database,
  caller: Actor,
  { segment, state, limit, cursor }: MembersQuery,
): Promise<Page<SegmentMember>> {
  const { from, columns, order, position } = lists[state]
  const [before, beforeKey] = cursor ? decodeCursor<[string, string | number]>(cursor, position) : []
  const onward = cursor
    ? sql`(${order.at}, ${order.key}) < (${before}::timestamptz, ${beforeKey}::${order.type})`
    : sql`true`
  const onlyVisible =
    rightsFor(caller.grants.rights, 'people').view === 'all'
      ? sql``
      : sql`join identifiers o on o.id = m.person_id
      join people v on v.id = o.person_id and ${visibleTo(caller, 'people', 'view', sql`v`)}`
  const { rows } = await sql<Row>`
    with page as materialized (
      select m.person_id, ${columns} from ${from} m
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
