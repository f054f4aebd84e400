import { sql } from 'kysely'
import type { LinkageRun } from '../../../../model/linkage.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

type Row = Omit<LinkageRun, 'created_at' | 'finished_at'> & { created_at: Date; finished_at: Date | null }

/** Asks for a run over all people; gives the one under way when there is one. */
export async function startRun({ db }: Platform, actor: Actor): Promise<LinkageRun> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into linkage_runs (requested_by) values (${actor.name}) on conflict do nothing returning id`.execute(
      trx,
    )
    const started = rows[0]
    if (started) {
      const subject = { type: 'linkage_run', id: started.id, name: null }
      await audit(trx, actor, { action: 'linkage.started', subject })
      return findRun(trx, started.id)
    }
    const { rows: active } = await sql<{ id: string }>`
      select id from linkage_runs where state in ('waiting', 'running')`.execute(trx)
    return findRun(trx, active[0]?.id ?? null)
  })
}

/** A run by its id; throws `not_found`. */
export async function findRun(db: Queryable, id: string | null): Promise<LinkageRun> {
  const { rows } = await sql<Row>`
    select id, state, step, people, pairs_scored::float8 as pairs_scored, pairs_found, error, requested_by, created_at, finished_at
    from linkage_runs where id = ${id}::uuid`.execute(db)
  const run = rows[0]
  if (!run) throw fail('not_found', 'There is no such run.')
  return toRun(run)
}

/** The latest runs, newest first. */
export async function listRuns(db: Queryable, limit: number): Promise<LinkageRun[]> {
  const { rows } = await sql<Row>`
    select id, state, step, people, pairs_scored::float8 as pairs_scored, pairs_found, error, requested_by, created_at, finished_at
    from linkage_runs order by created_at desc, id desc limit ${limit}`.execute(db)
  return rows.map(toRun)
}

function toRun(row: Row): LinkageRun {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
