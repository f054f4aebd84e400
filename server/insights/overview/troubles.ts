import { sql } from 'kysely'
import type { Overview } from '../../../model/home.ts'
import type { Platform } from '../../platform/index.ts'
import { sourceActivity } from './source-activity.ts'

const HOUR_MS = 60 * 60_000
const SILENT_DAYS = 7
const FAILED_WITHIN_MS = 24 * HOUR_MS
const BACKLOG_RECORDS = 10_000
const MAX_ERROR_LENGTH = 300

type Trouble = Overview['troubles'][number]

const checks: ((platform: Platform) => Trouble[] | Promise<Trouble[]>)[] = [
  logBacklog,
  failingProcessors,
  failingDestinations,
  silentSources,
]

/** What somebody should look at, each as a name and a sentence; nothing when all is well. */
export async function findTroubles(platform: Platform): Promise<Trouble[]> {
  const found: Trouble[] = []
  for (const check of checks) found.push(...(await check(platform)))
  return found
}

function logBacklog({ log }: Platform): Trouble[] {
  const waiting = log.size()
  if (waiting <= BACKLOG_RECORDS) return []
  const sentence = `${waiting.toLocaleString('en')} accepted requests wait to be processed: timelines and segments lag behind.`
  return [{ what: 'Pipeline', sentence }]
}

async function failingProcessors({ db }: Platform): Promise<Trouble[]> {
  const { rows } = await sql<{ name: string; failures: number; last_error: string | null }>`
    select name, failures, last_error from processor_cursors where failures > 0 order by name`.execute(db)
  return rows.map(({ name, failures, last_error }) => ({
    what: `Processor ${name}`,
    sentence: `has failed${inARow(failures)} and tries again: ${(last_error ?? 'no reason is known').slice(0, MAX_ERROR_LENGTH)}`,
  }))
}

async function failingDestinations({ db, clock }: Platform): Promise<Trouble[]> {
  const since = new Date(clock.now() - FAILED_WITHIN_MS)
  const { rows } = await sql<{ name: string; failed: number; last_error: string | null }>`
    select d.name, count(*) as failed, (array_agg(v.last_error order by v.created_at desc))[1] as last_error
    from destinations d join deliveries v on v.destination_id = d.id
    where v.created_at > ${since} and v.state = 'failed'
    group by d.id, d.name order by d.name, d.id`.execute(db)
  return rows.map(({ name, failed, last_error }) => ({
    what: `Destination ${name}`,
    sentence: `did not take ${failed === 1 ? '1 delivery' : `${failed.toLocaleString('en')} deliveries`} in the last 24 hours: ${(last_error ?? 'no reason is known').slice(0, MAX_ERROR_LENGTH)}`,
  }))
}

async function silentSources({ db, clock }: Platform): Promise<Trouble[]> {
  const sources = await sourceActivity(db)
  return sources.flatMap(({ name, enabled, last_event_at }) => {
    const days = last_event_at ? Math.floor((clock.now() - last_event_at.getTime()) / (24 * HOUR_MS)) : 0
    if (!enabled || days < SILENT_DAYS) return []
    return [{ what: `Source ${name}`, sentence: `has sent nothing for ${days} days.` }]
  })
}

function inARow(failures: number): string {
  return failures === 1 ? '' : ` ${failures.toLocaleString('en')} times in a row`
}
