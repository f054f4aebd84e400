import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUntilKilled } from '../testing/run-until-killed.ts'
import { openEmbeddedRelational, type Relational } from './index.ts'

const insertForEver = new URL('testing/insert-for-ever.ts', import.meta.url)

describe('the embedded database in a folder', { timeout: 120_000 }, () => {
  let parent: string
  let folder: string
  let relational: Relational | null
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'kith-embedded-'))
    folder = join(parent, 'relational')
    relational = null
  })
  afterEach(async () => {
    await close()
    await rm(parent, { recursive: true, force: true })
  })

  const open = async () => {
    relational = await openEmbeddedRelational(folder)
    return relational
  }
  const close = async () => {
    await relational?.close()
    relational = null
  }

  it('has its data after closing, and leaves nothing beside its folder', async () => {
    const { db } = await open()
    await sql`create table kept as select generate_series(1, 10000) as id`.execute(db)
    await close()
    const { rows } = await sql`select count(*), sum(id) from kept`.execute((await open()).db)
    expect(rows).toEqual([{ count: 10_000, sum: 50_005_000 }])
    expect(readdirSync(parent)).toEqual(['relational'])
  })

  it('has every committed transaction, and no half of one, after kill -9 again and again', async () => {
    const committed = []
    for (let round = 0; round < 3; round++)
      committed.push(...(await runUntilKilled(insertForEver, [folder], { lines: 150 })))
    const { rows } = await sql<{ pair: number; rows: number }>`
      select pair, count(*) as rows from kept group by pair order by pair`.execute((await open()).db)
    const pairs = new Set(rows.map(({ pair }) => String(pair)))
    expect(committed.filter((pair) => !pairs.has(pair))).toEqual([])
    expect(rows.filter((pair) => pair.rows !== 2)).toEqual([])
  })

  it.each(['PG_VERSION', 'postgresql.conf'])(
    'is made anew when the process was killed while making it, at %s',
    async (file) => {
      await runUntilKilled(insertForEver, [folder], { when: () => existsSync(join(folder, file)) })
      const { rows } = await sql`select 1 as one`.execute((await open()).db)
      expect(rows).toEqual([{ one: 1 }])
    },
  )

  it('takes back the room of deleted rows and knows how large its tables are', async () => {
    const { db, maintain } = await open()
    await sql`create table worn as select n, repeat('x', 500) as filler from generate_series(1, 20000) as n`.execute(
      db,
    )
    for (let round = 0; round < 8; round++) {
      await sql`update worn set n = n + 1`.execute(db)
      await maintain()
    }
    const { rows } = await sql<{ pages: number; estimate: number }>`
      select pg_relation_size('worn') / 8192 as pages, reltuples::int8 as estimate from pg_class where relname = 'worn'`.execute(
      db,
    )
    const pagesWithoutDead = 20_000 / 14
    expect(rows[0]?.pages).toBeLessThan(5 * pagesWithoutDead)
    expect(rows[0]?.estimate).toBeGreaterThan(19_000)
  })
})
