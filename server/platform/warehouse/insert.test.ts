import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../testing/index.ts'

describe('an insert into the warehouse', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform()
  })
  afterAll(() => platform.close())

  const insert = (token?: string) => platform.warehouse.insert('people', [snapshot()], token)
  const added = async (work: () => Promise<unknown>) => {
    const before = await count()
    await work()
    return (await count()) - before
  }
  const count = async () => {
    const [row] = await platform.warehouse.rows<{ count: number }>('select count() as count from people')
    return row?.count ?? 0
  }

  it('stores a block with the same token once', async () => {
    expect(await added(() => insert('a'))).toBe(1)
    expect(await added(() => insert('a'))).toBe(0)
  })

  it('without a token is stored after one with a token', async () => {
    await insert('b')
    expect(await added(() => insert())).toBe(1)
    expect(await added(() => insert())).toBe(1)
  })

  it('keeps its own token while others are under way', async () => {
    const tokens = Array.from({ length: 30 }, (_, index) => `c${index}`)
    expect(await added(() => Promise.all(tokens.map(insert)))).toBe(30)
    expect(await added(() => Promise.all(tokens.map(insert)))).toBe(0)
  })
})

function snapshot() {
  return { person_id: randomUUID(), traits: {}, first_seen: 0, last_seen: 0, version: 1, deleted: 0 }
}
