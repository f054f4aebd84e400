import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import type { Import } from '../model/import.ts'
import { api, API_KEY, startKith, untilIdle, type Server } from './lib/processes.ts'
import { seededRandom } from './lib/traffic.ts'

const ROWS = 100_000
/** One row in this many is about somebody whom an earlier row of the file, or the store, knows already. */
const REPEATED = 0.05
const CHUNK = 500
const POLL_MS = 100

/**
 * How long it takes to check, import and undo 100,000 contacts with their companies, with duplicate detection: a tenth are known
 * before. The baseline is the rows inserted into a bare table, one statement a chunk, in the same kind of database.
 */
export async function importing(): Promise<object> {
  const server = await startKith()
  const watch = watchMemory(server)
  await importFile(server, csvOf(contacts(1, ROWS / 10)))
  const file = csvOf(contacts(2, ROWS))
  const made = await upload(server, file)
  const read = await until(server, made.id, 'mapping')
  const dryRun = await timed(server, made.id, { start: 'dry-run', end: 'checked' })
  const run = await timed(server, made.id, { start: 'run', end: 'done' })
  const settled = performance.now()
  await untilIdle(server)
  const everywhere = (performance.now() - settled) / 1_000
  const undo = await timed(server, made.id, { start: 'undo', end: 'undone' })
  watch.stop()
  await server.stop()
  const baseline = await insertPlainly(contacts(2, ROWS))
  return {
    rows: read.total,
    dry_run_seconds: dryRun.seconds,
    run_seconds: run.seconds,
    undo_seconds: undo.seconds,
    rss_mb_max: watch.max(),
    until_on_timelines_seconds: round(everywhere),
    summary: dryRun.record.summary,
    result: undo.record.result,
    baseline_insert_seconds: round(baseline),
  }
}

type Contact = string[]

function contacts(seed: number, count: number): Contact[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, place) => {
    const key = random() < REPEATED ? Math.floor(random() * (place + 1)) : place
    return [
      String(1_000_000 + key),
      `First${key % 997}`,
      `Last${key % 7_919}`,
      `person${key}@example${key % 500}.com`,
      `+49 30 ${1_000_000 + key}`,
      `Company ${key % 5_000}`,
      `City ${key % 100}`,
      'Germany',
    ]
  })
}

function csvOf(rows: Contact[]): string {
  const header = 'Record ID,First Name,Last Name,Email,Phone Number,Company Name,City,Country/Region'
  return [header, ...rows.map((row) => row.join(','))].join('\n')
}

async function importFile(server: Server, file: string): Promise<void> {
  const { id } = await upload(server, file)
  await until(server, id, 'mapping')
  await timed(server, id, { start: 'dry-run', end: 'checked' })
  await timed(server, id, { start: 'run', end: 'done' })
  await untilIdle(server)
}

async function upload(server: Server, file: string): Promise<Import> {
  const answer = await fetch(`${server.url}/api/v1/imports?name=contacts.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'text/csv' },
    body: file,
  })
  if (!answer.ok) throw new Error(`Uploading: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Import
}

async function timed(server: Server, id: string, { start, end }: { start: string; end: Import['state'] }) {
  const from = performance.now()
  await api(server, `/imports/${id}/${start}`, {})
  const record = await until(server, id, end)
  return { record, seconds: round((performance.now() - from) / 1_000) }
}

async function until(server: Server, id: string, state: Import['state']): Promise<Import> {
  for (;;) {
    const record = await api<Import>(server, `/imports/${id}`)
    if (record.state === state) return record
    if (record.state === 'failed') throw new Error(`The import failed: ${record.error}`)
    await sleep(POLL_MS)
  }
}

function watchMemory(server: Server) {
  let max = 0
  const timer = setInterval(() => (max = Math.max(max, server.rssMb())), 500)
  return { max: () => max, stop: () => clearInterval(timer) }
}

async function insertPlainly(rows: Contact[]): Promise<number> {
  const db = new PGlite()
  await db.exec(
    'create table contacts (id text, first text, last text, email text, phone text, company text, city text, country text)',
  )
  const from = performance.now()
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows
      .slice(at, at + CHUNK)
      .map(([id, first, last, email, phone, company, city, country]) => ({
        id,
        first,
        last,
        email,
        phone,
        company,
        city,
        country,
      }))
    await db.query(
      'insert into contacts select * from jsonb_to_recordset($1::jsonb) as r (id text, first text, last text, email text, phone text, company text, city text, country text)',
      [JSON.stringify(chunk)],
    )
  }
  const seconds = (performance.now() - from) / 1_000
  await db.close()
  return seconds
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
