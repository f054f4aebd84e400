import { sql } from 'kysely'
import { z } from 'zod'
import type { User } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import type { Database } from '../platform/relational/index.ts'

type Row = Omit<User, 'created_at'> & { created_at: Date }

const position = z.tuple([z.string(), z.string()])

/** The users by name. */
export async function listUsers(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<User>> {
  const [name, id] = cursor ? decodeCursor(cursor, position) : ['', '']
  const { rows } = await sql<Row>`
    select id, name, email, created_at,
      exists (select from second_factors where user_id = u.id and secret is not null) as two_factor,
      not exists (select from accounts where user_id = u.id) as invited,
      array(select role_id from user_roles where user_id = u.id order by role_id) as roles,
      array(select team_id from team_members where user_id = u.id order by team_id) as teams
    from users u
    where (name, id) > (${name}, ${id})
    order by name, id limit ${limit + 1}`.execute(db)
  const users = rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
  return pageFrom(users, limit, (user) => [user.name, user.id])
}
