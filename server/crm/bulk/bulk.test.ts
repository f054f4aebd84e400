import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../../model/access.ts'
import type { BulkChange, BulkInput, BulkRow } from '../../../model/bulk-change.ts'
import type { RecordRow } from '../../../model/view.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { claimBulkChange, runBulkChange } from './run-bulk.ts'
import { workOnBulk } from './start-bulk-jobs.ts'

type Refusal = { error: { message: string; details: { field: string }[] } }
type Listed<Row> = { data: Row[] }

describe.each(engines)('changes of many records on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  let ana: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
    const input = {
      name: 'ana',
      email: 'ana@example.com',
      password: 'correct horse battery',
      roles: ['member'],
    }
    ana = (await crm.api.post<User>('/api/v1/users', input)).body.id
    for (const object of ['deal', 'person', 'company']) {
      await crm.api.post(`/api/v1/objects/${object}/fields`, { label: 'Score', type: 'number' })
      await crm.api.post(`/api/v1/objects/${object}/fields`, { label: 'Code', type: 'text', unique: true })
    }
  })
  afterAll(() => crm.close())

  const job = () => ({ platform: crm.platform, worker: randomUUID(), rowsPerChunk: 2 })
  const ask = (input: BulkInput, path = 'deals', api: Api = crm.api) =>
    api.post<BulkChange & Refusal>(`/api/v1/${path}/bulk-changes`, input)
  const now = async (id: string) => (await crm.api.get<BulkChange>(`/api/v1/bulk-changes/${id}`)).body
  async function done(input: BulkInput, path?: string): Promise<BulkChange> {
    const { status, body } = await ask(input, path)
    expect({ status, body }).toMatchObject({ status: 202 })
    await workOnBulk(job())
    return now(body.id)
  }
  async function undone(id: string): Promise<BulkChange> {
    expect((await crm.api.post(`/api/v1/bulk-changes/${id}/undo`, {})).status).toBe(202)
    await workOnBulk(job())
    return now(id)
  }
  const rows = async (search: string, path = 'deals') =>
    (await crm.api.post<Listed<RecordRow>>(`/api/v1/${path}/search`, { search, sort: 'name' })).body.data
  const make = async (...names: string[]) => {
    const ids: string[] = []
    for (const name of names) ids.push((await crm.deal({ name, amount: 5, company_id: acme })).id)
    return ids
  }

  it('give all that a filter means a value, each audited and told, and take it back', async () => {
    await make('wide 1', 'wide 2', 'wide 3', 'other')
    await crm.told()
    const made = await done({
      selection: { search: 'wide' },
      change: { kind: 'edit', values: { amount: 70 } },
    })
    expect(made).toMatchObject({ state: 'done', total: 3, done: 3, changed: 3, refused: 0 })
    expect((await rows('wide')).map(({ standard }) => standard.amount)).toEqual([70, 70, 70])
    expect((await rows('other'))[0]?.standard.amount).toBe(5)
    expect((await crm.told()).filter(({ type }) => type === 'deal.changed')).toHaveLength(3)
    expect(await undone(made.id)).toMatchObject({ state: 'undone', undone: 3, kept: 0 })
    expect((await rows('wide')).map(({ standard }) => standard.amount)).toEqual([5, 5, 5])
  })

  it('leave as it is what somebody changed since, when they are taken back', async () => {
    const ids = await make('since 1', 'since 2')
    const made = await done({ selection: { ids }, change: { kind: 'edit', values: { score: 3 } } })
    await crm.api.patch(`/api/v1/deals/${ids[0]}/fields`, { values: { score: 8 } })
    expect(await undone(made.id)).toMatchObject({ undone: 1, kept: 1 })
    expect((await rows('since')).map(({ fields }) => fields.score)).toEqual([8, undefined])
    const { body } = await crm.api.get<Listed<BulkRow>>(`/api/v1/bulk-changes/${made.id}/refused`)
    expect(body.data).toMatchObject([{ name: 'since 1' }])
  })

  it('tell which records were refused, and change the others', async () => {
    const ids = await make('code 1', 'code 2')
    const made = await done({ selection: { ids }, change: { kind: 'edit', values: { code: 'same' } } })
    expect(made).toMatchObject({ changed: 1, refused: 1 })
    const { body } = await crm.api.get<Listed<BulkRow>>(`/api/v1/bulk-changes/${made.id}/refused`)
    expect(body.data[0]?.problem).toContain('must be unique')
  })

  it('delete deals, which an undo puts back', async () => {
    const ids = await make('gone 1', 'gone 2', 'gone 3')
    const made = await done({ selection: { ids }, change: { kind: 'delete' } })
    expect(made.changed).toBe(3)
    expect(await rows('gone')).toEqual([])
    expect((await undone(made.id)).undone).toBe(3)
    expect(await rows('gone')).toHaveLength(3)
  })

  it('give people and companies to a colleague, and back', async () => {
    const ada = await crm.person('user_id:ada')
    const made = await done(
      { selection: { ids: [ada] }, change: { kind: 'edit', values: { owner_id: ana } } },
      'people',
    )
    expect(made.changed).toBe(1)
    expect((await rows('', 'people'))[0]?.standard.owner_id).toBe(ana)
    await undone(made.id)
    expect((await rows('', 'people'))[0]?.standard.owner_id).toBeNull()
    const given = {
      selection: { ids: [acme] },
      change: { kind: 'edit' as const, values: { owner_id: ana, score: 2 } },
    }
    expect((await done(given, 'companies')).changed).toBe(1)
    expect((await rows('', 'companies'))[0]).toMatchObject({
      standard: { owner_id: ana },
      fields: { score: 2 },
    })
  })

  it('go on after a crash where they were, and change no record twice', async () => {
    await make('crash 1', 'crash 2', 'crash 3')
    const { body } = await ask({
      selection: { search: 'crash' },
      change: { kind: 'edit', values: { amount: 9 } },
    })
    const first = job()
    const record = await claimBulkChange(crm.platform.db, first.worker)
    if (!record) throw new Error('Nothing waits.')
    // Another worker takes over after the first chunk, and the first one comes too late with its next.
    await sql`update bulk_changes set total = 3, done = 2, last_id = (
      select id from deals where name like 'crash%' order by id offset 1 limit 1) where id = ${body.id}`.execute(
      crm.platform.db,
    )
    await sql`update bulk_changes set lease_until = null where id = ${body.id}`.execute(crm.platform.db)
    await workOnBulk(job())
    expect(await now(body.id)).toMatchObject({ state: 'done', done: 3, changed: 1 })
    await expect(runBulkChange(first, record)).rejects.toThrow('')
    expect(await now(body.id)).toMatchObject({ done: 3, changed: 1 })
  })

  it('stop where they are', async () => {
    const ids = await make('stop 1', 'stop 2')
    const { body } = await ask({ selection: { ids }, change: { kind: 'edit', values: { amount: 1 } } })
    expect((await crm.api.post(`/api/v1/bulk-changes/${body.id}/cancellation`, {})).status).toBe(200)
    await workOnBulk(job())
    expect(await now(body.id)).toMatchObject({ state: 'cancelled', changed: 0 })
    expect((await crm.api.post(`/api/v1/bulk-changes/${body.id}/cancellation`, {})).status).toBe(409)
  })

  it('change only what the caller may change, with the rights of the day', async () => {
    const [own = '', other = ''] = await make('right own', 'right other')
    await crm.change(own, { owner_id: ana })
    const rights = {
      deals: { view: 'all', create: 'own', edit: 'own', delete: 'none', assign: 'none', export: 'none' },
    }
    const role = await crm.api.post<{ id: string }>('/api/v1/roles', { name: 'Rep', rights, permissions: [] })
    await crm.api.patch(`/api/v1/users/${ana}`, { roles: [role.body.id] })
    const rep = await crm.signIn('ana@example.com')
    const selection = { ids: [own, other] }
    const { body } = await ask({ selection, change: { kind: 'edit', values: { amount: 2 } } }, 'deals', rep)
    await workOnBulk(job())
    const seen = await rep.get<BulkChange>(`/api/v1/bulk-changes/${body.id}`)
    expect(seen.body).toMatchObject({ changed: 1, refused: 1 })
    expect((await crm.api.get(`/api/v1/bulk-changes/${body.id}`)).status).toBe(404)
    expect((await ask({ selection, change: { kind: 'delete' } }, 'deals', rep)).status).toBe(403)
    const given = { kind: 'edit' as const, values: { owner_id: null } }
    expect((await ask({ selection, change: given }, 'deals', rep)).status).toBe(403)
  })

  it.each([
    [{ selection: {}, change: { kind: 'delete' } }, 'deals', 'selection.all'],
    [{ selection: { ids: [] }, change: { kind: 'delete' } }, 'deals', 'selection.ids'],
    [
      { selection: { all: true }, change: { kind: 'edit', values: { height: 1 } } },
      'deals',
      'change.values.height',
    ],
    [
      { selection: { all: true }, change: { kind: 'edit', values: { amount: 'x' } } },
      'deals',
      'change.values.amount',
    ],
    [
      { selection: { all: true }, change: { kind: 'edit', values: { score: 'x' } } },
      'deals',
      'change.values.score',
    ],
    [{ selection: { all: true }, change: { kind: 'edit', values: {} } }, 'deals', 'change.values'],
  ])('are refused at once for %j of %s', async (input, path, field) => {
    const { status, body } = await ask(input as BulkInput, path)
    expect(status).toBe(400)
    expect(body.error.details[0]?.field).toBe(field)
  })
})
