import { sql } from 'kysely'
import type { ImportState } from '../../../../model/import.ts'
import type { Database, Queryable, Trx } from '../../../platform/relational/index.ts'
import type { ImportRecord } from './import-row.ts'

/** A worker that has died is replaced after this time; one that lives says so with every chunk. */
const LEASE_SECONDS = 30

/** Takes the oldest import that has work waiting for this worker; null when there is none. */
export async function claimImport(db: Database, worker: string): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    update imports set worker = ${worker}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = (
      select id from imports
      where state in ('reading', 'checking', 'running', 'undoing')
        and (lease_until is null or lease_until < now() or worker = ${worker})
      order by created_at limit 1 for update skip locked
    )
    returning *`.execute(db)
  return rows[0] ?? null
}

/** Lets another worker take what this one has not finished; the embedded database has one worker, so after a crash all is free. */
export async function releaseImports(db: Queryable, worker: string | null): Promise<void> {
  await sql`
    update imports set lease_until = null where lease_until is not null
      and (${worker}::uuid is null or worker = ${worker}::uuid)`.execute(db)
}

/** Somebody else has taken over, or the import was cancelled: the work at hand is dropped. */
export class Interrupted extends Error {}

export type Advance = { state: ImportState; worker: string; step: number; row: number; by: number }

/** Notes in the transaction of a chunk how far the job got. Throws `Interrupted` when it is not this worker's any more. */
export async function advance(
  trx: Trx,
  id: string,
  { state, worker, step, row, by }: Advance,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update imports set done = done + ${by}, place_step = ${step}, place_row = ${row},
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${id} and state = ${state} and worker = ${worker} and not cancelled`.execute(trx)
  if (numAffectedRows !== 1n) throw new Interrupted()
}
