import { sql } from 'kysely'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockFields } from './fields-lock.ts'

/** Puts the fields of an object in this order; those that are not named follow as they stood. */
export async function orderFields(trx: Trx, actor: Actor, object: string, ids: string[]): Promise<void> {
  await lockFields(trx, object)
  await sql`
    update crm_fields f set position = o.place
    from (
      select id, row_number() over (order by array_position(${ids}::uuid[], id) nulls last, position, created_at) as place
      from crm_fields where object = ${object}
    ) o
    where f.id = o.id and f.position <> o.place`.execute(trx)
  await audit(trx, actor, {
    action: 'fields.ordered',
    subject: { type: 'object', id: object, name: object },
  })
}
