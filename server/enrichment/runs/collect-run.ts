import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { judge, type Asked } from '../ask/judge.ts'
import { enqueueLookups, noteSkipped } from '../lookups/enqueue.ts'
import { listRecords } from './list-records.ts'

const RECORDS_AT_ONCE = 500

type Collecting = Asked & {
  run_id: string
  segment_id: string | null
  of_segment: boolean
  cursor: string | null
  asked_by: string
}

/** Goes on with a run by a page of its records, and ends those of which nothing waits any more. Gives whether there was a page. */
export async function collectRuns({ db, clock }: Platform): Promise<boolean> {
  const collected = await db.transaction().execute((trx) => collectPage(trx, clock.now()))
  await sql`
    update enrichment_runs r set state = 'done' where state = 'asking'
      and not exists (select from enrichment_lookups l where l.run_id = r.id and l.state = 'waiting')`.execute(
    db,
  )
  return collected
}

async function collectPage(trx: Trx, now: number): Promise<boolean> {
  const { rows } = await sql<Collecting>`
    select r.id as run_id, r.segment_id, r.of_segment, r.cursor, r.asked_by, p.id, p.object, p.definition, p.secret_names
    from enrichment_runs r join enrichment_providers p on p.id = r.provider_id
    where r.state = 'collecting' and p.deleted_at is null order by r.created_at limit 1 for update of r skip locked`.execute(
    trx,
  )
  const [run] = rows
  if (!run) return false
  // The segment was deleted meanwhile: nobody else is asked about.
  const isOver = run.of_segment && run.segment_id === null
  const ids = isOver
    ? []
    : await listRecords(
        trx,
        { object: run.object, segment: run.segment_id },
        { after: run.cursor, limit: RECORDS_AT_ONCE },
      )
  const judged = [...(await judge(trx, run, { ids, now }))]
  const about = { provider: run, askedBy: run.asked_by, now, runId: run.run_id }
  await enqueueLookups(trx, { ...about, records: judged.flatMap(([id, one]) => (one.ready ? [id] : [])) })
  const skipped = judged.flatMap(([record, one]) => (one.ready ? [] : [{ record, ...one }]))
  await noteSkipped(trx, { ...about, skipped })
  const isLast = ids.length < RECORDS_AT_ONCE
  await sql`
    update enrichment_runs set cursor = coalesce(${ids.at(-1) ?? null}::uuid, cursor), looked_at = looked_at + ${ids.length},
      state = ${isLast ? 'asking' : 'collecting'}
    where id = ${run.run_id}::uuid`.execute(trx)
  return true
}
