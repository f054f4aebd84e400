import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { storeEvents, type EventRow } from './index.ts'

const ID = '00000000-0000-4000-8000-000000000001'

const row = (properties: JsonObject): EventRow => ({
  identifier_id: ID,
  other_ids: [],
  timestamp: Date.UTC(2026, 0, 1),
  received_at: Date.UTC(2026, 0, 1),
  person_id: ID,
  company_id: ID,
  source_id: ID,
  message_id: randomUUID(),
  type: 'track',
  event: 'Clicked',
  user_id: '',
  anonymous_id: '',
  properties,
  context: {},
})

describe('storing events', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform()
  })
  afterAll(() => platform.close())

  const stored = async (rows: EventRow[]) =>
    platform.warehouse.rows<{ properties: JsonObject }>(
      'select properties from events where message_id in {ids:Array(String)} order by indexOf({ids:Array(String)}, message_id)',
      { ids: rows.map(({ message_id }) => message_id) },
    )

  it('stores a block with the same token once, however often it is sent', async () => {
    const rows = [row({ a: 1 }), row({ a: 2 })]
    const token = randomUUID()
    await storeEvents(platform.warehouse, rows, token)
    await storeEvents(platform.warehouse, rows, token)
    expect(await stored(rows)).toEqual([{ properties: { a: 1 } }, { properties: { a: 2 } }])
  })

  it('stores nothing for an empty batch', async () => {
    await expect(storeEvents(platform.warehouse, [], randomUUID())).resolves.toBeUndefined()
  })

  it('keeps values of different types under one name, one event each', async () => {
    const rows = [
      row({ value: 1 }),
      row({ value: 'one' }),
      row({ value: true }),
      row({ value: { one: 1 } }),
      row({ value: [1] }),
    ]
    await storeEvents(platform.warehouse, rows, randomUUID())
    expect((await stored(rows)).map(({ properties }) => properties['value'])).toEqual([
      1,
      'one',
      true,
      { one: 1 },
      [1],
    ])
  })

  it('keeps as text what the warehouse cannot take as an object, and all others as they are', async () => {
    let deep: JsonObject = { end: true }
    for (let depth = 0; depth < 3_000; depth++) deep = { a: deep }
    const rows = [row({ plain: 'yes' }), row(deep), row({ plain: 'too' })]
    await storeEvents(platform.warehouse, rows, randomUUID())
    const [first, odd, last] = await stored(rows)
    expect(first?.properties).toEqual({ plain: 'yes' })
    expect(odd?.properties).toEqual({ unreadable: JSON.stringify(deep) })
    expect(last?.properties).toEqual({ plain: 'too' })
  })
})
