import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { countOverrides, foldOverrides } from './fold-overrides.ts'
import { storeEvents } from './store-events.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await openTestPlatform()
})
afterAll(() => platform.close())

it('writes corrections into the events and takes them away, as often as it is begun again', async () => {
  const { warehouse } = platform
  const [moved, stays, person] = [randomUUID(), randomUUID(), randomUUID()]
  const row = (identifier_id: string) => ({
    identifier_id,
    other_ids: [],
    timestamp: 1_000,
    received_at: 1_000,
    person_id: identifier_id,
    company_id: randomUUID(),
    source_id: randomUUID(),
    message_id: randomUUID(),
    type: 'track',
    event: 'Clicked',
    user_id: '',
    anonymous_id: '',
    properties: {},
    context: {},
  })
  await storeEvents(warehouse, [row(moved), row(moved), row(stays)], randomUUID())
  await warehouse.insert('identity_overrides', [{ identifier_id: moved, person_id: person }])
  expect(await countOverrides(warehouse)).toBe(1)
  const people = () =>
    warehouse.rows<{ identifier_id: string; person_id: string }>(
      'select distinct identifier_id, person_id from events where identifier_id in {ids:Array(UUID)}',
      { ids: [moved, stays] },
    )
  await foldOverrides(warehouse)
  await foldOverrides(warehouse)
  expect(await countOverrides(warehouse)).toBe(0)
  expect(await people()).toEqual(
    expect.arrayContaining([
      { identifier_id: moved, person_id: person },
      { identifier_id: stays, person_id: stays },
    ]),
  )
})

it('corrects also whose deals, company memberships and entries of lists are', async () => {
  const { warehouse } = platform
  const [moved, person, before, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const row = { identifier_id: moved, stored: before, version: 1, deleted: 0 }
  await warehouse.insert('deals', [{ ...row, deal_id: other, company_id: other, fields: {} }])
  await warehouse.insert('company_members', [{ ...row, company_id: other }])
  await warehouse.insert('segment_lists', [{ ...row, list_id: other }])
  await warehouse.insert('identity_overrides', [{ identifier_id: moved, person_id: person }])
  await foldOverrides(warehouse)
  for (const table of ['deals', 'company_members', 'segment_lists']) {
    const rows = await warehouse.rows(`select stored from ${table} where identifier_id = {moved:UUID}`, {
      moved,
    })
    expect(rows).toEqual([{ stored: person }])
  }
})
