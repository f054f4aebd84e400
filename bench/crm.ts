import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { RecordRow } from '../model/view.ts'
import { migrationsFolder } from '../server/platform/paths.ts'
import {
  migrateRelational,
  openEmbeddedRelational,
  openServerRelational,
  type Database,
} from '../server/platform/relational/index.ts'
import { fillCrm, idOf, rareValue, type CrmSize } from './lib/crm-data.ts'
import { api, startKith, type Server } from './lib/processes.ts'
import { optionOf } from './lib/option-of.ts'
import { measure, type Latencies } from './lib/rounds.ts'
import type { BenchOptions } from './run.ts'

const USERS = 10
const PAGE = 50
const DEEP = 100
const FULL: CrmSize = { people: 1_000_000, companies: 50_000, deals: 200_000 }

type Question = 'list' | 'deep_page' | 'custom_filter' | 'search' | 'board' | 'record' | 'save'
type Figures = Record<Question, Latencies> & { contacts_list: Latencies; contacts_filter: Latencies }
type Page = { data: RecordRow[]; next: string | null }

/**
 * How long a sales team of ten waits for its lists, its board and its records, over a million people and 200,000 deals
 * with 50 custom fields. The baseline is the barest SQL for the same questions, asked by as many at once.
 * `--people= --companies= --deals=` make it smaller; `--postgres=URL` of an empty database measures that, too.
 */
export async function crm({ seconds, args }: BenchOptions): Promise<object> {
  const number = (name: keyof CrmSize) => Number(optionOf(args, name) ?? FULL[name])
  const size: CrmSize = { people: number('people'), companies: number('companies'), deals: number('deals') }
  const each = Math.max(1, seconds / 10)
  const embedded =
    optionOf(args, 'only') === 'postgres' ? null : await onEngine({ size, each, url: undefined })
  const url = optionOf(args, 'postgres')
  const postgres = url ? await onEngine({ size, each, url }) : null
  return { ...size, users: USERS, embedded, postgres }
}

type Run = { size: CrmSize; each: number; url: string | undefined }

async function onEngine({ size, each, url }: Run): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-crm-'))
  try {
    const baseline = await fill(folder, { size, each, url })
    const server = await startKith({ KITH_DATA: folder, ...(url && { DATABASE_URL: url }) })
    try {
      await untilIndexed(server)
      return { ...(await ask(server, size, each)), rss_mb: server.rssMb(), baseline }
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(folder: string, { size, each, url }: Run): Promise<object> {
  const relational = await (url
    ? openServerRelational(url)
    : openEmbeddedRelational(join(folder, 'relational')))
  await migrateRelational(relational.pool, migrationsFolder('relational'))
  await fillCrm(relational.db, size)
  const baseline = await askBarely(relational.db, size, each)
  await relational.close()
  return baseline
}

async function untilIndexed(server: Server): Promise<void> {
  for (;;) {
    const states = await Promise.all(
      ['deal', 'person'].map((object) =>
        api<{ data: { index_state: string }[] }>(server, `/objects/${object}/fields`),
      ),
    )
    if (states.every(({ data }) => data.every(({ index_state }) => index_state !== 'waiting'))) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function ask(server: Server, { deals }: CrmSize, each: number): Promise<Figures> {
  const columns = ['code', 'd0', 'd1', 'd2', 'd3']
  const search = (path: string, question: object) =>
    api<Page>(server, `/${path}/search`, { limit: PAGE, columns, ...question })
  const rare = (turn: number) => ({
    match: 'all',
    conditions: [{ field: rareValue.key, operator: 'is', value: `code-${turn % 500}` }],
  })
  const deep = await cursorFarDown((cursor) => search('deals', { limit: 1000, cursor }), deals)
  const first = await search('deals', { limit: 1000 })
  const dealOf = (turn: number) => first.data[(turn * 7) % first.data.length]?.id ?? ''
  const asked: Record<keyof Figures, (turn: number) => Promise<unknown>> = {
    list: () => search('deals', {}),
    deep_page: () => search('deals', { cursor: deep }),
    custom_filter: (turn) => search('deals', { filter: rare(turn), sort: '-amount' }),
    search: (turn) => api(server, `/search?q=company%20${(turn * 37) % 50_000}`),
    board: () => api(server, '/deals/board'),
    record: async (turn) => {
      const id = dealOf(turn)
      await Promise.all([api(server, `/deals/${id}`), api(server, `/deals/${id}/fields`)])
    },
    save: (turn) => change(server, dealOf(turn), turn),
    contacts_list: () => search('people', {}),
    contacts_filter: (turn) => search('people', { filter: rare(turn), sort: 'name' }),
  }
  const figures: Partial<Figures> = {}
  for (const [name, question] of Object.entries(asked)) {
    figures[name as keyof Figures] = await measure(USERS, each, question)
    console.error(name, JSON.stringify(figures[name as keyof Figures]))
  }
  return figures as Figures
}

async function cursorFarDown(
  page: (cursor: string | undefined) => Promise<Page>,
  deals: number,
): Promise<string> {
  let cursor: string | undefined
  for (let at = 0; at < Math.min(DEEP, deals / 1000 - 1); at++) cursor = (await page(cursor)).next ?? cursor
  return cursor ?? ''
}

async function change(server: Server, deal: string, turn: number): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/deals/${deal}/fields`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer bench-api-key', 'content-type': 'application/json' },
    body: JSON.stringify({ values: { d1: turn } }),
  })
  if (!answer.ok) throw new Error(`Saving was answered ${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** The same questions as the barest SQL, past the server. */
async function askBarely(db: Database, { people }: CrmSize, each: number): Promise<object> {
  const asked = {
    list: () =>
      sql`select * from deals where deleted_at is null order by updated_at desc, id desc limit 50`.execute(
        db,
      ),
    board: () =>
      sql`select stage_id, count(*), sum(amount) from deals where deleted_at is null group by stage_id`.execute(
        db,
      ),
    record: () => sql`select * from deals where id = ${idOf('deal', sql`7`)}`.execute(db),
    save: (turn: number) =>
      sql`update deals set fields = fields || jsonb_build_object('d1', ${turn}::int) where id = ${idOf('deal', sql`${turn % 1000}::int`)}`.execute(
        db,
      ),
    person: (turn: number) =>
      sql`select * from people where id = ${idOf('person', sql`${1 + (turn % people)}::int`)}`.execute(db),
  }
  const figures: Record<string, Latencies> = {}
  for (const [name, question] of Object.entries(asked)) figures[name] = await measure(USERS, each, question)
  return figures
}
