import { sql } from 'kysely'
import { audit } from '../../../access/index.ts'
import { retractCompanies, retractFacts, type FactUndo } from '../../../people/index.ts'
import { publish, recordProfiles } from '../../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { advance } from '../manage/claim-import.ts'
import type { ImportRecord } from '../manage/import-row.ts'
import type { Job } from '../manage/job.ts'
import { addToResult, asActor } from '../manage/run-import.ts'
import { withDeals, withEvents } from './find-in-use.ts'
import type { Kept, StoredChange } from './stored-change.ts'
import { undoDeals } from './undo-deals.ts'

const CHANGES_PER_CHUNK = 1_000

/**
 * Takes back everything that an import created and updated, the last change first. Each chunk is one transaction that also
 * forgets its changes: after a crash the undo goes on where it was.
 */
export async function undoImport(job: Job, record: ImportRecord): Promise<void> {
  const { db } = job.platform
  for (;;) {
    const changes = await lastChanges(db, record.id)
    if (changes.length === 0) break
    await undoChunk(job, record, changes)
  }
  await removePipelines(job, record)
  await finish(job, record)
}

async function lastChanges(db: Queryable, importId: string): Promise<StoredChange[]> {
  const { rows } = await sql<StoredChange>`
    select * from import_changes where import_id = ${importId} and kept is null and object <> 'pipelines'
    order by id desc limit ${CHANGES_PER_CHUNK}`.execute(db)
  return rows
}

async function undoChunk(
  { platform, worker }: Job,
  record: ImportRecord,
  changes: StoredChange[],
): Promise<void> {
  const facts = changes.flatMap(({ undo }) => undo.facts)
  const { used, confirmed } = await withEvents(platform, facts)
  await platform.db.transaction().execute(async (trx) => {
    await advance(trx, record.id, { state: 'undoing', worker, step: 0, row: 0, by: changes.length })
    const kept = await undoDeals(trx, changes, new Date(platform.clock.now()))
    const inUse = new Set([...used, ...(await withDeals(trx, facts))])
    const { people, moved, kept: keptFacts } = await retractFacts(trx, facts, { inUse, confirmed })
    const keptCompanies = await retractCompanies(trx, facts, inUse)
    await recordProfiles(trx, { people, moved, companies: renamedBy(facts) })
    noteFacts(kept, changes, [keptFacts, keptCompanies])
    await forget(trx, changes, kept)
    await addToResult(trx, record.id, { undone: changes.length - kept.size, kept: kept.size })
  })
}

/** Companies whose name the facts had changed. */
function renamedBy(facts: FactUndo[]): string[] {
  return facts.flatMap(({ company }) =>
    company && !company.fresh && 'name' in company.traits ? [company.id] : [],
  )
}

function noteFacts(kept: Kept, changes: StoredChange[], reasons: Map<string, string[]>[]): void {
  for (const { id, undo } of changes) {
    const mine = undo.facts.flatMap(({ messageId }) => reasons.flatMap((of) => of.get(messageId) ?? []))
    if (mine.length > 0) kept.set(id, [...new Set([...(kept.get(id) ?? []), ...mine])])
  }
}

/** What was taken back is forgotten; what was kept stays, with the reason. */
async function forget(trx: Trx, changes: StoredChange[], kept: Kept): Promise<void> {
  const input = JSON.stringify([...kept].map(([id, reasons]) => ({ id, reasons })))
  await sql`
    update import_changes c set kept = n.reasons
    from jsonb_to_recordset(${input}::jsonb) as n (id bigint, reasons jsonb) where c.id = n.id`.execute(trx)
  const undone = changes.filter(({ id }) => !kept.has(id))
  await sql`delete from import_changes where id = any(${undone.map(({ id }) => id)}::bigint[])`.execute(trx)
  const companies = undone.filter(({ object }) => object === 'companies').map(({ record_id }) => record_id)
  await sql`
    delete from external_ids x where x.object = 'companies' and x.record_id = any(${companies}::uuid[])
      and not exists (select from companies c where c.id = x.record_id)`.execute(trx)
}

/** A pipeline that the import made goes when nothing lies in it. */
async function removePipelines({ platform: { db } }: Job, record: ImportRecord): Promise<void> {
  await sql`
    with made as (
      select record_id from import_changes c
      where c.import_id = ${record.id} and c.object = 'pipelines'
        and not exists (select from deals d where d.pipeline_id = c.record_id)
    ), removed as (
      delete from pipelines p using made where p.id = made.record_id returning p.id
    )
    delete from import_changes c using removed
    where c.import_id = ${record.id} and c.object = 'pipelines' and c.record_id = removed.id`.execute(db)
}

async function finish({ platform: { db, clock } }: Job, record: ImportRecord): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ result: object }>`
      update imports set state = 'undone', finished_at = ${new Date(clock.now())}
      where id = ${record.id} and state = 'undoing' returning result`.execute(trx)
    if (rows.length === 0) return
    await publish(trx, [{ type: 'import.undone', payload: { id: record.id, name: record.name } }])
    await audit(trx, asActor(record), {
      action: 'import.undone',
      subject: { type: 'import', id: record.id, name: record.name },
      details: rows[0]?.result ?? {},
    })
  })
}
