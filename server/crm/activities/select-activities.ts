import { sql, type RawBuilder } from 'kysely'
import type { Activity } from '../../../model/activity.ts'
import { seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { linkVisibleTo } from './activity-rights.ts'

type Times = 'created_at' | 'updated_at'
type MaybeTimes = 'due_at' | 'remind_at' | 'done_at'

/** An activity as `activityColumns` read it. */
export type ActivityRow = Omit<Activity, Times | MaybeTimes> &
  Record<Times, Date> &
  Record<MaybeTimes, Date | null>

/**
 * What the API shows of a row `a` of the table `activities`, with `activityJoins`: of what it is about, the records that
 * the caller may see. People are those of today.
 */
export const activityColumns = (caller: Actor) => sql`
  a.id, a.kind, a.subject, a.body, a.mentions, a.duration_minutes, a.remind_at, a.outcome, a.priority,
  case when not a.all_day then a.due_at end as due_at,
  case when a.all_day then to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD') end as due_on,
  case when coalesce(u.name, a.assignee_name) is not null
    then jsonb_build_object('id', a.assignee_id, 'name', coalesce(u.name, a.assignee_name)) end as assignee,
  jsonb_build_object('id', a.author_id, 'name', coalesce(w.name, a.author_name)) as author,
  a.done_at, a.version, a.created_at, a.updated_at,
  (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'email', ${seesEmail(caller) ? sql`p.email` : sql`null::text`}) order by p.name, p.id), '[]')
    from people p where p.id = any(array(
      select i.person_id from activity_links l join identifiers i on i.id = l.ref
      where l.activity_id = a.id and l.kind = 'person' and ${linkVisibleTo(caller, 'view')}))) as people,
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'group_id', c.group_id) order by c.name, c.id), '[]')
    from activity_links l join companies c on c.id = l.ref
    where l.activity_id = a.id and l.kind = 'company' and ${linkVisibleTo(caller, 'view')}) as companies,
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) order by d.name, d.id), '[]')
    from activity_links l join deals d on d.id = l.ref and d.deleted_at is null
    where l.activity_id = a.id and l.kind = 'deal' and ${linkVisibleTo(caller, 'view')}) as deals`

export const activityJoins = sql`
  left join users u on u.id = a.assignee_id
  left join users w on w.id = a.author_id`

/** The activities of a query of rows of the table `activities`, soonest due first. */
export async function selectActivities(
  db: Queryable,
  caller: Actor,
  from: RawBuilder<unknown>,
): Promise<Activity[]> {
  const { rows } = await sql<ActivityRow>`
    select ${activityColumns(caller)} from (${from}) a ${activityJoins}
    order by coalesce(a.due_at, 'infinity'), a.id`.execute(db)
  return rows.map(toActivity)
}

/** The activity of a row, with its times as the API writes them. */
export function toActivity(row: ActivityRow): Activity {
  return {
    ...row,
    due_at: row.due_at?.toISOString() ?? null,
    remind_at: row.remind_at?.toISOString() ?? null,
    done_at: row.done_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
