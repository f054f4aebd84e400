import { sql, type RawBuilder } from 'kysely'
import type { RecordAction } from '../../../model/rights.ts'
import { ruleOf } from '../../../model/view.ts'
import { fieldLevel, requireRecord, requireWritable, visibleTo, type RecordKind } from '../../access/index.ts'
import { companyKind, personKind } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { dealKind } from '../deals/deal-kind.ts'

/** Who may do what with the records of an object: Kith's own have their tables, all others lie in `records`. */
export function kindOf(object: string): RecordKind {
  return kinds[object] ?? ownKind(object)
}

const kinds: Record<string, RecordKind> = { deal: dealKind, company: companyKind, person: personKind }

/** Records of an object of your own; Kith’s own objects have none. */
export function ownKind(object: string): RecordKind {
  return {
    object,
    one: 'record',
    many: 'records',
    permissions: { read: 'records:read', write: 'records:write' },
    from: (id) => sql`records r where r.id = ${id}::uuid and r.object = ${object} and r.deleted_at is null`,
    name: sql`r.name`,
    key: sql`r.id`,
    keys: sql`r.id`,
  }
}

/** The condition on row `row` of an object's table that the caller may do this with it. */
export function mayWith(
  caller: Actor,
  object: string,
  { action, row }: { action: RecordAction; row: RawBuilder<unknown> },
): RawBuilder<boolean> {
  return visibleTo(caller, kindOf(object).object, action, row)
}

/** Throws `not_found` for a record that the caller does not see, `forbidden` for one that they may not do this with. */
export function requireRecordOf(
  db: Queryable,
  caller: Actor,
  { object, id, action }: { object: string; id: string; action: RecordAction },
): Promise<void> {
  const kind = kindOf(object)
  return requireRecord(db, caller, { object: kind.object, action, from: kind.from(id), what: kind.one })
}

/** Whether the caller gets to see a field of an object, standard or custom. */
export function seesField(caller: Actor, object: string, key: string): boolean {
  return fieldLevel(caller, kindOf(object).object, ruleOf(object, key)) !== 'hidden'
}

/** Throws `forbidden` when the caller may not change one of these fields, standard or custom. */
export function requireWritableFields(caller: Actor, object: string, keys: string[]): void {
  requireWritable(
    caller,
    kindOf(object).object,
    keys.map((key) => ruleOf(object, key)),
  )
}
