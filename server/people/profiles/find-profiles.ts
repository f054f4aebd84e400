import { sql, type RawBuilder } from 'kysely'
import type { Person } from '../../../model/person.ts'
import { systemActor, visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { seesEmail, visibleTraits } from './visible-fields.ts'

type Row = Omit<Person, 'first_seen' | 'last_seen' | 'updated_at' | 'created_at'> & {
  first_seen: Date
  last_seen: Date
  updated_at: Date
}

/**
 * A person with everything known; `id` may be a present or former person id, or any identifier's. Null when unknown
 * or not visible to the caller; without what is hidden from them.
 */
export async function findPerson(db: Queryable, caller: Actor, id: string): Promise<Person | null> {
  const [person] = await profilesWhere(
    db,
    caller,
    sql`p.id = (select person_id from identifiers where id = ${id}::uuid)`,
  )
  return person ?? null
}

/** These people with everything known, by their present ids, whoever asks; those unknown are missing. */
export async function findProfiles(db: Queryable, people: string[]): Promise<Person[]> {
  if (people.length === 0) return []
  return profilesWhere(db, systemActor, sql`p.id = any(${people}::uuid[])`)
}

async function profilesWhere(
  db: Queryable,
  caller: Actor,
  condition: RawBuilder<unknown>,
): Promise<Person[]> {
  const withEmail = seesEmail(caller)
  const { rows } = await sql<Row>`
    select p.id, p.name, p.traits, p.first_seen, p.last_seen, p.updated_at,
      (select coalesce(jsonb_agg(jsonb_build_object('type', type, 'value', value, 'state', state, 'first_seen',
                to_char(first_seen at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by first_seen, type, value), '[]')
         from identifiers where person_id = p.id and (${withEmail} or type <> 'email')) as identifiers,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('id', c.id, 'group_id', c.group_id, 'name', c.name)), '[]')
         from identifiers i join company_members m on m.identifier_id = i.id join companies c on c.id = m.company_id
         where i.person_id = p.id and ${visibleTo(caller, 'companies', 'view', sql`c`)}) as companies,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'entered_at',
                to_char(m.entered_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.entered_at desc), '[]')
         from segment_members m join segments s on s.id = m.segment_id where m.person_id = p.id) as segments
    from people p where ${condition} and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  return rows.map(({ first_seen, last_seen, updated_at, ...rest }) => ({
    ...rest,
    traits: visibleTraits(caller, 'people', rest.traits),
    first_seen: first_seen.toISOString(),
    last_seen: last_seen.toISOString(),
    created_at: first_seen.toISOString(),
    updated_at: updated_at.toISOString(),
  }))
}
