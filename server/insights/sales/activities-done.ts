import { sql } from 'kysely'
import { workKinds, type SalesReport } from '../../../model/sales.ts'
import { activityVisibleTo } from '../../crm/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { membersBelow, within, type Slice } from './slice.ts'

const MOST = 500

type Row = { id: string; name: string; counts: Record<string, number> }

/** What each colleague did in the period, by kind: of the activities that the caller may see, whatever deal they are about. */
export async function activitiesDone(db: Queryable, slice: Slice): Promise<SalesReport['activities']> {
  const { caller, owner, team } = slice
  if (!caller.permissions.has('activities:read')) return []
  const whose = sql`and ${owner === undefined ? sql`true` : sql`a.assignee_id = ${owner}`}
    and ${team === undefined ? sql`true` : sql`a.assignee_id = any(array(${membersBelow(team)}))`}`
  const { rows } = await sql<Row>`
    select u.id, u.name, jsonb_object_agg(g.kind, g.count) as counts
    from (
      select a.assignee_id, a.kind, count(*) as count from activities a
      where a.done_at is not null and a.deleted_at is null and a.assignee_id is not null
        and a.kind = any(${[...workKinds]}::text[])
        and ${within(sql`a.done_at`, slice)} and ${activityVisibleTo(caller, 'view', sql`a`)} ${whose}
      group by a.assignee_id, a.kind
    ) g join users u on u.id = g.assignee_id
    group by u.id, u.name order by sum(g.count) desc, u.name, u.id limit ${MOST}`.execute(db)
  return rows.map(({ id, name, counts }) => ({ user: { id, name }, kinds: everyKind(counts) }))
}

function everyKind(counts: Record<string, number>) {
  const of = (kind: (typeof workKinds)[number]) => counts[kind] ?? 0
  return { call: of('call'), meeting: of('meeting'), email: of('email'), task: of('task') }
}
