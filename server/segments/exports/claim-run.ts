import { sql } from 'kysely'
import type { ExportFormat, ExportSchedule } from '../../../model/segment-export.ts'
import type { Database, Queryable } from '../../platform/relational/index.ts'
import { lastSlot, nextSlot } from './slots.ts'

/** A worker that has died is replaced after this time; one that lives says so with every page of people. */
const LEASE_MS = 180_000

/** A run that is ours until the lease ends, with what its export says. `attempts` counts this one. */
export type ClaimedRun = {
  id: number
  export_id: string
  segment_id: string
  storage_id: string
  slot: Date
  attempts: number
  since: Date | null
  until: Date | null
  file: string | null
  format: ExportFormat
  content: 'members' | 'changes'
  traits: string[]
  path: string
  schedule: ExportSchedule | null
  changes_until: Date | null
  actor_type: 'user' | 'api_key'
  actor_id: string
}

/** Somebody else has taken over, or the export is gone: the work at hand is dropped. */
export class Interrupted extends Error {}

/** Makes the runs for which it is time. Of slots that were missed, by a stop for instance, the last one is made up for. */
export async function scheduleDueRuns(db: Database, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; schedule: ExportSchedule; next_at: Date }>`
      select id, schedule, next_at from segment_exports
      where enabled and schedule is not null and next_at <= ${new Date(now)}
      order by next_at limit 100 for update skip locked`.execute(trx)
    for (const { id, schedule, next_at } of rows) {
      const slot = new Date(lastSlot(schedule, next_at.getTime(), now))
      await sql`
        insert into segment_export_runs (export_id, slot, next_attempt_at) values (${id}::uuid, ${slot}, ${slot})
        on conflict (export_id, slot) do nothing`.execute(trx)
      await sql`
        update segment_exports set next_at = ${new Date(nextSlot(schedule, now))} where id = ${id}::uuid`.execute(
        trx,
      )
    }
  })
}

/** Takes the oldest run that is due, of each export one at a time; null when there is none. */
export async function claimRun(db: Database, worker: string, now: number): Promise<ClaimedRun | null> {
  const at = new Date(now)
  const { rows } = await sql<ClaimedRun>`
    with claimed as (
      update segment_export_runs set state = 'running', attempts = attempts + 1, worker = ${worker}::uuid,
        lease_until = ${new Date(now + LEASE_MS)}, started_at = coalesce(started_at, ${at}), next_attempt_at = null
      where id = (
        select r.id from segment_export_runs r
        where ((r.state = 'waiting' and r.next_attempt_at <= ${at}) or (r.state = 'running' and r.lease_until < ${at}))
          and not exists (
            select from segment_export_runs o
            where o.export_id = r.export_id and o.state in ('waiting', 'running') and o.slot < r.slot
          )
        order by r.slot limit 1 for update skip locked
      )
      returning *
    )
    select c.id, c.export_id, c.slot, c.attempts, c.since, c.until, c.file, e.segment_id, e.storage_id, e.format, e.content,
      e.traits, e.path, e.schedule, e.changes_until, e.actor_type, e.actor_id
    from claimed c join segment_exports e on e.id = c.export_id`.execute(db)
  return rows[0] ?? null
}

/** Notes how far it got, and that the worker lives. Throws `Interrupted` when the run is not its own any more. */
export async function keepRun(
  db: Queryable,
  { id, worker, rows, now }: { id: number; worker: string; rows: number; now: number },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update segment_export_runs set rows = ${rows}, lease_until = ${new Date(now + LEASE_MS)}
    where id = ${id} and state = 'running' and worker = ${worker}::uuid`.execute(db)
  if (numAffectedRows !== 1n) throw new Interrupted()
}

/** The embedded database has one worker: after a crash all is free. */
export async function releaseRuns(db: Queryable): Promise<void> {
  await sql`update segment_export_runs set lease_until = '-infinity' where state = 'running'`.execute(db)
}
