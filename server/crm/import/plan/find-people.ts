import { sql } from 'kysely'
import type { JsonObject } from '../../../../model/json.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { strongestFirst } from '../../../people/index.ts'

/** Somebody known, with the identifier that stands for them. */
export type KnownPerson = {
  id: string
  traits: JsonObject
  identifier: { id: string; type: string; value: string }
  companies: string[]
}

/** The persons whom these identifiers belong to, by identifier. */
export async function personsOfIdentifiers(db: Queryable, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; person_id: string }>`
    select id, person_id from identifiers where id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, person_id }) => [id, person_id]))
}

/** Who has one of these phone numbers (digits only). */
export async function personsOfPhones(db: Queryable, phones: string[]): Promise<Map<string, string[]>> {
  if (phones.length === 0) return new Map()
  const { rows } = await sql<{ key: string; id: string }>`
    select regexp_replace(traits ->> 'phone', '\\D', '', 'g') as key, id from people
    where traits ? 'phone' and regexp_replace(traits ->> 'phone', '\\D', '', 'g') = any(${phones}::text[])
    order by id limit 5000`.execute(db)
  return grouped(rows)
}

/** Who has one of these names (in lower case, the first 80 characters). */
export async function personsOfNames(db: Queryable, names: string[]): Promise<Map<string, string[]>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<{ key: string; id: string }>`
    select coalesce(left(lower(name), 80), '') as key, id from people
    where coalesce(left(lower(name), 80), '') = any(${names}::text[])
    order by id limit 5000`.execute(db)
  return grouped(rows)
}

/** What is known of these people. */
export async function knownPeople(db: Queryable, ids: string[]): Promise<Map<string, KnownPerson>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<KnownPerson>`
    select p.id, p.traits, jsonb_build_object('id', o.id, 'type', o.type, 'value', o.value) as identifier,
      array(select distinct m.company_id from identifiers j join company_members m on m.identifier_id = j.id
            where j.person_id = p.id) as companies
    from people p
    cross join lateral (
      select o.* from identifiers o where o.person_id = p.id order by ${strongestFirst} limit 1
    ) o
    where p.id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

function grouped(rows: { key: string; id: string }[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { key, id } of rows) {
    const ids = found.get(key)
    if (ids) ids.push(id)
    else found.set(key, [id])
  }
  return found
}
