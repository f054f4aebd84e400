import { sql } from 'kysely'
import type { RecordAction } from '../../../model/rights.ts'
import { requireRecord } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** Throws `not_found` for a deal that the caller does not see, `forbidden` for one that they may not do this with. */
export function requireDeal(
  db: Queryable,
  caller: Actor,
  { id, action }: { id: string; action: RecordAction },
): Promise<void> {
  return requireRecord(db, caller, {
    object: 'deals',
    action,
    from: sql`deals r where r.id = ${id}::uuid`,
    what: 'deal',
  })
}
