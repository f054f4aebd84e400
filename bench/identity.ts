import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import {
  defaultRules,
  identifierIds,
  KnownIdentities,
  recordFacts,
  type Fact,
} from '../server/people/index.ts'
import { migrationsFolder } from '../server/platform/paths.ts'
import {
  migrateRelational,
  openEmbeddedRelational,
  type Database,
  type Relational,
} from '../server/platform/relational/index.ts'
import type { BenchOptions } from './run.ts'

const BATCH_FACTS = 2_000
/** The group that is recomputed grows by one each time: from 450 to 550 identifiers. */
const GROUP_AT_FIRST = 450
const RECOMPUTED_TIMES = 100
/** The baseline is measured with so many people at most. */
const BARE_PEOPLE = 100_000
const SOURCE = '00000000-0000-4000-8000-00000000000b'
const START = Date.UTC(2026, 0, 1)

/**
 * What working out who is who costs on the embedded database: links that are new (two a person: user and e-mail, user
 * and device), the same links known already, and recomputing a group of about 500 identifiers when one more comes. `--people=100000`
 * says how many people (a million otherwise); memory is given at a tenth of the way and at the end. The baseline, in the same run: bare inserts of
 * the same rows into tables of the same shape.
 */
export async function identity({ people }: BenchOptions): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-identity-'))
  const relational = await openEmbeddedRelational(join(folder, 'relational'))
  try {
    await migrateRelational(relational.pool, migrationsFolder('relational'))
    return await measure(relational, people)
  } finally {
    await relational.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure({ db, maintain }: Relational, people: number): Promise<object> {
  const known = new KnownIdentities()
  const bare = await bareInserts(db, people)
  const fresh = await newLinks(db, known, people)
  // As it is done every minute while Kith runs; without it the planner knows nothing of the tables.
  await maintain()
  const again = await knownLinks(db, known, people)
  const group = await recomputing(db, known)
  return {
    people,
    new_links_per_second: fresh.perSecond,
    known_links_per_second: again.perSecond,
    recompute_500_identifiers_ms: group,
    rss_mb_at_a_tenth: fresh.rssAtTenth,
    rss_mb_end: rssMb(),
    baseline_bare_inserts_links_per_second: bare,
    new_links_of_baseline: Math.round((fresh.perSecond / bare) * 100) / 100,
  }
}

async function newLinks(db: Database, known: KnownIdentities, people: number) {
  let rssAtTenth = 0
  const seconds = await timed(async () => {
    for (let from = 0; from < people; from += BATCH_FACTS / 2) {
      await record(db, known, factsOf(from, Math.min(people, from + BATCH_FACTS / 2)))
      if (rssAtTenth === 0 && from >= people / 10) rssAtTenth = rssMb()
    }
  })
  return { perSecond: Math.round((people * 2) / seconds), rssAtTenth }
}

/** The traffic of people met lately, as most of it is. */
async function knownLinks(db: Database, known: KnownIdentities, people: number) {
  const recent = Math.min(people, 20_000)
  const seconds = await timed(async () => {
    for (let from = people - recent; from < people; from += BATCH_FACTS / 2)
      await record(db, known, factsOf(from, from + BATCH_FACTS / 2))
  })
  return { perSecond: Math.round((recent * 2) / seconds) }
}

/** A user with hundreds of browsers, who comes with one more. */
async function recomputing(db: Database, known: KnownIdentities) {
  const named = (device: number) =>
    fact(`busy-${device}`, [
      ['user_id', 'busy'],
      ['anonymous_id', `busy-${device}`],
    ])
  await record(
    db,
    known,
    Array.from({ length: GROUP_AT_FIRST - 1 }, (_, device) => named(device)),
  )
  const times: number[] = []
  for (let run = 0; run < RECOMPUTED_TIMES; run++) {
    const seconds = await timed(() => record(db, known, [named(GROUP_AT_FIRST + run)]))
    times.push(seconds * 1_000)
  }
  times.sort((x, y) => x - y)
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
  return { p50: at(0.5), p99: at(0.99) }
}

let version = 0
const ids = identifierIds(Buffer.alloc(32, 9))

async function record(db: Database, known: KnownIdentities, facts: Fact[]): Promise<void> {
  version += 1
  const { learned } = await db
    .transaction()
    .execute((trx) => recordFacts(trx, facts, { rules: defaultRules, known, version }))
  known.keep(learned)
}

function factsOf(from: number, to: number): Fact[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index).flatMap((person) => [
    pair(person, 'email', `${person}@example.com`),
    pair(person, 'anonymous_id', `device-${person}`),
  ])
}

function pair(person: number, type: string, value: string): Fact {
  const names: [string, string][] = [
    ['user_id', `user-${person}`],
    [type, value],
  ]
  return fact(`${person}-${type}`, names, START + person)
}

function fact(messageId: string, names: [string, string][], at = START): Fact {
  const identifiers = names.map(([type, value]) => ({ id: ids.of(type, value), type, value }))
  return { identifiers, at, sourceId: SOURCE, messageId, traits: null, company: null }
}

/** The rows that new links come to, and nothing else: three identifiers, two links and a person each. */
async function bareInserts(db: Database, people: number): Promise<number> {
  for (const table of ['identifiers', 'identity_links', 'people'])
    await sql.raw(`create table bare_${table} (like ${table} including all)`).execute(db)
  const measured = Math.min(people, BARE_PEOPLE)
  const seconds = await timed(async () => {
    for (let from = 0; from < measured; from += BATCH_FACTS / 2)
      await insertBare(db, factsOf(from, Math.min(measured, from + BATCH_FACTS / 2)))
  })
  for (const table of ['identifiers', 'identity_links', 'people'])
    await sql.raw(`drop table bare_${table}`).execute(db)
  return Math.round((measured * 2) / seconds)
}

async function insertBare(db: Database, facts: Fact[]): Promise<void> {
  const identifiers = new Map(facts.flatMap((one) => one.identifiers.map((each) => [each.id, each])))
  const links = facts.map(({ identifiers: [a, b], messageId }) => ({
    a: a?.id,
    b: b?.id,
    message_id: messageId,
  }))
  const people = [...new Set(links.map(({ a }) => a))].map((id) => ({ id }))
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into bare_identifiers (id, type, value, person_id, first_seen)
      select id, type, value, id, now() from jsonb_to_recordset(${JSON.stringify([...identifiers.values()])}::jsonb)
        as n (id uuid, type text, value text)`.execute(trx)
    await sql`
      insert into bare_identity_links (a, b, source_id, message_id, first_seen)
      select a, b, ${SOURCE}::uuid, message_id, now() from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as n (a uuid, b uuid, message_id text)`.execute(trx)
    await sql`
      insert into bare_people (id, first_seen, last_seen)
      select id, now(), now() from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as n (id uuid)`.execute(
      trx,
    )
  })
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1_000
}

function rssMb(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024)
}
