import { sql } from 'kysely'
import type { Person } from '../../../model/person.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { toPerson, type PersonParts } from './person-parts.ts'
import { visiblePerson } from './visible-fields.ts'

/**
 * A person with everything known; `id` may be a present or former person id, or any identifier's. Null when unknown
 * or not visible to the caller; without what is hidden from them.
 */
export async function findPerson(db: Queryable, caller: Actor, id: string): Promise<Person | null> {
  const { rows } = await sql<PersonParts>`
    select p.id, p.name, p.traits, p.first_seen, p.last_seen, p.updated_at,
      (select coalesce(jsonb_agg(jsonb_build_object('type', type, 'value', value, 'state', state, 'first_seen',
                to_char(first_seen at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by first_seen, type, value), '[]')
         from identifiers where person_id = p.id) as identifiers,
      (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', c.role, 'by_email', c.by_email))
                || jsonb_build_object('id', c.id, 'group_id', c.group_id, 'name', c.name) order by c.id), '[]')
         from (
           select distinct on (c.id) c.id, c.group_id, c.name, m.role,
             nullif(bool_and(m.by_email is true) over (partition by c.id), false) as by_email
           from identifiers i join company_members m on m.identifier_id = i.id join companies c on c.id = m.company_id
           where i.person_id = p.id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
           order by c.id, m.role_at desc nulls last) c) as companies,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'entered_at',
                to_char(m.entered_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.entered_at desc, s.id), '[]')
         from segment_members m join segments s on s.id = m.segment_id where m.member_id = p.id) as segments
    from people p
    where p.id = (select person_id from identifiers where id = ${id}::uuid) and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(
    db,
  )
  const [row] = rows
  return row ? visiblePerson(caller, toPerson(row)) : null
}
