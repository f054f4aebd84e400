import { sql } from 'kysely'
import type { Database, Trx } from '../../platform/relational/index.ts'
import type { ClaimedRun } from './claim-run.ts'

const MINUTE_MS = 60_000
/** How long to wait after the first failure, the second, and so on; then it has failed. */
const PAUSES_MS = [MINUTE_MS, 5 * MINUTE_MS, 20 * MINUTE_MS]
const KEPT_RUNS = 500

export type Written = { rows: number; bytes: number }
type Ending = { worker: string; now: number }

/** Writes down that the file is there. What was told of changes is told. */
export async function settleDone(
  trx: Trx,
  run: ClaimedRun,
  { rows, bytes, worker, now }: Written & Ending,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update segment_export_runs set state = 'done', rows = ${rows}, bytes = ${bytes}, error = null, lease_until = null,
      finished_at = ${new Date(now)}
    where id = ${run.id} and state = 'running' and worker = ${worker}::uuid`.execute(trx)
  if (numAffectedRows !== 1n) return false
  if (run.content === 'changes')
    await sql`update segment_exports set changes_until = ${run.until} where id = ${run.export_id}::uuid`.execute(
      trx,
    )
  await removeOldRuns(trx, run.export_id)
  return true
}

/** Writes down what went wrong, and when it is tried again: not when trying cannot help. */
export async function settleFailed(
  db: Database,
  run: ClaimedRun,
  { sentence, final, worker, now }: { sentence: string; final: boolean } & Ending,
): Promise<void> {
  const pause = final ? undefined : PAUSES_MS[run.attempts - 1]
  const again = pause === undefined ? null : new Date(now + pause)
  await sql`
    update segment_export_runs set state = ${again ? 'waiting' : 'failed'}, error = ${sentence}, lease_until = null,
      next_attempt_at = ${again}, finished_at = ${again ? null : new Date(now)}
    where id = ${run.id} and state = 'running' and worker = ${worker}::uuid`.execute(db)
}

async function removeOldRuns(trx: Trx, exportId: string): Promise<void> {
  await sql`
    delete from segment_export_runs where export_id = ${exportId}::uuid and slot < (
      select slot from segment_export_runs where export_id = ${exportId}::uuid
      order by slot desc offset ${KEPT_RUNS} limit 1
    )`.execute(trx)
}
