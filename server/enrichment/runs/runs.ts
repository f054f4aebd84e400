import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { EnrichmentRun } from '../../../model/enrichment.ts'
import { audit } from '../../access/index.ts'
import { invalidField } from '../../crm/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { findSegment } from '../../segments/index.ts'
import type { Asked } from '../ask/judge.ts'
import { findProvider, requireAsked, subjectOf } from '../manage/select-providers.ts'
import { countRecords } from './list-records.ts'
import { previewRun } from './preview-run.ts'

const SHOWN = 20

type Row = Omit<EnrichmentRun, 'created_at'> & { created_at: Date }

/** The last runs of a provider, the newest first, with how far each is. Throws `not_found`. */
export async function listRuns(db: Queryable, provider: string): Promise<EnrichmentRun[]> {
  await findProvider(db, provider)
  return selectRuns(db, sql`r.provider_id = ${provider}::uuid`)
}

/** What a run would do and cost. Throws `not_found`, `validation_failed`. */
export async function previewOf(
  { db, clock }: Platform,
  { id, segment }: { id: string; segment: string | null },
) {
  const provider = await requireAsked(db, id)
  if (segment) await requireSegment(db, provider, segment)
  return previewRun(db, provider, { segment, now: clock.now() })
}

/** Has a provider asked about everybody in a segment, or about all. Throws `not_found`, `validation_failed`, `conflict`. */
export async function startRun(
  { db, clock }: Platform,
  actor: Actor,
  { id, segment }: { id: string; segment: string | null },
): Promise<EnrichmentRun> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await sql`select from enrichment_providers where id = ${id}::uuid for update`.execute(trx)
    const provider = await requireAsked(trx, id)
    if (!provider.enabled) throw fail('conflict', `${provider.name} is switched off. Switch it on first.`)
    if (segment) await requireSegment(trx, provider, segment)
    const { rows: active } = await sql`
      select from enrichment_runs where provider_id = ${id}::uuid and state in ('collecting', 'asking') limit 1`.execute(
      trx,
    )
    if (active.length > 0)
      throw fail(
        'conflict',
        `${provider.name} is being asked about many already. Wait until that is done, or stop it.`,
      )
    const run = randomUUID()
    const total = await countRecords(trx, { object: provider.object, segment })
    await sql`
      insert into enrichment_runs (id, provider_id, segment_id, of_segment, state, total, asked_by, created_at)
      values (${run}, ${id}::uuid, ${segment}::uuid, ${segment !== null}, 'collecting', ${total}, ${actor.name}, ${at})`.execute(
      trx,
    )
    await audit(trx, actor, {
      action: 'enrichment_provider.run_started',
      subject: subjectOf(provider),
      details: { segment_id: segment, records: total },
    })
    return findRun(trx, run)
  })
}

/** Asks about no more of a run; what was asked stays. Throws `not_found`. */
export async function stopRun({ db, clock }: Platform, actor: Actor, id: string): Promise<EnrichmentRun> {
  return db.transaction().execute(async (trx) => {
    await sql`select from enrichment_runs where id = ${id}::uuid for update`.execute(trx)
    const run = await findRun(trx, id)
    if (run.state === 'done' || run.state === 'stopped') return run
    await sql`update enrichment_runs set state = 'stopped' where id = ${id}::uuid`.execute(trx)
    // What is on its way, and may be paid for, is taken to its end.
    await sql`
      update enrichment_lookups set state = 'skipped', cause = 'stopped', reason = ${`${actor.name} stopped asking.`},
        finished_at = ${new Date(clock.now())}
      where run_id = ${id}::uuid and state = 'waiting' and sent_at is null and answer is null`.execute(trx)
    await audit(trx, actor, {
      action: 'enrichment_provider.run_stopped',
      subject: subjectOf(await findProvider(trx, run.provider_id)),
    })
    return findRun(trx, id)
  })
}

async function requireSegment(db: Queryable, { object }: Asked, id: string): Promise<void> {
  const segment = await findSegment(db, id).catch(() => null)
  if (!segment) throw invalidField('segment_id', 'There is no segment with this id.')
  const { rows } = await sql<{
    members: string
  }>`select members from segments where id = ${id}::uuid`.execute(db)
  if ((rows[0]?.members === 'companies') !== (object === 'company'))
    throw invalidField(
      'segment_id',
      object === 'person'
        ? 'This is a segment of companies; choose one of people.'
        : 'This is a segment of people; choose one of companies.',
    )
}

async function findRun(trx: Trx, id: string): Promise<EnrichmentRun> {
  const [run] = await selectRuns(trx, sql`r.id = ${id}::uuid`)
  if (!run) throw fail('not_found', 'There is no run with this id.')
  return run
}

async function selectRuns(db: Queryable, where: ReturnType<typeof sql>): Promise<EnrichmentRun[]> {
  const { rows } = await sql<Row>`
    select r.id, r.provider_id, r.state, r.total, r.looked_at, r.asked_by, r.created_at,
      case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name) end as segment,
      jsonb_build_object('waiting', c.waiting, 'found', c.found, 'not_found', c.not_found, 'skipped', c.skipped,
        'failed', c.failed) as counts
    from enrichment_runs r left join segments s on s.id = r.segment_id
    cross join lateral (
      select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'found') as found,
        count(*) filter (where state = 'not_found') as not_found, count(*) filter (where state = 'skipped') as skipped,
        count(*) filter (where state = 'failed') as failed
      from enrichment_lookups l where l.run_id = r.id
    ) c
    where ${where} order by r.created_at desc, r.id limit ${SHOWN}`.execute(db)
  return rows.map(({ created_at, ...run }) => ({ ...run, created_at: created_at.toISOString() }))
}
