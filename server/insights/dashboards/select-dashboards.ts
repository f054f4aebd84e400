import { sql, type RawBuilder } from 'kysely'
import type { Dashboard } from '../../../model/dashboard.ts'
import { isShownTo, mayEditAny } from '../../crm/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = Omit<Dashboard, 'updated_at'> & { updated_at: Date }

/** The dashboards that the caller gets to see: their own, those of their teams, and everybody's, by name. */
export function listDashboards(db: Queryable, caller: Actor): Promise<Dashboard[]> {
  return selectDashboards(db, caller, sql`true`)
}

/** The dashboard with this id. Throws `not_found`, also for one that is not shared with the caller. */
export async function findDashboard(db: Queryable, caller: Actor, id: string): Promise<Dashboard> {
  const [dashboard] = await selectDashboards(db, caller, sql`v.id = ${id}::uuid`)
  if (!dashboard) throw fail('not_found', 'There is no dashboard with this id.')
  return dashboard
}

async function selectDashboards(
  db: Queryable,
  caller: Actor,
  condition: RawBuilder<unknown>,
): Promise<Dashboard[]> {
  const { rows } = await sql<Row>`
    select v.id, v.name, v.sharing, v.filters, v.cards, v.version, v.updated_at,
      case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team,
      jsonb_build_object('id', u.id, 'name', u.name) as owner,
      v.owner_id = ${caller.id} or (${mayEditAny(caller)} and v.sharing <> 'private') as may_edit
    from dashboards v join users u on u.id = v.owner_id left join teams t on t.id = v.team_id
    where ${isShownTo(caller)} and ${condition}
    order by lower(v.name), v.id`.execute(db)
  return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }))
}
