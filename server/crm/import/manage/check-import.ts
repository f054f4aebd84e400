import { sql } from 'kysely'
import { importOutcomes } from '../../../../model/import-outcomes.ts'
import type { ImportCounts } from '../../../../model/import.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { Plan } from '../plan/context.ts'
import { advance } from './claim-import.ts'
import type { ImportRecord } from './import-row.ts'
import type { Job } from './job.ts'
import { importOrder, loadRows } from './load-rows.ts'
import { checkRows } from './plan-rows.ts'
import { prepareContext } from './prepare-context.ts'

const ROWS_PER_CHUNK = 2_000

/** Says of every row what would become of it, and writes nothing else. After a crash it begins anew. */
export async function checkImport(job: Job, record: ImportRecord): Promise<void> {
  const { db } = job.platform
  await sql`delete from import_outcomes where import_id = ${record.id}`.execute(db)
  await sql`update imports set done = 0 where id = ${record.id}`.execute(db)
  const ctx = { ...(await prepareContext(job.platform, record)), planned: new Map() }
  const counts = noCounts()
  for (const [step, file] of importOrder(record.files).entries()) {
    for (let after = -1; ;) {
      const rows = await loadRows(db, record.id, { file, after, limit: ROWS_PER_CHUNK })
      const last = rows.at(-1)
      if (!last) break
      const plans = await checkRows(db, rows, ctx)
      for (const { outcome } of plans) counts[outcome] += 1
      await db.transaction().execute(async (trx) => {
        await storeOutcomes(trx, record.id, plans)
        await advance(trx, record.id, {
          state: 'checking',
          worker: job.worker,
          step,
          row: last.row,
          by: rows.length,
        })
      })
      after = last.row
    }
  }
  await sql`
    update imports set state = 'checked', summary = ${JSON.stringify(counts)}::jsonb
    where id = ${record.id} and state = 'checking' and worker = ${job.worker}`.execute(db)
}

/** Keeps what became, or would become, of rows. */
export async function storeOutcomes(db: Queryable, importId: string, plans: Plan<unknown>[]): Promise<void> {
  if (plans.length === 0) return
  const input = plans.map(({ row, outcome, label, problems, recordId }) => ({
    file: row.file,
    row: row.row,
    outcome,
    label: label.slice(0, 200),
    problems,
    record_id: recordId,
  }))
  await sql`
    insert into import_outcomes (import_id, file, row, outcome, label, problems, record_id)
    select ${importId}, file, row, outcome, label, problems, record_id
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (file int, row int, outcome text, label text, problems jsonb, record_id uuid)
    on conflict (import_id, file, row) do update
      set outcome = excluded.outcome, label = excluded.label, problems = excluded.problems, record_id = excluded.record_id`.execute(
    db,
  )
}

function noCounts(): ImportCounts {
  return Object.fromEntries(importOutcomes.map((outcome) => [outcome, 0])) as ImportCounts
}
