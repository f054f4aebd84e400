import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pipeline } from '../../../model/deal.ts'
import { createFirstPipeline } from '../index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

describe('pipelines', () => {
  let crm: TestCrm

  beforeAll(async () => {
    crm = await openTestCrm('server')
  })
  afterAll(() => crm.close())

  const list = async () => (await crm.api.get<{ data: Pipeline[] }>('/api/v1/pipelines')).body.data

  it('begin with one for sales', async () => {
    const [sales, ...others] = await list()
    expect(others).toEqual([])
    expect(sales).toMatchObject({ name: 'Sales', currency: 'EUR' })
    expect(
      sales?.stages.map(({ name, kind, probability, position }) => [name, kind, probability, position]),
    ).toEqual([
      ['Qualified', 'open', 20, 0],
      ['Proposal', 'open', 40, 1],
      ['Negotiation', 'open', 70, 2],
      ['Won', 'won', 100, 3],
      ['Lost', 'lost', 0, 4],
    ])
  })

  it('begin with that one only, also when several processes start at once and again', async () => {
    const { db } = crm.platform
    await sql`delete from pipelines`.execute(db)
    await Promise.all([1, 2, 3, 4].map(() => createFirstPipeline(crm.platform)))
    await createFirstPipeline(crm.platform)
    expect(await list()).toHaveLength(1)
  })

  it('can be made, stand behind the others, and are written to the audit log', async () => {
    const { status, body } = await crm.api.post<Pipeline>('/api/v1/pipelines', {
      name: 'Renewals',
      currency: 'USD',
      stages: [
        { name: 'Due', probability: 50 },
        { name: 'Renewed', kind: 'won', probability: 100 },
      ],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'Renewals',
      currency: 'USD',
      stages: [{ name: 'Due', kind: 'open' }, { kind: 'won' }],
    })
    expect((await list()).map(({ name }) => name)).toEqual(['Sales', 'Renewals'])
    const { rows } = await sql`
      select action, subject_name from audit_log where subject_id = ${body.id}`.execute(crm.platform.db)
    expect(rows).toEqual([{ action: 'pipeline.created', subject_name: 'Renewals' }])
  })

  it.each([
    ['name', { name: '' }],
    ['currency', { currency: 'euro' }],
    ['stages', { stages: [] }],
    [
      'stages',
      {
        stages: [
          { name: 'One', probability: 1 },
          { name: 'one', probability: 2 },
        ],
      },
    ],
    ['stages.0.probability', { stages: [{ name: 'One', probability: 101 }] }],
  ])('refuse a %s that cannot be', async (field, over) => {
    const input = { name: 'New', stages: [{ name: 'One', probability: 10 }], ...over }
    const { status, body } = await crm.api.post('/api/v1/pipelines', input)
    expect([status, body]).toMatchObject([
      400,
      { error: { code: 'validation_failed', details: [{ field }] } },
    ])
  })
})
