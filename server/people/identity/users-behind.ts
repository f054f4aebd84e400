import { sql } from 'kysely'
import { MAX_USERS_BEHIND } from '../../../model/identity-rules.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { UsersBehind } from './judge-state.ts'

/** With how many user ids and e-mail addresses each of these identifiers was named; counted up to where it matters. */
export async function usersBehind(db: Queryable, ids: string[]): Promise<Map<string, UsersBehind>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; users: number; emails: number }>`
    select one.id, count(*) filter (where i.type = 'user_id')::int as users,
      count(*) filter (where i.type = 'email')::int as emails
    from unnest(${ids}::uuid[]) as one (id)
    cross join lateral (
      (select i.id, i.type from identity_links l join identifiers i on i.id = l.a
        where l.b = one.id and i.type = 'user_id' limit ${MAX_USERS_BEHIND + 1})
      union
      (select i.id, i.type from identity_links l join identifiers i on i.id = l.b
        where l.a = one.id and i.type = 'user_id' limit ${MAX_USERS_BEHIND + 1})
      union
      (select i.id, i.type from identity_links l join identifiers i on i.id = l.a
        where l.b = one.id and i.type = 'email' limit ${MAX_USERS_BEHIND + 1})
      union
      (select i.id, i.type from identity_links l join identifiers i on i.id = l.b
        where l.a = one.id and i.type = 'email' limit ${MAX_USERS_BEHIND + 1})
    ) i
    group by one.id`.execute(db)
  return new Map(rows.map(({ id, users, emails }) => [id, { users, emails }]))
}
