import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Lead } from '../../../model/lead.ts'
import { fieldLevel, visibleTo, withoutHidden } from '../../access/index.ts'
import { seesEmail } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { showValues } from '../fields/find-values.ts'
import { requireRecordOf } from '../objects/record-rights.ts'

type Times = 'status_at' | 'created_at' | 'updated_at'
export type LeadRow = Omit<Lead, Times | 'converted_at' | 'fields' | 'labels'> &
  Record<Times, Date> & { converted_at: Date | null; stored: JsonObject }

/** The lead with this id. Throws `not_found`, also for one that is not visible. */
export async function findLead(db: Queryable, caller: Actor, id: string): Promise<Lead> {
  await requireRecordOf(db, caller, { object: 'lead', id, action: 'view' })
  return readWritten(db, caller, id)
}

/** A lead that was just written, for whoever wrote it: also when they gave it away with that. */
export async function readWritten(db: Queryable, caller: Actor, id: string): Promise<Lead> {
  const [row] = await selectLeads(
    db,
    caller,
    sql`
    select r.*, null as sort_key, 1 as place from records r where r.id = ${id}::uuid and r.deleted_at is null`,
  )
  if (!row) throw fail('not_found', 'There is no lead with this id.')
  return toLead(caller, row, await showValues(db, caller, { object: 'lead', stored: row.stored }))
}

/** The leads of a query of rows of `records`, with what the caller may see of what they became. */
export async function selectLeads(
  db: Queryable,
  caller: Actor,
  from: RawBuilder<unknown>,
  scoreOf?: string,
): Promise<(LeadRow & { sort_key: string | null })[]> {
  const { rows } = await sql<LeadRow & { sort_key: string | null }>`
    select r.id, r.name, r.version, r.fields as stored, r.created_at, r.updated_at, r.sort_key,
      l.status, l.status_at, l.reason, l.email, l.phone, l.company_name, l.source, l.score, l.converted_at,
      ${scoreOf === undefined ? sql`null::float8` : numberIn(scoreOf)} as person_score,
      case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as person,
      case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as company,
      case when d.id is not null then jsonb_build_object('id', d.id, 'name', d.name) end as deal,
      case when coalesce(u.name, r.owner_name) is not null
        then jsonb_build_object('id', r.owner_id, 'name', coalesce(u.name, r.owner_name)) end as owner
    from (${from}) r join leads l on l.id = r.id
    left join identifiers i on i.id = l.person_ref
    left join people p on p.id = i.person_id and ${visibleTo(caller, 'people', 'view', sql`p`)}
    left join companies c on c.id = l.company_id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    left join deals d on d.id = l.deal_id and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}
    left join users u on u.id = r.owner_id
    order by r.place`.execute(db)
  return rows
}

/** What a person `p` has of a computed score; null for none. */
export function numberIn(trait: string): RawBuilder<unknown> {
  return sql`case when jsonb_typeof(p.traits -> ${trait}::text) = 'number' then (p.traits ->> ${trait}::text)::float8 end`
}

type Shown = { values: JsonObject; labels: Record<string, string> }

/** A lead as the caller gets to see it. Who may not see the e-mail addresses of people does not see those of leads. */
export function toLead(caller: Actor, { stored: _, ...row }: LeadRow, { values, labels }: Shown): Lead {
  return withoutHidden(caller, 'lead', {
    ...row,
    email: seesEmail(caller) && fieldLevel(caller, 'lead', 'email') !== 'hidden' ? row.email : '',
    fields: values,
    labels,
    status_at: row.status_at.toISOString(),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    converted_at: row.converted_at?.toISOString() ?? null,
  })
}
