import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Import } from '../../../../model/import.ts'
import type { Deal } from '../../../../model/deal.ts'
import { openTestImport, type TestImport } from '../open-test-import.ts'

describe('rows over the API', () => {
  let kith: TestImport
  beforeAll(async () => {
    kith = await openTestImport('embedded')
  })
  afterAll(() => kith.close())

  const send = (object: string, body: object) => kith.api.post<Import>(`/api/v1/${object}/bulk`, body)
  const done = async (object: string, body: object) => {
    const { status, body: begun } = await send(object, body)
    expect([status, begun.state]).toEqual([202, 'running'])
    return kith.work(begun.id)
  }
  const outcomes = async (id: string) =>
    (await kith.rows(id)).map(({ row, outcome, problems }) => [
      row,
      outcome,
      ...problems.map(({ code }) => code),
    ])
  const people = async () =>
    (
      await sql<{ id: string; email: string; name: string; traits: object }>`
        select id, email, name, traits from people order by email`.execute(kith.platform.db)
    ).rows

  it('become people at once, with what became of each row and the record made of it', async () => {
    const rows = [
      {
        user_id: 'u-1',
        email: 'Ada@Example.com',
        first_name: 'Ada',
        company: 'Engines',
        traits: { seats: 5, tags: ['a'], on: true, odd: '\\u0000 \0\ud800' },
      },
      { email: 'no address', name: 'Nobody' },
      { email: 'grace@example.com', name: 'Grace Hopper', phone: null },
      { user_id: 'u-1', traits: { seats: 7 } },
    ]
    const job = await done('people', { rows })
    expect(job).toMatchObject({
      name: '4 people over the API',
      state: 'done',
      result: { created: 2, updated: 1, rejected: 1 },
    })
    expect(await outcomes(job.id)).toEqual([
      [0, 'new'],
      [1, 'rejected', 'invalid_email'],
      [2, 'new'],
      [3, 'updated'],
    ])
    const [ada, , grace, again] = await kith.rows(job.id)
    expect(again?.record_id).toBe(ada?.record_id)
    expect(await people()).toMatchObject([
      {
        id: ada?.record_id,
        email: 'ada@example.com',
        traits: { seats: 7, tags: ['a'], on: true, odd: '\\u0000 \ufffd' },
      },
      { id: grace?.record_id, email: 'grace@example.com', name: 'Grace Hopper' },
    ])

    const second = await done('people', { rows: [rows[2]!, { email: 'new@example.com' }], mode: 'update' })
    expect(await outcomes(second.id)).toEqual([
      [0, 'unchanged'],
      [1, 'skipped', 'not_found'],
    ])
    expect(await kith.undo(job.id)).toMatchObject({ state: 'undone', result: { kept: 0 } })
    expect(await people()).toEqual([])
  })

  it('become companies and deals that name each other by their ids elsewhere', async () => {
    await done('companies', {
      rows: [{ external_id: 'c1', name: 'Engines', domain: 'https://engines.example' }],
    })
    const deals = [
      { external_id: 'd1', name: 'Gears', company_id: 'c1', amount: 1250.5, close_date: '2026-12-01' },
      { external_id: 'd2', name: 'Lost', company_id: 'unheard of' },
    ]
    const made = await done('deals', { rows: deals, currency: 'GBP' })
    expect(await outcomes(made.id)).toMatchObject([
      [0, 'new'],
      [1, 'rejected', 'unknown_company', 'missing_owner_record'],
    ])
    const [row] = await kith.rows(made.id)
    const read = async () => (await kith.api.get<Deal>(`/api/v1/deals/${row?.record_id}`)).body
    expect(await read()).toMatchObject({ name: 'Gears', amount: 1250.5, currency: 'GBP' })
    const changed = await done('deals', { rows: [{ external_id: 'd1', amount: 99 }] })
    expect(await outcomes(changed.id)).toEqual([[0, 'updated']])
    expect(await read()).toMatchObject({ name: 'Gears', amount: 99 })
  })

  it.each([
    ['people', { rows: [] }, 'rows'],
    ['people', { rows: Array.from({ length: 10_001 }, () => ({ email: 'a@b.example' })) }, 'rows'],
    ['people', { rows: [{ email: 'a@b.example' }, { emial: 'a@b.example' }] }, 'rows.1'],
    ['people', { rows: [{ email: 'a@b.example', traits: ['plan'] }] }, 'rows.0.traits'],
    ['people', { rows: [{ traits: { '\ud800': 1 } }] }, 'rows.0.traits'],
    ['companies', { rows: [{ name: { first: 'A' } }] }, 'rows.0.name'],
    ['deals', { rows: [{ name: 'A', traits: {} }] }, 'rows.0'],
    ['deals', { rows: [{ name: 'A' }], match: 'email' }, 'match'],
  ])('of %s are refused as a whole when one is malformed: %#', async (object, body, field) => {
    const { status, body: answer } = await send(object, body)
    expect(status).toBe(400)
    expect(JSON.stringify(answer)).toContain(field)
  })

  it('are done once when they are sent twice with one key', async () => {
    const rows = Array.from({ length: 1_200 }, (_, place) => ({
      email: `p${place}@example.com`,
      traits: { place },
    }))
    const request = {
      method: 'POST' as const,
      url: '/api/v1/people/bulk',
      headers: { authorization: 'Bearer a-key-with-every-permission', 'idempotency-key': 'many-people' },
      payload: { rows },
    }
    const [first, second] = [await kith.inject(request), await kith.inject(request)]
    expect([first.statusCode, second.statusCode]).toEqual([202, 202])
    expect(second.json<Import>().id).toBe(first.json<Import>().id)
    expect(await kith.work(first.json<Import>().id)).toMatchObject({
      state: 'done',
      result: { created: 1_200 },
    })
  })
})
