import { sql } from 'kysely'
import type { Field } from '../../../model/field.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { rowsOf, tableOf } from '../fields/computed/record-tables.ts'
import { listFields } from '../fields/find-fields.ts'
import { rollupSql } from './rollup-sql.ts'

const RECORDS_AT_ONCE = 1_000
const MOST_ROUNDS = 1_000

/**
 * Works out what waits for it; several processes may, each at other records. Roll-ups of roll-ups that lead to each other
 * without an end are gone on with the next time, so that nothing else waits for them.
 */
export async function computeWaiting({ db }: Platform): Promise<void> {
  for (const step of [computeTouched, computeNext, computeTouched])
    for (let round = 0; round < MOST_ROUNDS && (await db.transaction().execute(step)); round += 1);
}

/** The roll-ups of records about which something changed. */
async function computeTouched(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ object: string; record_id: string }>`
    delete from rollups_waiting where id in (
      select id from rollups_waiting order by id limit ${RECORDS_AT_ONCE} for update skip locked)
    returning object, record_id`.execute(trx)
  for (const object of new Set(rows.map((row) => row.object))) {
    const ids = rows.flatMap((row) => (row.object === object ? [row.record_id] : []))
    await computeRollups(trx, object, [...new Set(ids)])
  }
  return rows.length > 0
}

type Waiting = Pick<Field, 'id' | 'object'> & { kind: string; cursor: string | null }

/** The next records, by their ids, of a field whose definition changed. */
async function computeNext(trx: Trx): Promise<boolean> {
  const { rows } = await sql<Waiting>`
    select id, object, computed ->> 'kind' as kind, compute_cursor as cursor from crm_fields
    where compute_state = 'waiting' order by updated_at, id limit 1 for update skip locked`.execute(trx)
  const [field] = rows
  if (!field) return false
  const ids = await idsAfter(trx, field)
  if (field.kind === 'rollup') await computeRollups(trx, field.object, ids)
  // The trigger works out the formulas of whatever row is written.
  else
    await sql`update ${tableOf(field.object)} set fields = fields where id = any(${ids}::uuid[])`.execute(trx)
  await sql`
    update crm_fields set compute_done = compute_done + ${ids.length}, compute_cursor = ${ids.at(-1) ?? field.cursor},
      compute_state = ${ids.length < RECORDS_AT_ONCE ? 'ready' : 'waiting'}
    where id = ${field.id}`.execute(trx)
  return true
}

async function idsAfter(trx: Trx, { object, cursor }: Waiting): Promise<string[]> {
  const after = cursor === null ? sql`true` : sql`id > ${cursor}::uuid`
  const { rows } = await sql<{ id: string }>`
    select id from ${tableOf(object)} where ${rowsOf(object)} and ${after} order by id limit ${RECORDS_AT_ONCE}`.execute(
    trx,
  )
  return rows.map(({ id }) => id)
}

async function computeRollups(trx: Trx, object: string, ids: string[]): Promise<void> {
  const fields = await listFields(trx, object)
  const values = await Promise.all(
    fields.flatMap(({ computed, ...field }) =>
      computed?.kind === 'rollup'
        ? [rollupSql(trx, { ...field, computed }).then((value) => sql`${field.key}::text, ${value}`)]
        : [],
    ),
  )
  if (values.length === 0 || ids.length === 0) return
  // Locked first: what is read then is what everybody who wrote before has left.
  await sql`
    select from ${tableOf(object)} where id = any(${ids}::uuid[]) order by id for no key update`.execute(trx)
  await sql`
    update ${tableOf(object)} c set fields = c.fields || n.values
    from (
      select t.id, jsonb_build_object(${sql.join(values)}) as values
      from ${tableOf(object)} t where t.id = any(${ids}::uuid[])
    ) n
    where c.id = n.id and c.fields is distinct from c.fields || n.values`.execute(trx)
}
