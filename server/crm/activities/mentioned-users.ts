import { sql } from 'kysely'
import { mentioned, type Colleague } from '../../../model/mention.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** The users whom a text mentions by `@Name`. */
export async function mentionedUsers(trx: Trx, text: string): Promise<Colleague[]> {
  if (!text.includes('@')) return []
  const { rows } = await sql<Colleague>`
    select id, name from users where name <> '' and strpos(lower(${text}), '@' || lower(name)) > 0`.execute(
    trx,
  )
  return mentioned(text, rows)
}
