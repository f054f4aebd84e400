import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../platform/relational/index.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import type { Warehouse } from '../../platform/warehouse/index.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

/** Longer than the first pauses between attempts, shorter than the longest. */
const PATIENCE = { timeout: 20_000 }

describe('the pipeline', { timeout: 90_000 }, () => {
  let platform: TestPlatform
  let collect: TestCollect | null
  beforeEach(async () => {
    platform = await openTestPlatform()
    collect = null
  })
  afterEach(async () => {
    await collect?.close()
    await platform.close()
  })

  const open = async (changes: Partial<TestPlatform>) => {
    collect = await openTestCollect({ ...platform, ...changes })
    return collect
  }
  const send = async ({ url }: TestCollect, ...ids: string[]) => {
    const batch = ids.map((messageId) => ({
      type: 'identify',
      userId: `user-${messageId}`,
      traits: { n: messageId },
      messageId,
    }))
    expect((await sendBatch(url, batch)).status).toBe(200)
  }
  const stored = async () => {
    const rows = await platform.warehouse.rows<{ id: string }>(
      'select message_id as id from events order by id',
    )
    return rows.map(({ id }) => id)
  }
  const countNews = async () => {
    const { rows } = await sql<{ people: number }>`
      select jsonb_array_length(payload -> 'people') as people from outbox where type = 'people.changed'`.execute(
      platform.db,
    )
    return rows.reduce((sum, { people }) => sum + people, 0)
  }

  it.each(['before', 'after'] as const)(
    'loses and doubles nothing when the warehouse answers errors for a while, %s it did what it was asked',
    async (when) => {
      const warehouse = breakable(platform.warehouse, when)
      const running = await open({ warehouse })
      await send(running, 'm1', 'm2')
      await running.pipeline.idle()
      warehouse.isBroken = true
      await send(running, 'm3')
      await expect.poll(() => running.pipeline.health().error, PATIENCE).toBe('the warehouse is away')
      await send(running, 'm4', 'm5')
      await send(running, 'm3')
      expect(running.pipeline.health().stored).toBe(1)
      warehouse.isBroken = false
      await running.pipeline.idle()
      expect(running.pipeline.health().error).toBeNull()
      expect(await stored()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
      expect(await countNews()).toBe(5)
      expect(platform.log.size()).toBe(0)
    },
  )

  it('loses and doubles nothing when the database commits but its answers get lost', async () => {
    const database = losingAnswers(platform.db)
    const running = await open({ db: database.db })
    for (let round = 0; round < 3; round++) {
      database.losses = 2
      const sent = send(running, `a${round}`)
      // What comes while it tries again must not be mixed into what is resolved already.
      await expect.poll(() => running.pipeline.health().error, PATIENCE).toBe('connection lost')
      await Promise.all([sent, send(running, `b${round}`)])
      await running.pipeline.idle()
    }
    await running.close()
    collect = await openTestCollect(platform)
    await collect.pipeline.idle()
    expect(await stored()).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2'])
    expect(await countNews()).toBe(6)
  })

  it('stops at once though it waits to try again, and goes on where it was', async () => {
    const warehouse = breakable(platform.warehouse, 'before')
    const running = await open({ warehouse })
    warehouse.isBroken = true
    await send(running, 'm1')
    await expect.poll(() => running.pipeline.health().error, PATIENCE).not.toBeNull()
    const began = performance.now()
    await running.close()
    expect(performance.now() - began).toBeLessThan(3_000)
    collect = await openTestCollect(platform)
    await collect.pipeline.idle()
    expect(await stored()).toEqual(['m1'])
  })
})

/** A warehouse that, while it is broken, rejects inserts: before it has stored the rows, or after. */
function breakable(warehouse: Warehouse, when: 'before' | 'after') {
  const broken = {
    ...warehouse,
    isBroken: false,
    async insert(table: string, rows: readonly object[], token?: string) {
      if (when === 'after' || !broken.isBroken) await warehouse.insert(table, rows, token)
      if (broken.isBroken) throw new Error('the warehouse is away')
    },
  }
  return broken
}

/** A database that commits its next transactions, as many as `losses`, but says that it did not. */
function losingAnswers(db: Database) {
  const losing = { db, losses: 0 }
  losing.db = new Proxy(db, {
    get(target, name) {
      if (name === 'transaction') return () => ({ execute: executeAndLose })
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const executeAndLose: ReturnType<Database['transaction']>['execute'] = async (work) => {
    const result = await db.transaction().execute(work)
    if (losing.losses-- > 0) throw new Error('connection lost')
    return result
  }
  return losing
}
