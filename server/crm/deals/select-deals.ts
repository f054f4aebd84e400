import { sql, type RawBuilder } from 'kysely'
import type { Deal } from '../../../model/deal.ts'
import { rightsFor } from '../../../model/rights.ts'
import { fieldLevel, visibleTo, withoutHidden } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type MaybeTimes = 'closed_at' | 'last_activity_at'
type Times = 'entered_stage_at' | 'created_at' | 'updated_at'

/** A deal as `dealColumns` read it. */
export type DealRow = Omit<Deal, Times | MaybeTimes> & Record<Times, Date> & Record<MaybeTimes, Date | null>

/** What the API shows of a row `d` of the table `deals`, with `dealJoins`. */
export const dealColumns = sql`
  d.id, d.name, d.pipeline_id, d.stage_id, d.amount::float8 as amount, d.currency, d.amount_source, d.rank,
  to_char(d.expected_close_on, 'YYYY-MM-DD') as expected_close_on, d.entered_stage_at, d.closed_at, d.version,
  d.created_at, d.updated_at, d.last_activity_at, d.close_note,
  case when r.id is not null then jsonb_build_object('id', r.id, 'name', r.name) end as close_reason,
  (select jsonb_build_object('id', a.id, 'kind', a.kind, 'subject', a.subject,
      'due_at', case when not a.all_day then to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
      'due_on', case when a.all_day then to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD') end)
    from activity_links l join activities a on a.id = l.activity_id
    where l.ref = d.id and l.kind = 'deal' and l.is_open
    order by coalesce(a.due_at, 'infinity'), a.id limit 1) as next_activity,
  case when i.id is not null
    then jsonb_build_object('id', i.person_id, 'name', p.name, 'email', p.email) end as person,
  case when c.id is not null
    then jsonb_build_object('id', c.id, 'name', c.name, 'group_id', c.group_id) end as company,
  case when coalesce(u.name, d.owner_name) is not null
    then jsonb_build_object('id', d.owner_id, 'name', coalesce(u.name, d.owner_name)) end as owner`

/**
 * The person is the one whom the stored identifier belongs to today. Whoever may see a deal and not its person or
 * company gets the deal without.
 */
export function dealJoins(caller: Actor): RawBuilder<unknown> {
  return sql`
    left join identifiers i on i.id = d.person_ref and ${ofVisiblePerson(caller)}
    left join people p on p.id = i.person_id
    left join companies c on c.id = d.company_id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    left join users u on u.id = d.owner_id
    left join close_reasons r on r.id = d.close_reason_id`
}

function ofVisiblePerson(caller: Actor): RawBuilder<unknown> {
  if (rightsFor(caller.grants.rights, 'people').view === 'all') return sql`true`
  return sql`exists (select from people v where v.id = i.person_id and ${visibleTo(caller, 'people', 'view', sql`v`)})`
}

/** The deals of a query of rows of the table `deals`, in the order of the board. */
export async function selectDeals(db: Queryable, caller: Actor, from: RawBuilder<unknown>): Promise<Deal[]> {
  const { rows } = await sql<DealRow>`
    select ${dealColumns} from (${from}) d ${dealJoins(caller)} order by d.rank, d.id`.execute(db)
  return rows.map((row) => toDeal(caller, row))
}

/** The deal of a row as the caller gets to see it, with its times as the API writes them. */
export function toDeal(caller: Actor, row: DealRow): Deal {
  const person = row.person && !seesEmail(caller) ? { ...row.person, email: null } : row.person
  const shown = withoutHidden(caller, 'deals', {
    ...row,
    person,
    next_activity: caller.permissions.has('activities:read') ? row.next_activity : null,
    entered_stage_at: row.entered_stage_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
    last_activity_at: row.last_activity_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  })
  return fieldLevel(caller, 'deals', 'close_note') === 'hidden' ? { ...shown, close_note: '' } : shown
}
