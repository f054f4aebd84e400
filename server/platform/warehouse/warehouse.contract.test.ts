import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedWarehouse, type Warehouse } from './index.ts'

/** Every engine that can be the warehouse; a further one is tested by adding it here. */
const engines = [{ name: 'chDB', open: openEmbeddedWarehouse }]

describe.each(engines)('the warehouse on $name', ({ open }) => {
  let folder: string
  let warehouse: Warehouse
  let table: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-warehouse-'))
    warehouse = open(folder)
  })
  afterAll(async () => {
    await warehouse.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    table = `facts_${randomUUID().replaceAll('-', '')}`
    await warehouse.command(`
      create table ${table} (id UInt32, at DateTime64(3, 'UTC') default 0, properties JSON(max_dynamic_paths = 4))
      engine = MergeTree order by id settings non_replicated_deduplication_window = 100`)
  })

  const ids = async () =>
    (await warehouse.rows<{ id: number }>(`select id from ${table} order by id`)).map(({ id }) => id)
  const row = (id: number, properties: object = {}) => ({ id, properties })
  const backAndForth = async (properties: object) => {
    await warehouse.insert(table, [row(1, properties)])
    return (await warehouse.rows<{ properties: object }>(`select properties from ${table}`))[0]?.properties
  }

  it('takes parameters of every type that questions use, and none of them as SQL', async () => {
    const evil = `'); drop table ${table}; -- \\ {x:String} ? $1`
    const id = '00000000-0000-4000-8000-00000000000a'
    const [found] = await warehouse.rows(
      `select {text:String} as text, {int:Int64} + 1 as int, {float:Float64} as float, {id:UUID} as id, {yes:Bool} as yes,
              {list:Array(String)} as list, {ids:Array(UUID)} as ids, {none:Nullable(String)} as none`,
      {
        text: evil,
        int: 4_000_000_000_000,
        float: 0.5,
        id,
        yes: true,
        list: [evil, ''],
        ids: [id],
        none: null,
      },
    )
    expect(found).toEqual({
      text: evil,
      int: 4_000_000_000_001,
      float: 0.5,
      id,
      yes: true,
      list: [evil, ''],
      ids: [id],
      none: null,
    })
    expect(await ids()).toEqual([])
  })

  it('gives 64-bit integers and counts as numbers, and text in any script as it was sent', async () => {
    const text = 'Zoë 🧡 שלום قصة "quoted" \\ \n\t'
    expect(
      await warehouse.rows(
        'select count() as count, toUInt64(9007199254740991) as large, {text:String} as text',
        { text },
      ),
    ).toEqual([{ count: 1, large: 9_007_199_254_740_991, text }])
  })

  it.each([
    [
      'texts that look like something else',
      {
        date: '2024-01-01',
        time: '2024-01-01T10:00:00.5Z',
        number: '12',
        yes: 'true',
        none: 'null',
        empty: '',
      },
    ],
    ['a name with a dot beside an object in an object', { 'a.b': 1, a: { b: 2 }, 'a.b.c': { 'd.e': 3 } }],
    [
      'numbers',
      { int: 1, negative: -1, large: 9_007_199_254_740_991, small: 0.1, exponent: 1e21, price: 19.99 },
    ],
    [
      'truth values among others in a list',
      { numbers: [5, false], texts: ['x', true], nested: [[true], [1]] },
    ],
    [
      'integers beyond 64 bits, and texts that look like them',
      { large: 1e20, list: [1, -2e19], text: '100000000000000000000', 'a "b" 30000000000000000000': 'x\\' },
    ],
    ['truth values and lists', { yes: true, no: false, list: [1, 2], texts: ['a', '2024-01-01'], none: [] }],
    [
      'lists of objects and of different things',
      {
        items: [
          { sku: 'a', n: 1 },
          { sku: 'b', tags: ['x'] },
        ],
        mixed: [1, 'one', { one: 1 }, [1]],
      },
    ],
    [
      'more names than it gives columns of their own',
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`name ${index}`, index])),
    ],
    ['names in any script', { 'Größe 🧡': 1, מידה: 2, 'with "quotes"': 3, 'back\\slash': 4, 'a`b': 6 }],
    ['a long text', { text: '🧡'.repeat(8_000) }],
  ])('gives properties back as they were sent: %s', async (_what, properties) => {
    expect(await backAndForth(properties)).toEqual(properties)
  })

  it('answers questions about one property, whatever its type in other rows', async () => {
    await warehouse.insert(table, [
      row(1, { plan: 'pro' }),
      row(2, { plan: 3 }),
      row(3, { plan: { name: 'pro' } }),
      row(4),
    ])
    expect(await warehouse.rows(`select id from ${table} where properties.plan.:String = 'pro'`)).toEqual([
      { id: 1 },
    ])
  })

  it.each([
    0,
    1,
    Date.UTC(1980, 0, 1),
    Date.UTC(1999, 11, 31, 23, 59, 59, 999),
    Date.UTC(2001, 8, 9),
    Date.UTC(2026, 6, 1, 12, 0, 0, 7),
  ])('takes a time of %i ms since 1970', async (at) => {
    await warehouse.insert(table, [{ ...row(1), at }])
    expect(await warehouse.rows(`select toUnixTimestamp64Milli(at) as at from ${table}`)).toEqual([{ at }])
  })

  it('stores a block with the same token once, and blocks with other tokens or none always', async () => {
    await warehouse.insert(table, [row(1), row(2)], 'first')
    await warehouse.insert(table, [row(1), row(2)], 'first')
    await warehouse.insert(table, [row(1), row(2)], 'second')
    expect(await ids()).toEqual([1, 1, 2, 2])
    await warehouse.insert(table, [row(3)])
    await warehouse.insert(table, [row(3)])
    expect(await ids()).toEqual([1, 1, 2, 2, 3, 3])
  })

  it('knows a token again when other blocks came in between and parts were merged', async () => {
    await warehouse.insert(table, [row(0)], 'first')
    for (let id = 1; id <= 20; id++) await warehouse.insert(table, [row(id)], `other ${id}`)
    await warehouse.command(`optimize table ${table} final`)
    await warehouse.insert(table, [row(0)], 'first')
    expect(await ids()).toEqual(Array.from({ length: 21 }, (_, id) => id))
  })

  it('stores a large block once', async () => {
    const block = Array.from({ length: 5_000 }, (_, id) => row(id, { text: 'x'.repeat(3_000) }))
    await warehouse.insert(table, block, 'large')
    await warehouse.insert(table, block, 'large')
    expect(await warehouse.rows(`select count() as count, uniqExact(id) as different from ${table}`)).toEqual(
      [{ count: 5_000, different: 5_000 }],
    )
  })

  it('takes no rows for nothing to do', async () => {
    await warehouse.insert(table, [], 'token')
    await warehouse.insert(table, [row(1)], 'token')
    expect(await ids()).toEqual([1])
  })

  it.each([
    ['a question', () => warehouse.rows('select * from nowhere'), /nowhere/],
    ['a parameter', () => warehouse.rows('select {id:UUID}', { id: 'no uuid' }), /UUID/i],
    ['a statement', () => warehouse.command('create nonsense'), /create/],
    ['an insert into nowhere', () => warehouse.insert('nowhere', [row(1)]), /nowhere/],
    ['a row', () => warehouse.insert(table, [row(1), { id: 'no number' }], 'bad'), /./],
  ])('rejects %s that is wrong, stores nothing of it, and goes on', async (_what, wrong, problem) => {
    await expect(wrong()).rejects.toThrow(problem)
    expect(await ids()).toEqual([])
    await warehouse.insert(table, [row(7)], 'bad')
    expect(await ids()).toEqual([7])
  })

  it('keeps what a question that fails had begun to answer out of other answers', async () => {
    const failing = `select number, throwIf(number = 150000) as odd from numbers(200000) settings max_block_size = 1000, output_format_parallel_formatting = 0`
    const answers = await Promise.allSettled([
      warehouse.rows(failing),
      warehouse.rows('select 7 as seven'),
      warehouse.measured(failing),
      warehouse.measured('select 8 as eight from numbers(3)'),
    ])
    expect(answers).toMatchObject([
      { status: 'rejected' },
      { status: 'fulfilled', value: [{ seven: 7 }] },
      { status: 'rejected' },
      { status: 'fulfilled', value: { rows: [{ eight: 8 }, { eight: 8 }, { eight: 8 }], rowsRead: 3 } },
    ])
  })

  it('answers many questions and takes many blocks at the same time', async () => {
    const inserts = Array.from({ length: 20 }, (_, id) => warehouse.insert(table, [row(id)], `block ${id}`))
    const questions = Array.from({ length: 20 }, (_, n) =>
      warehouse.rows<{ n: number }>('select {n:UInt32} as n', { n }),
    )
    await Promise.all(inserts)
    expect((await Promise.all(questions)).flat().map(({ n }) => n)).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    )
    expect(await ids()).toHaveLength(20)
  })

  it('has its rows after it is opened again, and still knows the tokens', async () => {
    await warehouse.insert(table, [row(1, { 'a.b': 'kept' })], 'first')
    await warehouse.close()
    warehouse = open(folder)
    await warehouse.insert(table, [row(1, { 'a.b': 'kept' })], 'first')
    expect(await warehouse.rows(`select id, properties from ${table}`)).toEqual([
      { id: 1, properties: { 'a.b': 'kept' } },
    ])
  })
})
