import { sql } from 'kysely'
import { z } from 'zod'
import type { User } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { decodeCursor, pageFrom } from '../platform/http/index.ts'
import type { Database } from '../platform/relational/index.ts'
import { toUser, type UserRow } from './users.ts'

const position = z.tuple([z.string(), z.string()])

/** The users by name. */
export async function listUsers(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<User>> {
  const [name, id] = cursor ? decodeCursor(cursor, position) : ['', '']
  const { rows } = await sql<UserRow>`
    select id, name, email, role, created_at from users
    where (name, id) > (${name}, ${id})
    order by name, id limit ${limit + 1}`.execute(db)
  return pageFrom(rows.map(toUser), limit, (user) => [user.name, user.id])
}
