import { sql } from 'kysely'
import { recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { refreshPeople } from './refresh-people.ts'

/** The value of a computed trait of a person, null for none; `due_at` when time alone may change it. */
export type ComputedWrite = {
  trait_id: string
  name: string
  person_id: string
  value: unknown
  due_at: Date | null
  /** Whether the value before is worth keeping. */
  keep: boolean
}

/**
 * Gives people these values, keeps those from before, and has everybody told whose profile says something else by that. Who is no
 * person any more is left out. Gives by how much the number of people with a value grows, by trait.
 */
export async function storeComputed(
  trx: Trx,
  writes: ComputedWrite[],
  at: Date,
): Promise<Map<string, number>> {
  if (writes.length === 0) return new Map()
  // Batches of the pipeline write the rows of people anew from what they have read.
  await lockIdentity(trx)
  const { rows } = await sql<{ trait_id: string; person_id: string; by: number }>`
    with n as materialized (
      select r.* from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb)
        as r (trait_id uuid, name text, person_id uuid, value jsonb, due_at timestamptz, keep boolean)
      join people p on p.id = r.person_id
    ), changed as materialized (
      select n.*, v.value as before, v.computed_at as since
      from n left join computed_values v on v.trait_id = n.trait_id and v.person_id = n.person_id
      where v.value is distinct from n.value
    ), emptied as (
      delete from computed_values v using changed c
      where c.value is null and v.trait_id = c.trait_id and v.person_id = c.person_id
    ), stored as (
      insert into computed_values as v (trait_id, person_id, value, computed_at, due_at)
      select trait_id, person_id, value, ${at}::timestamptz, due_at from n where value is not null
      on conflict (trait_id, person_id) do update set value = excluded.value, due_at = excluded.due_at,
        computed_at = case when v.value = excluded.value then v.computed_at else excluded.computed_at end
      where (v.value, v.due_at) is distinct from (excluded.value, excluded.due_at)
    ), kept as (
      insert into computed_history (trait_id, person_id, value, from_at, until_at)
      select trait_id, person_id, before, since, greatest(since, ${at}::timestamptz) from changed where before is not null and keep
    ), written as (
      update people p set traits = (p.traits - c.names) || c.added, updated_at = ${at}
      from (
        select person_id, array_agg(name) as names,
          coalesce(jsonb_object_agg(name, value) filter (where value is not null), '{}') as added
        from changed group by person_id
      ) c where p.id = c.person_id
    )
    select trait_id, person_id, (before is null)::int - (value is null)::int as by from changed`.execute(trx)
  await recordProfiles(trx, { people: [...new Set(rows.map(({ person_id }) => person_id))], moved: [] })
  const grown = new Map<string, number>()
  for (const { trait_id, by } of rows) grown.set(trait_id, (grown.get(trait_id) ?? 0) + by)
  return grown
}

/** Forgets the values of people who are no more; what they became is worked out anew. Gives by how much each trait shrinks. */
export async function removeComputed(trx: Trx, people: string[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map()
  const { rows } = await sql<{ trait_id: string; by: number }>`
    with gone as (
      delete from computed_values v
      where v.person_id = any(${people}::uuid[]) and not exists (select from people p where p.id = v.person_id)
      returning v.trait_id
    ), forgotten as (
      delete from computed_history h
      where h.person_id = any(${people}::uuid[]) and not exists (select from identifiers i where i.id = h.person_id)
    )
    select trait_id, -count(*)::int as by from gone group by trait_id`.execute(trx)
  return new Map(rows.map(({ trait_id, by }) => [trait_id, by]))
}

/** Writes these people anew from all that is said and worked out about them, and has everybody told. */
export async function rewritePeople(trx: Trx, people: string[]): Promise<void> {
  await lockIdentity(trx)
  await refreshPeople(trx, {
    known: new Set(people),
    fresh: [],
    lastSeen: new Map(),
    divided: new Set(),
    version: 1,
  })
  await recordProfiles(trx, { people, moved: [] })
}
