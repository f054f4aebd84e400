import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

/** What each of these people is called: name, e-mail, else what is known of them. */
export async function namesOf(db: Queryable, people: string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select p.id, coalesce(p.name, p.email,
      (select i.value from identifiers i where i.person_id = p.id order by i.type = 'user_id' desc, i.first_seen limit 1), '') as name
    from people p where p.id = any(${people}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
