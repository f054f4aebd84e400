import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { IDENTITY_LOCK } from '../identity/identity-lock.ts'
import { strongestFirst } from '../profiles/person-ref.ts'
import { mergeTraitMaps, plainTraits, type TraitMap } from '../traits/trait-map.ts'

/** A person whose custom values can be written: nobody merges or splits them before the transaction ends. */
export type PersonToWrite = {
  /** The person of today; the id asked for may be a former one. */
  id: string
  askedFor: string
  name: string
  /** The strongest identifier, which new values are kept under. */
  ref: string
  facts: TraitMap
  values: JsonObject
}

/** Locks people by any of their ids, with the custom values that their identifiers have. Those whom the caller may not change are missing. */
export async function lockPeopleForWriting(trx: Trx, caller: Actor, ids: string[]): Promise<PersonToWrite[]> {
  // Batches of the pipeline write the rows of people anew from what they have read.
  await sql`select pg_advisory_xact_lock(${IDENTITY_LOCK})`.execute(trx)
  const { rows } = await sql<Omit<PersonToWrite, 'facts' | 'values'> & { facts: TraitMap[] }>`
    select me.id as "askedFor", p.id, coalesce(p.name, p.email, 'Anonymous') as name, s.ref, f.facts
    from identifiers me
    join people p on p.id = me.person_id
    cross join lateral (
      select o.id as ref from identifiers o where o.person_id = p.id order by ${strongestFirst} limit 1
    ) s
    cross join lateral (
      select coalesce(jsonb_agg(o.fields) filter (where o.fields <> '{}'), '[]') as facts
      from identifiers o where o.person_id = p.id
    ) f
    where me.id = any(${ids}::uuid[]) and ${visibleTo(caller, 'people', 'edit', sql`p`)}`.execute(trx)
  return rows.map((row) => {
    const facts = mergeTraitMaps(row.facts)
    return { ...row, facts, values: plainTraits(facts) }
  })
}

/** Writes values under the person's strongest identifier; null empties a field. */
export async function storePersonFields(
  trx: Trx,
  people: { person: PersonToWrite; values: JsonObject }[],
  { at, by }: { at: Date; by: string },
): Promise<void> {
  const input = people.map(({ person, values }) => {
    const facts = factsOf(person, values, { at, by })
    return { id: person.id, ref: person.ref, facts, fields: plainTraits({ ...person.facts, ...facts }) }
  })
  await sql`
    with n as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as r (id uuid, ref uuid, facts jsonb, fields jsonb)
    ), kept as (
      update identifiers i set fields = i.fields || n.facts from n where i.id = n.ref
    )
    update people p set fields = n.fields, updated_at = ${at} from n where p.id = n.id`.execute(trx)
}

/** What is written now is newer than all that the person has, whatever the clocks say. */
function factsOf(
  { facts }: PersonToWrite,
  values: JsonObject,
  { at, by }: { at: Date; by: string },
): TraitMap {
  const write = randomUUID()
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const t = Math.max(at.getTime(), (facts[key]?.t ?? 0) + 1)
      return [key, { v: value, t, s: by, m: write }]
    }),
  )
}
