import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../platform/testing/index.ts'
import { openTestDestinations, type TestDestinations } from '../open-test-destinations.ts'
import { removeOldDeliveries } from './remove-old-deliveries.ts'

const DAY_MS = 86_400_000

describe.each(engines)('old deliveries on the %s engine', (engine) => {
  let test: TestDestinations
  beforeAll(async () => {
    test = await openTestDestinations(engine)
  })
  afterAll(() => test.close())

  it('are removed after thirty days, unless they still wait', async () => {
    const { db, clock } = test.platform
    await test.add({ url: 'https://hooks.example/kith' })
    const states = ['delivered', 'failed', 'waiting']
    await test.entered(...states.map((segmentName) => ({ segmentName })))
    await sql`update deliveries set state = payload -> 'properties' ->> 'segment_name'`.execute(db)
    await removeOldDeliveries(db, clock.now() + 29 * DAY_MS)
    expect(await test.deliveries()).toHaveLength(3)
    await removeOldDeliveries(db, clock.now() + 31 * DAY_MS)
    expect(await test.deliveries()).toMatchObject([{ state: 'waiting' }])
  })
})
