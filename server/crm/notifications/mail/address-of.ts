import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'

/** The mail address of a user; null when there is none any more. */
export async function addressOf(db: Queryable, userId: string): Promise<string | null> {
  const { rows } = await sql<{ email: string }>`select email from users where id = ${userId}`.execute(db)
  return rows[0]?.email ?? null
}
