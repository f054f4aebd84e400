import { sql } from 'kysely'
import type { Field } from '../../../../model/field.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { followFormulas } from './follow-formulas.ts'
import { countRecordsOf } from './record-tables.ts'

/** Lets a computed field be worked out for all records that there are, in the background, and from now on with each change. */
export async function computeAnew(trx: Trx, { id, object }: Pick<Field, 'id' | 'object'>): Promise<void> {
  await followFormulas(trx, object)
  await sql`
    update crm_fields set compute_state = 'waiting', compute_cursor = null, compute_done = 0,
      compute_total = ${await countRecordsOf(trx, object)}
    where id = ${id}::uuid`.execute(trx)
}
