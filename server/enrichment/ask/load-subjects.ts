import { sql } from 'kysely'
import type { EnrichedObject } from '../../../model/enrichment.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** A record that a provider may be asked about, with all that a request can name of it. */
export type Subject = { id: string; name: string; traits: JsonObject; known: JsonObject }

/** These people or companies by the ids that were asked for, which of people may be former ones; who is gone is missing. */
export function loadSubjects(
  db: Queryable,
  object: EnrichedObject,
  ids: string[],
): Promise<Map<string, Subject>> {
  return object === 'person' ? loadPeople(db, ids) : loadCompanies(db, ids)
}

type PersonRow = {
  asked: string
  id: string
  name: string | null
  email: string | null
  traits: JsonObject
  identifiers: JsonObject
}

async function loadPeople(db: Queryable, ids: string[]): Promise<Map<string, Subject>> {
  const { rows } = await sql<PersonRow>`
    select me.id as asked, p.id, p.name, p.email, p.traits, (
      select coalesce(jsonb_object_agg(o.type, o.value), '{}') from (
        select distinct on (type) type, value from identifiers
        where person_id = p.id and state = 'normal' order by type, first_seen, value
      ) o
    ) as identifiers
    from identifiers me join people p on p.id = me.person_id where me.id = any(${ids}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ asked, id, name, email, traits, identifiers }) => {
      const known = {
        ...identifiers,
        ...traits,
        ...names(traits),
        ...(name && { name }),
        ...(email && { email, domain: email.slice(email.lastIndexOf('@') + 1) }),
        traits,
      }
      return [asked, { id, name: name ?? email ?? 'Anonymous', traits, known }]
    }),
  )
}

/** First and last name, however they are written. */
function names(traits: JsonObject): JsonObject {
  const first = traits['first_name'] ?? traits['firstName']
  const last = traits['last_name'] ?? traits['lastName']
  return { ...(first !== undefined && { first_name: first }), ...(last !== undefined && { last_name: last }) }
}

type CompanyRow = {
  id: string
  group_id: string
  name: string | null
  domain: string | null
  traits: JsonObject
}

async function loadCompanies(db: Queryable, ids: string[]): Promise<Map<string, Subject>> {
  const { rows } = await sql<CompanyRow>`
    select c.id, c.group_id, c.name, c.domain, (
      select coalesce(jsonb_object_agg(f.key, f.value -> 'v') filter (where f.value -> 'v' <> 'null'), '{}')
      from jsonb_each(c.traits) as f
    ) as traits
    from companies c where c.id = any(${ids}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, group_id, name, domain, traits }) => {
      const known = { ...traits, group_id, ...(name && { name }), ...(domain && { domain }), traits }
      return [id, { id, name: name ?? group_id, traits, known }]
    }),
  )
}
