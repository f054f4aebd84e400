import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../testing/embedded-databases.ts'
import { openServerDatabase } from '../testing/test-databases.ts'
import { migrateRelational, type Relational } from './index.ts'

/** Every engine that can be the relational database; a further one is tested by adding it here. */
const engines = [
  { name: 'PGlite', open: openEmbeddedDatabase },
  { name: 'PostgreSQL', open: openServerDatabase },
]

describe.each(engines)('migrations of $name', ({ open }) => {
  let relational: Relational
  let folder: string
  beforeAll(async () => {
    relational = await open()
  })
  afterAll(() => relational.close())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-migrations-'))
    await sql`drop table if exists notes, half`.execute(relational.db)
    await sql`delete from migrations where name like '900%'`.execute(relational.db)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const write = (files: Record<string, string>) =>
    Promise.all(Object.entries(files).map(([name, statements]) => writeFile(join(folder, name), statements)))
  const migrate = () => migrateRelational(relational.pool, folder)
  const notes = async () =>
    (await sql<{ note: string }>`select note from notes order by id`.execute(relational.db)).rows.map(
      ({ note }) => note,
    )
  const tables = async () =>
    (
      await sql<{
        name: string
      }>`select tablename as name from pg_tables where tablename like 'half%'`.execute(relational.db)
    ).rows

  const FIRST = 'create table notes (id int generated always as identity, note text);'
  const add = (note: string) => `insert into notes (note) values ('${note}');`

  it('are applied once, in the order of their names, whatever else lies in the folder', async () => {
    await write({
      '9003_c.sql': add('third'),
      '9001_a.sql': FIRST + add('first'),
      '9002_b.sql': add('second'),
      'README.md': 'nothing',
    })
    await mkdir(join(folder, 'drafts'))
    expect(await migrate()).toEqual(['9001_a.sql', '9002_b.sql', '9003_c.sql'])
    expect(await migrate()).toEqual([])
    expect(await notes()).toEqual(['first', 'second', 'third'])
  })

  it('go on where they ended, with what has come since', async () => {
    await write({ '9001_a.sql': FIRST + add('first') })
    await migrate()
    await write({ '9002_b.sql': add('second') })
    expect(await migrate()).toEqual(['9002_b.sql'])
    expect(await notes()).toEqual(['first', 'second'])
  })

  it('are applied once when several processes start at the same time', async () => {
    await write({ '9001_a.sql': FIRST + add('first') + 'select pg_sleep(0.2);', '9002_b.sql': add('second') })
    const applied = await Promise.all([migrate(), migrate(), migrate()])
    expect(applied.flat().sort()).toEqual(['9001_a.sql', '9002_b.sql'])
    expect(await notes()).toEqual(['first', 'second'])
  })

  it('leave nothing when one fails, name it, keep those before it, and apply it once it is right', async () => {
    await write({
      '9001_a.sql': FIRST + add('first'),
      '9002_b.sql': 'create table half (id int); insert into nowhere values (1);',
      '9003_c.sql': add('third'),
    })
    await expect(migrate()).rejects.toThrow(/^Migration 9002_b\.sql failed: .*nowhere/)
    expect([await notes(), await tables()]).toEqual([['first'], []])
    await write({ '9002_b.sql': 'create table half (id int);' + add('second') })
    expect(await migrate()).toEqual(['9002_b.sql', '9003_c.sql'])
    expect(await notes()).toEqual(['first', 'second', 'third'])
  })
})
