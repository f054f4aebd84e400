import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import { seesEmail, strongestFirst } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { mayWith, seesField } from '../objects/record-rights.ts'

/** A user or a record that a value names: what is kept, the id of today, and what it is called. */
export type Referred = { id: string; kept: string; today: string; label: string }

type Typed = Pick<Field, 'key' | 'type' | 'settings'>
/** Values of some fields, by key, of any number of records. */
type Naming = { fields: Typed[]; values: JsonObject[] }

/**
 * Looks up what values of users and relations name: a map by target (`user`, `company` …) and id. What the caller does
 * not get to see is not found.
 */
export function findReferred(db: Queryable, caller: Actor, ...naming: Naming[]): Promise<Referrals> {
  return lookUp(db, caller, { naming, toKeep: false })
}

/**
 * The same for values that are to be stored. People are kept under their strongest identifier, so that the relation
 * follows them through merges and un-merges; finding it reads a row more for each, so lists do without.
 */
export function findToKeep(db: Queryable, caller: Actor, naming: Naming): Promise<Referrals> {
  return lookUp(db, caller, { naming: [naming], toKeep: true })
}

async function lookUp(
  db: Queryable,
  caller: Actor,
  { naming, toKeep }: { naming: Naming[]; toKeep: boolean },
): Promise<Referrals> {
  const wanted = new Map<string, Set<string>>()
  for (const { fields, values } of naming) {
    for (const field of fields) {
      const target = targetOf(field)
      if (target === null) continue
      const ids = wanted.get(target) ?? new Set()
      for (const one of values) if (typeof one[field.key] === 'string') ids.add(String(one[field.key]))
      wanted.set(target, ids)
    }
  }
  const asked = [...wanted].filter(([, ids]) => ids.size > 0)
  if (asked.length === 0) return new Map()
  // One question for all of them: each would have to wait for the database again.
  const parts = asked.map(
    ([target, ids]) =>
      sql`select ${target}::text as target, x.* from (${lookUps[target]?.([...ids], caller, toKeep) ?? recordsOf(target, [...ids], caller)}) x`,
  )
  const { rows } = await sql<Referred & { target: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  const found: Referrals = new Map(asked.map(([target]) => [target, new Map()]))
  for (const { target, ...row } of rows) found.get(target)?.set(row.id, row)
  return found
}

export type Referrals = Map<string, Map<string, Referred>>

/** What a field's value must name: `user`, `file`, or the object that a relation leads to; null for other types. */
export function targetOf({ type, settings }: Typed): string | null {
  if (type === 'user' || type === 'file') return type
  return type === 'relation' ? (settings.target ?? null) : null
}

const lookUps: Record<string, (ids: string[], caller: Actor, toKeep: boolean) => RawBuilder<unknown>> = {
  user: (ids) => sql`
    select id, id as kept, id as today, name as label from users where id = any(${ids}::text[])`,
  file: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from record_files where id = any(${ids}::uuid[])`,
  company: (ids, caller) => sql`
    select id::text, id::text as kept, id::text as today, coalesce(name, group_id) as label from companies r
    where id = any(${ids}::uuid[]) and ${seenBy(caller, 'company')}`,
  deal: (ids, caller) => sql`
    select id::text, id::text as kept, id::text as today, ${nameOf(caller, 'deal')} as label from deals r
    where id = any(${ids}::uuid[]) and deleted_at is null and ${seenBy(caller, 'deal')}`,
  pipeline: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from pipelines where id = any(${ids}::uuid[])`,
  stage: (ids) => sql`
    select id::text, id::text as kept, id::text as today, name as label from stages where id = any(${ids}::uuid[])`,
  person: (ids, caller, toKeep) => sql`
    select me.id::text, ${toKeep ? strongest(sql`o.id`) : sql`me.id`}::text as kept, r.id::text as today,
      coalesce(r.name, ${emailOf(caller)}, ${strongest(shownTo(caller))}) as label
    from identifiers me
    join people r on r.id = me.person_id
    where me.id = any(${ids}::uuid[]) and ${seenBy(caller, 'person')}`,
}

/** Something of the strongest identifier of a person. */
function strongest(what: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select ${what} from identifiers o where o.person_id = r.id order by ${strongestFirst} limit 1)`
}

function shownTo(caller: Actor): RawBuilder<unknown> {
  return sql`case when ${seesEmail(caller)} or o.type <> 'email' then o.value else 'Somebody' end`
}

function recordsOf(object: string, ids: string[], caller: Actor): RawBuilder<unknown> {
  return sql`
    select id::text, id::text as kept, id::text as today, ${nameOf(caller, object)} as label from records r
    where id = any(${ids}::uuid[]) and object = ${object} and deleted_at is null and ${seenBy(caller, object)}`
}

function seenBy(caller: Actor, object: string): RawBuilder<boolean> {
  return mayWith(caller, object, { action: 'view', row: sql`r` })
}

function nameOf(caller: Actor, object: string): RawBuilder<unknown> {
  return seesField(caller, object, 'name') ? sql`name` : sql`'A record'::text`
}

function emailOf(caller: Actor): RawBuilder<unknown> {
  return seesEmail(caller) ? sql`r.email` : sql`null::text`
}
