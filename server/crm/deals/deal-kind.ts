import { sql } from 'kysely'
import type { RecordKind } from '../../access/index.ts'

/** Deals as records with owners. */
export const dealKind: RecordKind = {
  object: 'deals',
  one: 'deal',
  many: 'deals',
  permissions: { read: 'deals:read', write: 'deals:write' },
  from: (id) => sql`deals r where r.id = ${id}::uuid and r.deleted_at is null`,
  name: sql`r.name`,
  key: sql`r.id`,
  keys: sql`r.id`,
}
