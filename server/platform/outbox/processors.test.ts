import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines, openTestPlatform, type Engine, type TestPlatform } from '../testing/index.ts'
import {
  countBehind,
  publish,
  recordEvent,
  startProcessors,
  type Processor,
  type Processors,
} from './index.ts'
import { removeOldNews } from './remove-old-news.ts'
import { runOnce } from './run-once.ts'

const WAIT = { timeout: 20_000 }

describe.each(engines)('processors on the %s engine', (engine) => {
  const { db, platform, start, tell, told, seen } = setUp(engine)
  const publishUntil = async (isOver: () => boolean) => {
    while (!isOver()) {
      await tell(2)
      await sleep(50)
    }
  }
  const cursor = async () => {
    const { rows } = await sql<{ failures: number; last_error: string | null }>`
      select failures, last_error from processor_cursors`.execute(db())
    return rows[0]
  }

  it('hands news over in the order in which they were published', async () => {
    const processors = start(writer({ newsPerRun: 3 }))
    await tell(1, 2, 3, 4)
    await tell(5, 6, 7)
    await processors.idle()
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('takes only the types that a processor handles', async () => {
    await publish(db(), [{ type: 'letter.drawn', payload: { number: 1 } }])
    await tell(2)
    await start(writer()).idle()
    expect(await seen()).toEqual([2])
  })

  it('handles news once though the processor failed after it had written', async () => {
    let failures = 2
    await tell(1, 2, 3)
    const processors = start(
      writer({
        after() {
          if (failures-- > 0) throw new Error('cut off')
        },
      }),
    )
    await processors.idle()
    expect(await seen()).toEqual([1, 2, 3])
  })

  it('writes down why a processor fails, and forgets it when it works again', async () => {
    let broken = true
    await tell(1)
    const processors = start(
      writer({
        after() {
          if (broken) throw new Error('the reason')
        },
      }),
    )
    await expect.poll(cursor).toMatchObject({ last_error: 'the reason' })
    expect((await cursor())?.failures).toBeGreaterThan(0)
    broken = false
    await processors.idle()
    expect(await cursor()).toEqual({ failures: 0, last_error: null })
  })

  it('waits longer after each failure, whoever publishes in the meantime', async () => {
    const attempts: number[] = []
    await tell(1)
    start(
      writer({
        after() {
          attempts.push(performance.now())
          throw new Error('again')
        },
      }),
    )
    let publishing = true
    const published = publishUntil(() => !publishing)
    await expect.poll(() => attempts.length, { timeout: 10_000 }).toBe(3)
    publishing = false
    await published
    const [first = 0, second = 0, third = 0] = attempts
    expect(second - first).toBeGreaterThan(390)
    expect(third - second).toBeGreaterThan(790)
  })

  it('lets others go on while one fails', async () => {
    await tell(1)
    const broken: Processor = {
      name: 'broken',
      handles: ['number.drawn'],
      run: () => Promise.reject(new Error('no')),
    }
    start(broken, writer())
    await expect.poll(seen).toEqual([1])
  })

  it('hears of news without waiting for the next look, which comes twice a second', async () => {
    start(writer())
    const waits: number[] = []
    for (let number = 1; number <= 10; number++) {
      const before = performance.now()
      await db()
        .transaction()
        .execute((trx) => publish(trx, [drawn(number)]))
      await expect.poll(async () => (await seen()).length, { interval: 5, timeout: 10_000 }).toBe(number)
      waits.push(performance.now() - before)
    }
    // Not each: on the server, transactions of other tests' databases hold news back.
    expect(waits.filter((wait) => wait < 250).length).toBeGreaterThan(5)
  })

  it('passes what a processor wrote on to the next one before it is idle', async () => {
    const echo: Processor = {
      name: 'echo',
      handles: ['first'],
      run: (news, { trx }) =>
        publish(
          trx,
          news.map(({ payload }) => ({ type: 'number.drawn', payload })),
        ),
    }
    const processors = start(writer(), echo)
    await publish(db(), [{ type: 'first', payload: { number: 8 } }])
    await processors.idle()
    expect(await seen()).toEqual([8])
  })

  it('finds its news behind a long stretch of news for others, of each type in their order', async () => {
    await sql`insert into outbox (type, payload) select 'letter.drawn', '{}' from generate_series(1, 12000)`.execute(
      db(),
    )
    await tell(1)
    await publish(db(), [{ type: 'other.number', payload: { number: 2 } }])
    await tell(3)
    await told()
    const both = { ...writer({ newsPerRun: 2 }), handles: ['number.drawn', 'other.number'] }
    expect(await runOnce(platform(), both)).toBe(2)
    expect(await runOnce(platform(), both)).toBe(1)
    expect(await seen()).toEqual([1, 2, 3])
  })

  it('makes a plan outside the transaction and writes it inside', async () => {
    const planner: Processor = {
      name: 'planner',
      handles: ['number.drawn'],
      async plan(news, { db }) {
        const { rows } = await sql<{ count: number }>`select count(*) from seen`.execute(db)
        return async (trx) => {
          for (const { payload } of news) {
            await sql`insert into seen (number) values (${Number(payload['number']) + (rows[0]?.count ?? 0)})`.execute(
              trx,
            )
          }
        }
      },
    }
    const processors = start(planner)
    await tell(10)
    await processors.idle()
    await tell(10)
    await processors.idle()
    expect(await seen()).toEqual([10, 11])
  })

  it('records an event for a timeline', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z')
    const event = {
      type: 'track',
      event: 'Deal Won',
      personRef: null,
      companyRef: null,
      properties: { a: 1 },
    } as const
    await recordEvent(db(), { ...event, at })
    const { rows } = await sql`select type, payload from outbox`.execute(db())
    expect(rows).toEqual([{ type: 'event.recorded', payload: { ...event, at: at.toISOString() } }])
  })

  it('says how many news wait for one of them or another', async () => {
    const letters: Processor = { name: 'letters', handles: ['letter.drawn'], run: async () => undefined }
    expect(await countBehind(db(), [writer(), letters])).toBe(0)
    await tell(1, 2)
    await publish(db(), [{ type: 'letter.drawn', payload: {} }])
    await told()
    expect(await countBehind(db(), [writer(), letters])).toBe(3)
    await runOnce(platform(), writer())
    expect(await countBehind(db(), [writer(), letters])).toBe(1)
    await start(writer(), letters).idle()
    expect(await countBehind(db(), [writer(), letters])).toBe(0)
  })

  it('removes old news once every processor that handles them has passed them', async () => {
    const old = (type: string, age: string) =>
      sql`insert into outbox (type, payload, created_at) values (${type}, '{}', now() - ${age}::interval)`.execute(
        db(),
      )
    await old('letter.drawn', '8 days')
    await old('letter.drawn', '6 days')
    await old('people.changed', '2 hours')
    await old('people.changed', '30 minutes')
    await old('number.drawn', '9 days')
    await tell(1)
    await told()
    const people: Processor = { name: 'people', handles: ['people.changed'], run: async () => undefined }
    // Nobody is to see the letter; the number and the people wait for one who is.
    expect(await removeOldNews(db(), [writer(), people])).toBe(1)
    await runOnce(platform(), writer())
    await runOnce(platform(), people)
    expect(await removeOldNews(db(), [writer(), people])).toBe(2)
    const { rows } = await sql<{ type: string }>`select type from outbox order by id`.execute(db())
    expect(rows.map(({ type }) => type)).toEqual(['letter.drawn', 'people.changed', 'number.drawn'])
  })
})

describe('processors of two processes on one server', () => {
  const { db, start, tell, seen } = setUp('server')

  it('do everything once though both run the same one', async () => {
    const first = start(writer({ newsPerRun: 2 }))
    start(writer({ newsPerRun: 2 }))
    const numbers = Array.from({ length: 200 }, (_, index) => index)
    await Promise.all(numbers.map((number) => tell(number)))
    await first.idle()
    expect((await seen()).toSorted((a, b) => a - b)).toEqual(numbers)
  })

  it('wait for an older transaction that is still open, and miss nothing', async () => {
    const processors = start(writer())
    const slow = await db().startTransaction().execute()
    await publish(slow, [drawn(1)])
    await tell(2)
    await sleep(700)
    expect(await seen()).toEqual([])
    await slow.commit().execute()
    await processors.idle()
    expect(await seen()).toEqual([1, 2])
  })
})

/** A database with a table of the numbers that processors have seen. */
function setUp(engine: Engine) {
  let platform: TestPlatform
  const running: Processors[] = []
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    await sql`create table seen (place bigint generated always as identity, number int)`.execute(platform.db)
  })
  beforeEach(async () => {
    await sql`truncate outbox, processor_cursors, seen`.execute(platform.db)
  })
  afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())))
  afterAll(() => platform.close())
  return {
    db: () => platform.db,
    platform: () => platform,
    start(...processors: Processor[]) {
      const started = startProcessors(platform, processors)
      running.push(started)
      return started
    },
    tell: (...numbers: number[]) => publish(platform.db, numbers.map(drawn)),
    /** Waits until what was published can be seen: a transaction of another test's database, open on the same server, holds it back. */
    told: () =>
      expect
        .poll(async () => {
          const { rows } = await sql<{ visible: boolean }>`
            select coalesce(max(txid) < pg_snapshot_xmin(pg_current_snapshot()), true) as visible from outbox`.execute(
            platform.db,
          )
          return rows[0]?.visible
        }, WAIT)
        .toBe(true),
    async seen() {
      const { rows } = await sql<{ number: number }>`select number from seen order by place`.execute(
        platform.db,
      )
      return rows.map(({ number }) => number)
    },
  }
}

function drawn(number: number) {
  return { type: 'number.drawn', payload: { number } }
}

/** Writes the numbers it is told; it may fail after that. */
function writer(options: { after?: () => void; newsPerRun?: number } = {}): Processor {
  return {
    name: 'writer',
    handles: ['number.drawn'],
    ...(options.newsPerRun && { newsPerRun: options.newsPerRun }),
    async run(news, { trx }) {
      for (const { payload } of news)
        await sql`insert into seen (number) values (${payload['number']})`.execute(trx)
      options.after?.()
    },
  }
}
