import { sql } from 'kysely'
import { unindexedTypes, type Field } from '../../../model/field.ts'
import { audit, systemActor } from '../../access/index.ts'
import type { Database } from '../../platform/relational/index.ts'

/** A field by which somebody filters or sorts gets an index, which the next ones find. */
export async function indexUsed(db: Database, fields: Field[], keys: string[]): Promise<void> {
  const used = fields.filter(
    ({ key, type, indexed }) => keys.includes(key) && !indexed && !unindexedTypes.includes(type),
  )
  if (used.length === 0) return
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; label: string }>`
      update crm_fields set indexed = true, index_state = 'waiting', updated_at = now()
      where id = any(${used.map(({ id }) => id)}::uuid[]) and not indexed returning id, label`.execute(trx)
    for (const { id, label } of rows)
      await audit(trx, systemActor, {
        action: 'field.indexed',
        subject: { type: 'field', id, name: label },
        details: { why: 'A list is filtered or sorted by it.' },
      })
  })
}
