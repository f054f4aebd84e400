import type { RawBuilder } from 'kysely'
import type { Permission } from '../../../model/roles.ts'

/** What sharing and explaining take to know of an object whose records have owners. */
export type RecordKind = {
  object: string
  /** How such a record is called in a sentence: "deal", "deals". */
  one: string
  many: string
  permissions: { read: Permission; write: Permission }
  /** The record with this id as the row `r`: sql`deals r where r.id = …`. */
  from(id: string): RawBuilder<unknown>
  /** What `r` is called, and the id that its shares name. */
  name: RawBuilder<unknown>
  key: RawBuilder<unknown>
  /** All ids that shares of `r` may name. */
  keys: RawBuilder<unknown>
}
