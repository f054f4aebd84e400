import { sql } from 'kysely'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

/** The ids of the colleagues who take no new records at present. */
export async function listPaused(db: Queryable): Promise<{ user_id: string }[]> {
  const { rows } = await sql<{
    user_id: string
  }>`select user_id from assignment_pauses order by user_id`.execute(db)
  return rows
}

/** Lets a colleague get no new records by rules from now on, or get them again. Throws `not_found`. */
export async function setPaused(
  trx: Trx,
  actor: Actor,
  { user, paused, at }: { user: string; paused: boolean; at: Date },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from users where id = ${user}`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no colleague with this id.')
  const change = paused
    ? sql`insert into assignment_pauses (user_id, since) values (${user}, ${at}) on conflict do nothing`
    : sql`delete from assignment_pauses where user_id = ${user}`
  const { numAffectedRows } = await change.execute(trx)
  if (numAffectedRows === 0n) return
  const action = paused ? 'assignment.paused' : 'assignment.resumed'
  await audit(trx, actor, { action, subject: { type: 'user', id: user, name: rows[0].name } })
}
