import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import { strongestFirst } from '../../people/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** A user or a record that a value names: what is kept, the id of today, and what it is called. */
export type Referred = { id: string; kept: string; today: string; label: string }

type Typed = Pick<Field, 'key' | 'type' | 'settings'>

/**
 * Looks up what values of users and relations name: a map by target (`user`, `company` …) and id. People are kept under
 * their strongest identifier, so that the relation follows them through merges and un-merges.
 */
export async function findReferred(db: Queryable, fields: Typed[], values: JsonObject[]): Promise<Referrals> {
  const wanted = new Map<string, Set<string>>()
  for (const field of fields) {
    const target = targetOf(field)
    if (target === null) continue
    const ids = wanted.get(target) ?? new Set()
    for (const one of values) if (typeof one[field.key] === 'string') ids.add(String(one[field.key]))
    wanted.set(target, ids)
  }
  const asked = [...wanted].filter(([, ids]) => ids.size > 0)
  if (asked.length === 0) return new Map()
  // One question for all of them: each would have to wait for the database again.
  const parts = asked.map(
    ([target, ids]) =>
      sql`select ${target}::text as target, x.* from (${lookUps[target]?.([...ids]) ?? recordsOf(target, [...ids])}) x`,
  )
  const { rows } = await sql<Referred & { target: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  const found: Referrals = new Map(asked.map(([target]) => [target, new Map()]))
  for (const { target, ...row } of rows) found.get(target)?.set(row.id, row)
  return found
}

export type Referrals = Map<string, Map<string, Referred>>

/** What a field's value must name: `user`, or the object that a relation leads to; null for other types. */
export function targetOf({ type, settings }: Typed): string | null {
  if (type === 'user') return 'user'
  return type === 'relation' ? (settings.target ?? null) : null
}

const lookUps: Record<string, (ids: string[]) => RawBuilder<unknown>> = {
  user: (ids) => sql`
    select id, id as kept, id as today, name as label from users where id = any(${ids}::text[])`,
  company: (ids) => sql`
    select id::text, id::text as kept, id::text as today, coalesce(name, group_id) as label from companies
    where id = any(${ids}::uuid[])`,
  deal: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from deals
    where id = any(${ids}::uuid[]) and deleted_at is null`,
  pipeline: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from pipelines where id = any(${ids}::uuid[])`,
  stage: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from stages where id = any(${ids}::uuid[])`,
  person: (ids) => sql`
    select me.id::text, s.ref::text as kept, p.id::text as today, coalesce(p.name, p.email, s.value) as label
    from identifiers me
    join people p on p.id = me.person_id
    cross join lateral (
      select o.id as ref, o.value from identifiers o where o.person_id = p.id order by ${strongestFirst} limit 1
    ) s
    where me.id = any(${ids}::uuid[])`,
}

function recordsOf(object: string, ids: string[]): RawBuilder<unknown> {
  return sql`
    select id::text, id::text as kept, id::text as today, name as label from records
    where id = any(${ids}::uuid[]) and object = ${object} and deleted_at is null`
}
