import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { pino } from 'pino'
import { systemActor } from '../server/access/index.ts'
import type { Platform } from '../server/platform/index.ts'
import { openPlatform } from '../server/platform/open-platform.ts'
import { publish, startProcessors } from '../server/platform/outbox/index.ts'
import {
  buildWaiting,
  compileScan,
  passTime,
  previewSegment,
  segmentProcessors,
} from '../server/segments/index.ts'
import { fillSegments } from './lib/segment-data.ts'
import { kinds, manySegments } from './lib/segment-kinds.ts'
import type { BenchOptions } from './run.ts'

const LIVE_SEGMENTS = 100
const LIVE_BATCHES = 20
const EVENTS_PER_BATCH = 1_000
const REPEATS = 3

/**
 * How long segments of each kind take over everybody, a preview while somebody types, and keeping 100 of them live. The
 * baseline is the SQL that somebody would write by hand for the same question, in the same run on the same data.
 */
export async function segments({ people, events }: BenchOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-segments-'))
  const logger = pino({ level: 'error' })
  const platform = await openPlatform({ dataDir: folder, databaseUrl: undefined, secret: undefined, logger })
  try {
    const fill_seconds = await timed(() => fillSegments(platform, people, events))
    // As it is done every minute while Kith runs; without it the planner knows nothing of the tables.
    await platform.relational.maintain()
    const full = await measureKinds(platform)
    const preview_seconds = await best(() =>
      previewSegment(platform, systemActor, { definition: kinds.event_property.definition }),
    )
    const built = await build(platform)
    const live = await measureLive(platform, people)
    const pass_time_seconds = await timed(() => passTime(platform))
    return { people, events, fill_seconds, ...full, preview_seconds, ...built, ...live, pass_time_seconds }
  } finally {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureKinds({ warehouse }: Platform) {
  const now = Date.now()
  const full_seconds: Record<string, number> = {}
  const baseline_seconds: Record<string, number> = {}
  const found: Record<string, [kith: number, byHand: number]> = {}
  for (const [name, { definition, byHand }] of Object.entries(kinds)) {
    const { query, params } = compileScan([definition], 'everybody', now)
    const count = async (query: string, params = {}) =>
      (await warehouse.rows<{ n: number }>(`select count() as n from (${query})`, params))[0]?.n ?? 0
    full_seconds[name] = await best(() => count(query, params))
    baseline_seconds[name] = await best(() => count(byHand(now)))
    found[name] = [await count(query, params), await count(byHand(now))]
  }
  return { full_seconds, baseline_seconds, found }
}

/** Makes the segments of a busy installation and builds them all, members and news of them included. */
async function build(platform: Platform) {
  const definition = JSON.stringify(kinds.event_count.definition)
  await sql`insert into segments (name, definition) values ('One', ${definition}::jsonb)`.execute(platform.db)
  const new_segment_seconds = await timed(() => buildWaiting(platform))
  const { rows } = await sql<{ size: number }>`select size from segments`.execute(platform.db)
  for (const [index, one] of manySegments(LIVE_SEGMENTS).entries())
    await sql`
      insert into segments (name, definition)
      values (${`Segment ${index}`}, ${JSON.stringify(one)}::jsonb)`.execute(platform.db)
  const all_segments_seconds = await timed(() => buildWaiting(platform))
  return {
    all_segments_seconds,
    new_segment_seconds,
    new_segment_members: rows[0]?.size,
    segments: LIVE_SEGMENTS,
  }
}

/** Batches of events as the pipeline stores and tells of them; from stored to segmented. */
async function measureLive(platform: Platform, people: number) {
  const processors = startProcessors(platform, segmentProcessors)
  await processors.idle()
  const milliseconds: number[] = []
  const cpu = process.cpuUsage()
  for (let batch = 0; batch < LIVE_BATCHES; batch++) {
    const ids = await addEvents(platform, batch, people)
    const start = performance.now()
    await publish(platform.db, [{ type: 'people.changed', payload: { people: ids, gone: [] } }])
    await processors.idle()
    milliseconds.push(performance.now() - start)
  }
  await processors.stop()
  const { user, system } = process.cpuUsage(cpu)
  const sum = milliseconds.reduce((total, one) => total + one, 0)
  const sorted = milliseconds.toSorted((a, b) => a - b)
  return {
    live_p50_ms: Math.round(sorted[Math.floor(LIVE_BATCHES / 2)] ?? 0),
    live_p95_ms: Math.round(sorted[Math.floor(LIVE_BATCHES * 0.95)] ?? 0),
    live_cpu_ms: Math.round((user + system) / 1000 / LIVE_BATCHES),
    live_events_per_second: Math.round((LIVE_BATCHES * EVENTS_PER_BATCH * 1000) / sum),
  }
}

async function addEvents({ db, warehouse }: Platform, batch: number, people: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct md5('p' || ((i * 7919 + ${batch}::int * 104729) % ${people}::int))::uuid as id
    from generate_series(1, ${EVENTS_PER_BATCH}::int) as i`.execute(db)
  const none = '00000000-0000-0000-0000-000000000000'
  await warehouse.insert(
    'events',
    rows.map(({ id }, index) => ({
      identifier_id: id,
      person_id: id,
      company_id: none,
      source_id: none,
      timestamp: Date.now(),
      received_at: Date.now(),
      message_id: `${batch}-${index}`,
      type: 'track',
      event: 'Order Completed',
      user_id: '',
      anonymous_id: '',
      context: {},
      properties: { price: index / 10, category: 'Shoes', product_id: `p${index % 500}` },
    })),
  )
  return rows.map(({ id }) => id)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start) / 1000
}

/** The quickest of several times: what else the machine does counts least then. */
async function best(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) times.push(await timed(work))
  return Math.min(...times)
}
