import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { seesField } from '../objects/record-rights.ts'

type Row = Omit<Field, 'computing' | 'created_at' | 'updated_at' | 'archived_at'> & {
  created_at: Date
  updated_at: Date
  archived_at: Date | null
  compute_state: string
  compute_done: number
  compute_total: number
}

/** The fields of an object that are in use, in the order in which they are shown; with `archived` also the others. */
export function listFields(db: Queryable, object: string, { archived = false } = {}): Promise<Field[]> {
  return selectFields(db, sql`object = ${object} and ${archived ? sql`true` : sql`archived_at is null`}`)
}

/** The fields of an object in use that the caller gets to see. */
export async function listReadableFields(
  db: Queryable,
  caller: Actor,
  object: string,
  { archived = false } = {},
): Promise<Field[]> {
  const fields = await listFields(db, object, { archived })
  return fields.filter(({ key }) => seesField(caller, object, key))
}

/** The field with this id. Throws `not_found`. */
export async function findField(db: Queryable, id: string): Promise<Field> {
  const [field] = await selectFields(db, sql`id = ${id}::uuid`)
  if (!field) throw fail('not_found', 'There is no field with this id.')
  return field
}

async function selectFields(db: Queryable, condition: RawBuilder<unknown>): Promise<Field[]> {
  const { rows } = await sql<Row>`
    select id, object, key, label, type, help, section, position, settings, default_value, required,
      required_from_stage, is_unique as "unique", indexed, index_state, created_at, updated_at, archived_at,
      computed, compute_state, compute_done::float8 as compute_done, compute_total::float8 as compute_total
    from crm_fields where ${condition} order by position, created_at, id`.execute(db)
  return rows.map(({ compute_state, compute_done, compute_total, ...row }) => ({
    ...row,
    computing: compute_state === 'waiting' ? { done: compute_done, total: compute_total } : null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    archived_at: row.archived_at?.toISOString() ?? null,
  }))
}
