import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines, openTestPlatform } from './index.ts'

describe.each(engines)('the platform for tests on the %s engine', (engine) => {
  it('opens migrated, empty engines twice in a row', async () => {
    for (let round = 0; round < 2; round++) {
      const platform = await openTestPlatform(engine)
      const { rows } = await sql<{ count: number }>`select count(*) from people`.execute(platform.db)
      expect(rows).toEqual([{ count: 0 }])
      expect(await platform.warehouse.rows('select count() as count from events')).toEqual([{ count: 0 }])
      expect(platform.log.head()).toBe(0)
      await platform.close()
    }
  })

  it('has a clock that the test moves', async () => {
    const platform = await openTestPlatform(engine)
    const start = platform.clock.now()
    platform.clock.advance(1000)
    expect(platform.clock.now()).toBe(start + 1000)
    await platform.close()
  })
})
