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

  it('are done once when they are sent twice with one key, also at the same time', async () => {
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
    const together = await Promise.all([kith.inject(request), kith.inject(request)])
    const later = await kith.inject(request)
    const begun = [...together, later].filter(({ statusCode }) => statusCode !== 409)
    expect(begun.length).toBeGreaterThan(1)
    expect(new Set(begun.map((answer) => answer.json<Import>().id)).size).toBe(1)
    expect(await kith.work(later.json<Import>().id)).toMatchObject({
      state: 'done',
      result: { created: 1_200 },
    })
  })

  it('make one person of two calls about somebody new', async () => {
    const rows = [{ user_id: 'twice', email: 'twice@example.com' }]
    const [first, second] = await Promise.all([send('people', { rows }), send('people', { rows })])
    await kith.work(first.body.id)
    const jobs = [first, second].map(({ body }) => kith.api.get<Import>(`/api/v1/imports/${body.id}`))
    const results = (await Promise.all(jobs)).map(({ body }) => body.result)
    expect(new Set(results.map((result) => result?.created))).toEqual(new Set([0, 1]))
    expect((await people()).filter(({ email }) => email === 'twice@example.com')).toHaveLength(1)
  })

  it('are refused when they are larger than a call may be', async () => {
    const rows = Array.from({ length: 1_100 }, () => ({ email: 'a@b.example', name: 'x'.repeat(20_000) }))
    expect((await send('people', { rows })).status).toBe(413)
  })

  it.each([
    ['people', ['people:read']],
    ['companies', ['people:write']],
    ['deals', ['deals:read']],
  ] as const)('of %s need the right to change all that they can be about', async (object, scopes) => {
    const caller = await keyWith([...scopes, 'imports:write'])
    const { status, body } = await caller.post(`/api/v1/${object}/bulk`, { rows: [{ name: 'Ada' }] })
    expect(status).toBe(403)
    expect(body).toMatchObject({ error: { code: 'forbidden' } })
  })

  it('may make no company for somebody who may make people only', async () => {
    const caller = await keyWith(['people:write', 'imports:write'])
    const rows = [{ email: 'lone@example.com', company: 'Nobody knows it' }]
    expect((await caller.post('/api/v1/people/bulk', { rows })).status).toBe(403)
    expect((await caller.post('/api/v1/people/bulk', { rows, create_companies: false })).status).toBe(202)
  })

  async function keyWith(scopes: string[]) {
    const { body } = await kith.api.post<{ key: string }>('/api/v1/api-keys', { name: 'Narrow', scopes })
    return kith.as(body.key)
  }
})
