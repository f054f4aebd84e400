import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../testing/embedded-databases.ts'
import { openServerDatabase } from '../testing/test-databases.ts'
import { isDataError, type Queryable, type Relational } from './index.ts'

/** Every engine that can be the relational database; a further one is tested by adding it here. */
const engines = [
  { name: 'PGlite', open: openEmbeddedDatabase },
  { name: 'PostgreSQL', open: openServerDatabase },
]

describe.each(engines)('the relational database on $name', ({ open }) => {
  let relational: Relational
  beforeAll(async () => {
    relational = await open()
    await sql`create table accounts_of_test (id bigint primary key, balance int not null check (balance >= 0))`.execute(
      relational.db,
    )
  })
  afterAll(() => relational.close())

  const one = async <T>(query: ReturnType<typeof sql<T>>, db: Queryable = relational.db) =>
    (await query.execute(db)).rows[0]
  const balanceOf = async (id: number) =>
    (await one(sql<{ balance: number }>`select balance from accounts_of_test where id = ${id}`))?.balance
  const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)

  it('gives 64-bit integers and counts as numbers', async () => {
    const row = await one(
      sql`select 9007199254740991::int8 as large, count(*) as count from generate_series(1, 3)`,
    )
    expect(row).toEqual({ large: 9_007_199_254_740_991, count: 3 })
  })

  it('gives jsonb back as the value that was sent', async () => {
    const value = {
      text: 'Zoë 🧡 "quoted" \\ שלום',
      list: [1, null, { deep: [true] }],
      'a.b': 0.1,
      empty: {},
    }
    expect(await one(sql`select ${JSON.stringify(value)}::jsonb as value`)).toEqual({ value })
    expect(await one(sql`select 'null'::jsonb as value`)).toEqual({ value: null })
  })

  it('keeps a point in time to the millisecond', async () => {
    const at = new Date('2026-03-29T01:59:59.123Z')
    const row = await one(
      sql<{
        at: Date
        text: string
      }>`select ${at}::timestamptz as at, to_char(${at}::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') as text`,
    )
    expect(row).toEqual({ at, text: '2026-03-29 01:59:59.123' })
  })

  it('takes lists as parameters and gives lists', async () => {
    const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    const texts = ['plain', 'with "quotes", commas and {braces}', '', 'NULL']
    const row = await one(
      sql`select ${ids}::uuid[] as ids, ${texts}::text[] as texts, ${ids[1]}::uuid = any(${ids}::uuid[]) as found, ${[]}::text[] as none`,
    )
    expect(row).toEqual({ ids, texts, found: true, none: [] })
  })

  it('keeps bytes, truth values and nothing', async () => {
    const bytes = Buffer.from([0, 1, 255])
    expect(
      await one(sql`select ${bytes}::bytea as bytes, ${true}::bool as yes, ${null}::text as nothing`),
    ).toEqual({ bytes, yes: true, nothing: null })
  })

  it('takes and gives megabytes', async () => {
    const text = 'kith '.repeat(1_000_000)
    const row = await one(
      sql<{ text: string; length: number }>`select ${text}::text as text, length(${text}::text) as length`,
    )
    expect([row?.length, row?.text === text]).toEqual([5_000_000, true])
    const { rows } = await sql`select n, repeat('x', 100) from generate_series(1, 50000) as n`.execute(
      relational.db,
    )
    expect(rows).toHaveLength(50_000)
  })

  it('undoes a transaction that fails, and goes on', async () => {
    const failing = relational.db.transaction().execute(async (trx) => {
      await sql`insert into accounts_of_test values (1, 10)`.execute(trx)
      expect(await one(sql`select balance from accounts_of_test where id = 1`, trx)).toEqual({ balance: 10 })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await balanceOf(1)).toBeUndefined()
  })

  it('undoes all of a transaction in which a statement fails', async () => {
    const failing = relational.db.transaction().execute(async (trx) => {
      await sql`insert into accounts_of_test values (2, 10)`.execute(trx)
      await sql`insert into accounts_of_test values (3, -1)`.execute(trx)
    })
    await expect(failing).rejects.toMatchObject({ code: '23514' })
    expect([await balanceOf(2), await balanceOf(3)]).toEqual([undefined, undefined])
  })

  it('lets transactions at the same time take turns where they touch the same row', async () => {
    await sql`insert into accounts_of_test values (4, 0)`.execute(relational.db)
    const addOne = () =>
      relational.db.transaction().execute(async (trx) => {
        const row = await one(
          sql<{ balance: number }>`select balance from accounts_of_test where id = 4 for update`,
          trx,
        )
        await new Promise((resolve) => setImmediate(resolve))
        await sql`update accounts_of_test set balance = ${(row?.balance ?? NaN) + 1} where id = 4`.execute(
          trx,
        )
      })
    const others = Array.from({ length: 30 }, () =>
      relational.db.transaction().execute((trx) => sql`select 1`.execute(trx)),
    )
    await Promise.all([...Array.from({ length: 30 }, addOne), ...others])
    expect(await balanceOf(4)).toBe(30)
  })

  it('does not show what a transaction has not committed', async () => {
    const inside = relational.db.transaction().execute(async (trx) => {
      await sql`insert into accounts_of_test values (5, 1)`.execute(trx)
      return 'done'
    })
    expect([undefined, 1]).toContain(await balanceOf(5))
    await inside
    expect(await balanceOf(5)).toBe(1)
  })

  it.each([
    ['a text that is no number', sql`select 'x'::int`, '22P02', true],
    ['half a character', sql`select ${'"\\ud83e"'}::jsonb`, '22P02', true],
    ['a key that exists', sql`insert into accounts_of_test values (6, 1), (6, 1)`, '23505', true],
    ['a table that does not exist', sql`select * from nowhere`, '42P01', false],
    ['a statement that is none', sql`selekt`, '42601', false],
  ])('refuses %s with its SQLSTATE, and goes on', async (_what, query, code, isFaultOfData) => {
    const error: unknown = await query.execute(relational.db).catch((reason: unknown) => reason)
    expect([codeOf(error), isDataError(error)]).toEqual([code, isFaultOfData])
    expect(await one(sql`select 1 as one`)).toEqual({ one: 1 })
  })

  it('can be maintained while it is used', async () => {
    await sql`insert into accounts_of_test select n, 1 from generate_series(1000, 9000) as n`.execute(
      relational.db,
    )
    await sql`delete from accounts_of_test where id >= 1000`.execute(relational.db)
    await Promise.all([
      relational.maintain(),
      sql`select count(*) from accounts_of_test`.execute(relational.db),
      relational.maintain(),
    ])
    expect(await balanceOf(4)).toBe(30)
  })
})
