import { sql } from 'kysely'
import type { Page } from '../../../model/page.ts'
import type { SegmentCompany } from '../../../model/segment-membership.ts'
import { visibleTo, withoutHidden } from '../../access/index.ts'
import { pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { onwardIn, type MembersQuery } from './member-rows.ts'

type Row = Omit<SegmentCompany, 'entered_at' | 'left_at'> & {
  entered_at: Date
  left_at: Date | null
  at: Date
  key: string
}

/**
 * Which companies of a segment of companies the caller may see: those in it, latest entry first, or each stay that is
 * over, latest exit first.
 */
export async function listSegmentCompanies(
  db: Database,
  caller: Actor,
  { segment, limit, ...query }: MembersQuery,
): Promise<Page<SegmentCompany>> {
  const { from, columns, order, onward } = onwardIn(query)
  const { rows } = await sql<Row>`
    select m.member_id as company_id, c.name, c.domain, ${columns}
    from ${from} m join companies c on c.id = m.member_id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    where m.segment_id = ${segment} and ${onward}
    order by ${order.at} desc, ${order.key} desc limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.key])
  return { data: page.data.map((row) => withoutHidden(caller, 'companies', toCompany(row))), next: page.next }
}

function toCompany({ company_id, name, domain, entered_at, left_at }: Row): SegmentCompany {
  return {
    company_id,
    name,
    domain,
    entered_at: entered_at.toISOString(),
    left_at: left_at?.toISOString() ?? null,
  }
}
