import { sql, type RawBuilder } from 'kysely'
import type { CrmObject } from '../../../model/field.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** All kinds of records, those of Kith itself first, archived ones last. */
export function listObjects(db: Queryable): Promise<CrmObject[]> {
  return selectObjects(db, sql`true`)
}

/** The object with this key. Throws `not_found`. */
export async function requireObject(db: Queryable, key: string): Promise<CrmObject> {
  const [object] = await selectObjects(db, sql`o.key = ${key}`)
  if (!object) throw fail('not_found', 'There is no object with this key.')
  return object
}

async function selectObjects(db: Queryable, condition: RawBuilder<unknown>): Promise<CrmObject[]> {
  const { rows } = await sql<Omit<CrmObject, 'archived_at'> & { archived_at: Date | null }>`
    select o.key, o.name, o.plural, o.description, o.icon, o.standard, o.archived_at,
      (select count(*) from crm_fields f where f.object = o.key and f.archived_at is null) as fields
    from crm_objects o where ${condition}
    order by o.archived_at is not null, o.position, o.created_at, o.key`.execute(db)
  return rows.map((row) => ({ ...row, archived_at: row.archived_at?.toISOString() ?? null }))
}
