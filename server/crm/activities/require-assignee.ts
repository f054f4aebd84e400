import { sql } from 'kysely'
import type { Colleague } from '../../../model/mention.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

/** The user who is to do it; null for nobody. Throws `validation_failed` for an unknown one. */
export async function requireAssignee(trx: Trx, id: string | null): Promise<Colleague | null> {
  if (id === null) return null
  const { rows } = await sql<Colleague>`select id, name from users where id = ${id} for key share`.execute(
    trx,
  )
  if (!rows[0]) throw invalidField('assignee_id', 'There is no user with this id.')
  return rows[0]
}
