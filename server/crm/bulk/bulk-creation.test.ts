import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../../model/activity.ts'
import type { BulkChange, BulkRow } from '../../../model/bulk-change.ts'
import type { Lead } from '../../../model/lead.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { claimBulkChange, runCreation } from './run-bulk.ts'
import { workOnBulk } from './start-bulk-jobs.ts'

type Refusal = { error: { message: string; details: { field: string }[] } }

describe.each(engines)('many records made in one call on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await crm.api.post('/api/v1/objects', { key: 'project', name: 'Project', plural: 'Projects' })
    await crm.api.post('/api/v1/objects/project/fields', { label: 'Code', type: 'text', unique: true })
  })
  afterAll(() => crm.close())

  const job = () => ({ platform: crm.platform, worker: randomUUID(), rowsPerChunk: 2 })
  const ask = (path: string, body: object, api: Api = crm.api) =>
    api.post<BulkChange & Refusal>(`/api/v1/${path}/bulk`, body)
  const now = async (id: string, api: Api = crm.api) =>
    (await api.get<BulkChange>(`/api/v1/bulk-changes/${id}`)).body
  const done = async (path: string, rows: object[]) => {
    const { status, body } = await ask(path, { rows })
    expect([status, body.state, body.total]).toEqual([202, 'running', rows.length])
    await workOnBulk(job())
    return now(body.id)
  }
  const rowsOf = async (id: string) =>
    (await crm.api.get<{ data: BulkRow[] }>(`/api/v1/bulk-changes/${id}/rows`)).body.data
  const undone = async (id: string) => {
    expect((await crm.api.post(`/api/v1/bulk-changes/${id}/undo`, {})).status).toBe(202)
    await workOnBulk(job())
    return now(id)
  }

  it('are leads, each of the person whose address it is, and go again', async () => {
    const lead = (name: string) => ({ name, email: `${name.toLowerCase()}@leads.example`, source: 'Fair' })
    const strangers = { ...lead('Owned'), owner_id: 'nobody-like-this' }
    const made = await done('leads', [lead('Ada'), strangers, lead('Grace')])
    expect(made).toMatchObject({ state: 'done', object: 'lead', done: 3, changed: 2, refused: 1 })
    const rows = await rowsOf(made.id)
    expect(rows.map(({ row, outcome, problem }) => [row, outcome, problem])).toEqual([
      [0, 'changed', null],
      [1, 'refused', 'owner_id: There is no colleague with this id.'],
      [2, 'changed', null],
    ])
    const { body: ada } = await crm.api.get<Lead>(`/api/v1/leads/${rows[0]?.record_id}`)
    expect(ada).toMatchObject({ name: 'Ada', email: 'ada@leads.example', source: 'Fair', status: 'new' })
    expect(await undone(made.id)).toMatchObject({ state: 'undone', undone: 2, kept: 0 })
    expect((await crm.api.get(`/api/v1/leads/${ada.id}`)).status).toBe(404)
  })

  it('are activities, as done as each says', async () => {
    const company = await crm.company('Acme')
    const call = { kind: 'call', subject: 'Called', company_ids: [company], outcome: 'connected', done: true }
    const made = await done('activities', [
      call,
      { ...call, kind: 'note', body: 'By another program', outcome: undefined },
      { ...call, company_ids: [randomUUID()] },
    ])
    expect(made).toMatchObject({ state: 'done', changed: 2, refused: 1 })
    const [first] = await rowsOf(made.id)
    const read = () => crm.api.get<Activity>(`/api/v1/activities/${first?.record_id}`)
    expect((await read()).body).toMatchObject({ kind: 'call', subject: 'Called', outcome: 'connected' })
    const note = (await rowsOf(made.id))[1]?.record_id
    crm.platform.clock.advance(1_000)
    await crm.api.patch(`/api/v1/activities/${note}`, { body: 'By somebody since' })
    expect(await undone(made.id)).toMatchObject({ undone: 1, kept: 1 })
    expect((await read()).status).toBe(404)
    expect((await crm.api.get(`/api/v1/activities/${note}`)).status).toBe(200)
  })

  it('are records of an object of one’s own, with what is unique of them once', async () => {
    const record = (name: string, code: string) => ({ name, fields: { code } })
    const made = await done('objects/project/records', [record('A', '1'), record('B', '2'), record('C', '1')])
    expect(made).toMatchObject({ changed: 2, refused: 1 })
    expect(await rowsOf(made.id)).toMatchObject([
      { name: 'A' },
      { name: 'B' },
      { name: 'C', record_id: null },
    ])
    expect((await ask('objects/nothing/records', { rows: [{ name: 'A' }] })).status).toBe(404)
  })

  it('are made once each when one worker is cut off and another takes over', async () => {
    const rows = Array.from({ length: 5 }, (_, place) => ({ name: `Cut ${place}` }))
    const { body } = await ask('objects/project/records', { rows })
    const first = job()
    const record = await claimBulkChange(crm.platform.db, first.worker)
    if (!record) throw new Error('Nothing waits.')
    const stopped = { ...record, worker: randomUUID() }
    await expect(runCreation(first, stopped)).rejects.toThrow('')
    await sql`update bulk_changes set lease_until = null where id = ${body.id}`.execute(crm.platform.db)
    await workOnBulk(job())
    // The first one comes too late with what it has read.
    await runCreation(first, record)
    expect(await now(body.id)).toMatchObject({ state: 'done', done: 5, changed: 5 })
    const { rows: made } = await sql<{ count: number }>`
      select count(*)::int as count from records where name like 'Cut %'`.execute(crm.platform.db)
    expect(made[0]?.count).toBe(5)
  })

  it('are refused as a whole when one is malformed, with its place', async () => {
    const refusal = async (path: string, body: object) => {
      const { status, body: answer } = await ask(path, body)
      return [status, answer.error.details[0]?.field]
    }
    expect(await refusal('leads', { rows: [{ name: 'A', email: 'a@b.example' }, { name: 'B' }] })).toEqual([
      400,
      'rows.1.email',
    ])
    expect(await refusal('activities', { rows: [{ kind: 'dance' }] })).toEqual([400, 'rows.0.kind'])
    expect(await refusal('leads', { rows: [] })).toEqual([400, 'rows'])
    const many = Array.from({ length: 10_001 }, () => ({ name: 'A', email: 'a@b.example' }))
    expect(await refusal('leads', { rows: many })).toEqual([400, 'rows'])
  })

  it('need the right to make them', async () => {
    const { body } = await crm.api.post<{ key: string }>('/api/v1/api-keys', {
      name: 'Reader',
      scopes: ['records:read', 'activities:read'],
    })
    const reader = crm.as(body.key)
    expect((await ask('leads', { rows: [{ name: 'A', email: 'a@b.example' }] }, reader)).status).toBe(403)
    expect((await ask('activities', { rows: [{ kind: 'note', body: 'A' }] }, reader)).status).toBe(403)
  })
})
