import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../../../model/access.ts'
import type { Team } from '../../../../model/role.ts'
import type { Favourite, SavedView, ViewInput } from '../../../../model/saved-view.ts'
import { engines, type Api } from '../../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../../open-test-crm.ts'

type Refusal = { error: { code: string; message: string; details: unknown } }
type Listed<Row> = { data: Row[] }

describe.each(engines)('saved views on the %s engine', (engine) => {
  let crm: TestCrm
  let ana: Api
  let ben: Api
  let benId: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    const user = async (name: string) => {
      const input = {
        name,
        email: `${name}@example.com`,
        password: 'correct horse battery',
        roles: ['member'],
      }
      return (await crm.api.post<User>('/api/v1/users', input)).body.id
    }
    await user('ana')
    benId = await user('ben')
    ana = await crm.signIn('ana@example.com')
    ben = await crm.signIn('ben@example.com')
  })
  afterAll(() => crm.close())

  const save = (api: Api, input: ViewInput, object = 'deal') =>
    api.post<SavedView & Refusal>(`/api/v1/objects/${object}/views`, input)
  const namesOf = async (api: Api, object = 'deal') =>
    (await api.get<Listed<SavedView>>(`/api/v1/objects/${object}/views`)).body.data.map(({ name }) => name)
  const big: ViewInput['config'] = {
    filter: { match: 'all', conditions: [{ field: 'amount', operator: 'greater', value: 1000 }] },
    columns: [{ key: 'name', width: 240 }, { key: 'amount' }],
    sort: '-amount,name',
    group: 'stage_id',
    totals: ['amount'],
  }

  it('are their owner’s alone, or everybody’s', async () => {
    const made = await save(ana, { name: 'Big ones', config: big })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ name: 'Big ones', sharing: 'private', config: big, may_edit: true })
    expect(await namesOf(ben)).toEqual([])
    const { body } = await ana.patch<SavedView>(`/api/v1/views/${made.body.id}`, { sharing: 'everyone' })
    expect(body.version).toBe(2)
    expect(await namesOf(ben)).toEqual(['Big ones'])
    const seen = await ben.get<SavedView>(`/api/v1/views/${made.body.id}`)
    expect(seen.body.may_edit).toBe(false)
    expect((await ben.patch(`/api/v1/views/${made.body.id}`, { name: 'Mine' })).status).toBe(403)
    expect((await ben.delete(`/api/v1/views/${made.body.id}`)).status).toBe(403)
  })

  it('are a team’s, as long as one is in it', async () => {
    const team = await crm.api.post<Team>('/api/v1/teams', { name: 'North', members: [benId] })
    const shared = { sharing: 'team' as const, team_id: team.body.id, config: {} }
    expect((await save(ana, { name: 'North only', ...shared })).body.error.details).toMatchObject([
      { field: 'team_id' },
    ])
    expect((await save(ben, { name: 'North only', ...shared })).status).toBe(201)
    expect(await namesOf(ana)).not.toContain('North only')
    expect((await save(ben, { name: 'No team', sharing: 'team', config: {} })).status).toBe(400)
  })

  it('say when somebody else changed them meanwhile', async () => {
    const { body } = await save(ana, { name: 'Twice', config: {} })
    await ana.patch(`/api/v1/views/${body.id}`, { config: big, version: 1 })
    const late = await ana.patch<Refusal>(`/api/v1/views/${body.id}`, { name: 'Late', version: 1 })
    expect(late.status).toBe(409)
    expect(late.body.error.details).toEqual({ version: 2 })
  })

  it('are refused when they could not be opened', async () => {
    const filter = {
      match: 'all' as const,
      conditions: [{ field: 'height', operator: 'is' as const, value: 1 }],
    }
    expect((await save(ana, { name: 'Odd', config: { filter } })).body.error.message).toContain('height')
    expect((await save(ana, { name: 'Odd', config: { sort: 'height' } })).status).toBe(400)
    expect((await save(ana, { name: ' ', config: {} })).status).toBe(400)
    expect((await save(ana, { name: 'Odd', config: {} }, 'nothing')).status).toBe(404)
    expect((await save(crm.api, { name: 'By a key', config: {} })).status).toBe(403)
  })

  it('open a list when they are chosen for it, and no longer when they are deleted', async () => {
    const { body } = await save(ana, { name: 'First', config: {} }, 'company')
    const choose = (view_id: string | null, object = 'company') =>
      ana.put(`/api/v1/objects/${object}/views/default`, { view_id })
    expect((await choose(body.id, 'deal')).status).toBe(400)
    expect((await choose(body.id)).status).toBe(204)
    const chosen = async () =>
      (await ana.get<Listed<SavedView>>('/api/v1/objects/company/views')).body.data.filter(
        (one) => one.is_default,
      )
    expect(await chosen()).toMatchObject([{ name: 'First' }])
    await ana.delete(`/api/v1/views/${body.id}`)
    expect(await chosen()).toEqual([])
    expect((await ana.post(`/api/v1/views/${body.id}/restoration`, {})).status).toBe(200)
    expect(await chosen()).toHaveLength(1)
    await choose(null)
    expect(await chosen()).toEqual([])
  })

  it('are favourites beside records, each once, and only while they are shown to one', async () => {
    const { body: view } = await save(ana, { name: 'Kept', sharing: 'everyone', config: {} })
    const company = await crm.company('Acme')
    const keep = (kind: 'view' | 'record', object: string, target_id: string) =>
      ben.post<Favourite>('/api/v1/favourites', { kind, object, target_id })
    expect((await keep('view', 'deal', view.id)).status).toBe(201)
    expect((await keep('view', 'deal', view.id)).status).toBe(201)
    const record = await keep('record', 'company', company)
    expect(record.body).toMatchObject({ name: 'Acme', target_id: company })
    const names = async () =>
      (await ben.get<Listed<Favourite>>('/api/v1/favourites')).body.data.map(({ name }) => name)
    expect(await names()).toEqual(['Kept', 'Acme'])
    await ana.patch(`/api/v1/views/${view.id}`, { sharing: 'private' })
    expect(await names()).toEqual(['Acme'])
    expect((await keep('view', 'deal', view.id)).status).toBe(404)
    expect((await ana.delete(`/api/v1/favourites/${record.body.id}`)).status).toBe(404)
    expect((await ben.delete(`/api/v1/favourites/${record.body.id}`)).status).toBe(204)
    expect(await names()).toEqual([])
  })
})
