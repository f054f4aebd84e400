import type { RecordAction } from '../../../model/rights.ts'
import { requireRecord } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { personKind } from './record-kinds.ts'

/** Throws `not_found` for people whom the caller does not see, `forbidden` for those they may not do this with. */
export async function requirePeople(
  db: Queryable,
  caller: Actor,
  { ids, action }: { ids: string[]; action: RecordAction },
): Promise<void> {
  for (const id of ids)
    await requireRecord(db, caller, { object: 'people', action, from: personKind.from(id), what: 'person' })
}
