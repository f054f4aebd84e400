import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Condition } from '../../model/segment-condition.ts'
import { publish } from '../platform/outbox/index.ts'
import { engines, type TestPlatform } from '../platform/testing/index.ts'
import type { Warehouse } from '../platform/warehouse/index.ts'
import { buildWaiting } from './jobs.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'

/** More than are looked at in one page. */
const PEOPLE = 6_000

describe.each(engines)('building a segment on the %s engine', (engine) => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  beforeEach(async () => {
    await sql`delete from segments`.execute(test.platform.db)
    await sql`truncate outbox`.execute(test.platform.db)
  })
  afterAll(() => test.close())

  const make = async (conditions: Condition[]) => {
    const { body } = await test.api.post<{ id: string }>('/api/v1/segments', {
      name: 'S',
      definition: { conditions },
    })
    return body.id
  }
  const is = (field: string, value: string): Condition => ({
    kind: 'trait',
    comparison: { field, operator: 'is', value },
  })
  const entries = async () => (await test.told()).filter(({ type }) => type === 'segment.entered').length
  const leftOver = async () => test.platform.warehouse.rows('select run from segment_evaluations')

  /** The platform with a warehouse that does something of its own as well. */
  const withWarehouse = (change: (warehouse: Warehouse) => Partial<Warehouse>): TestPlatform => ({
    ...test.platform,
    warehouse: { ...test.platform.warehouse, ...change(test.platform.warehouse) },
  })

  it('goes through everybody page by page, and keeps nothing of it in the warehouse', async () => {
    await makeCrowd(test.platform, 'a')
    const id = await make([is('crowd', 'a')])
    await buildWaiting(test.platform)
    expect(await test.find(id)).toMatchObject({ state: 'live', size: PEOPLE })
    expect(await entries()).toBe(PEOPLE)
    expect(await leftOver()).toEqual([])
    await test.api.patch(`/api/v1/segments/${id}`, { definition: { conditions: [is('crowd', 'nobody')] } })
    await buildWaiting(test.platform)
    expect(await test.find(id)).toMatchObject({ state: 'live', size: 0 })
  })

  it('goes on after it was cut off, and tells of everybody once', async () => {
    await makeCrowd(test.platform, 'b')
    const id = await make([is('crowd', 'b')])
    let pages = 0
    const dying = withWarehouse((warehouse) => ({
      async rows(query, params) {
        if (query.includes('segment_evaluations') && ++pages === 2) throw new Error('cut off')
        return warehouse.rows(query, params)
      },
    }))
    await expect(buildWaiting(dying)).rejects.toThrow('cut off')
    const { size, state } = await test.find(id)
    expect({ state, isPartly: size > 0 && size < PEOPLE }).toEqual({ state: 'building', isPartly: true })
    await buildWaiting(test.platform)
    expect(await test.find(id)).toMatchObject({ state: 'live', size: PEOPLE })
    expect(await entries()).toBe(PEOPLE)
  })

  it('does not overwrite what became of somebody while it was at it', async () => {
    await test.act(
      { who: 'user_id:ada', traits: { stage: 'lead' } },
      { who: 'user_id:bob', traits: { stage: 'customer' } },
    )
    await test.catchUp()
    const id = await make([is('stage', 'customer')])
    const changing = withWarehouse((warehouse) => ({
      async command(query, params) {
        await warehouse.command(query, params)
        if (!query.includes('insert into segment_evaluations')) return
        await test.act(
          { who: 'user_id:ada', traits: { stage: 'customer' } },
          { who: 'user_id:bob', traits: { stage: 'lost' } },
        )
        await test.catchUp()
      },
    }))
    await buildWaiting(changing)
    expect(await test.members(id)).toEqual(['ada'])
    expect(await test.find(id)).toMatchObject({ state: 'live', size: 1 })
    expect((await test.told()).map(({ type, payload }) => payload['event'] ?? type)).toEqual([
      'segment.entered',
      'Segment Entered',
    ])
  })

  it('takes in who meanwhile did only what it does not ask about', async () => {
    await test.act({ who: 'user_id:ada', event: 'Bought' })
    await test.catchUp()
    const id = await make([{ kind: 'event', did: true, event: 'Bought', where: [], times: 1, days: 30 }])
    const busy = withWarehouse((warehouse) => ({
      async command(query, params) {
        await warehouse.command(query, params)
        if (!query.includes('insert into segment_evaluations')) return
        // As the pipeline tells of a batch of events.
        const payload = {
          people: [test.idOf('user_id:ada')],
          gone: [],
          profiles: [],
          regrouped: [],
          events: ['Looked'],
          did: [[0]],
        }
        await publish(test.platform.db, [{ type: 'people.changed', payload }])
        await test.catchUp()
      },
    }))
    await buildWaiting(busy)
    expect(await test.members(id)).toEqual(['ada'])
  })

  it('waits when the warehouse is away', async () => {
    const id = await make([is('stage', 'customer')])
    const away = withWarehouse(() => ({
      rows: () => Promise.reject(new Error('away')),
      command: () => Promise.reject(new Error('away')),
    }))
    await expect(buildWaiting(away)).rejects.toThrow('away')
    expect(await test.find(id)).toMatchObject({ state: 'building' })
    await buildWaiting(test.platform)
    expect(await test.find(id)).toMatchObject({ state: 'live' })
  })

  it('says why a segment cannot be evaluated, and lets the others live', async () => {
    const broken = await make([is('stage', 'customer')])
    const sound = await make([is('stage', 'vip')])
    await buildWaiting(test.platform)
    const definition = JSON.stringify({
      match: 'all',
      conditions: [{ kind: 'trait', comparison: { field: 'a', operator: 'no such' } }],
    })
    await sql`update segments set definition = ${definition}::jsonb where id = ${broken}`.execute(
      test.platform.db,
    )
    await test.act({ who: 'user_id:eve', traits: { stage: 'vip' } })
    await test.catchUp()
    const { rows } = await sql<{
      state: string
      error: string
    }>`select state, error from segments where id = ${broken}`.execute(test.platform.db)
    expect(rows).toEqual([{ state: 'failed', error: expect.stringMatching(/./) }])
    expect(await test.members(sound)).toEqual(['eve'])
  })

  it('begins anew when a segment that failed is saved again', async () => {
    const conditions = [is('stage', 'customer')]
    const id = await make(conditions)
    await sql`update segments set state = 'failed', error = 'odd' where id = ${id}`.execute(test.platform.db)
    const { body } = await test.api.patch(`/api/v1/segments/${id}`, { definition: { conditions } })
    expect(body).toMatchObject({ state: 'building', error: null })
    await buildWaiting(test.platform)
    expect(await test.find(id)).toMatchObject({ state: 'live' })
  })
})

/** People of one crowd, written past everything. */
async function makeCrowd({ db, warehouse }: TestPlatform, crowd: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into people (id, first_seen, last_seen) select gen_random_uuid(), now(), now() from generate_series(1, ${PEOPLE}::int)
    returning id`.execute(db)
  const snapshot = { traits: { crowd }, first_seen: 0, last_seen: 0, version: 1, deleted: 0 }
  await warehouse.insert(
    'people',
    rows.map(({ id }) => ({ ...snapshot, person_id: id })),
  )
}
