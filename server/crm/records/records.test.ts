import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../../model/access.ts'
import type { CrmObject, Field, FieldInput } from '../../../model/field.ts'
import type { CrmRecord, RecordInput, RelatedRecord } from '../../../model/record.ts'
import type { RecordRow } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type Refusal = { error: { code: string; message: string } }

describe.each(engines)('objects of your own on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
    await crm.api.post('/api/v1/objects', { name: 'Project', plural: 'Projects' })
    const fields: FieldInput[] = [
      { label: 'Client', type: 'relation', settings: { target: 'company' } },
      { label: 'Days', type: 'number' },
      { label: 'Number', type: 'text', unique: true },
    ]
    for (const field of fields) await crm.api.post<Field>('/api/v1/objects/project/fields', field)
  })
  afterAll(() => crm.close())

  const path = '/api/v1/objects/project/records'
  async function make(input: RecordInput): Promise<CrmRecord> {
    const { status, body } = await crm.api.post<CrmRecord>(path, input)
    expect({ status, body }).toMatchObject({ status: 201 })
    return body
  }

  it('stand beside those of Kith, with a key from their name', async () => {
    const { body } = await crm.api.get<{ data: CrmObject[] }>('/api/v1/objects')
    expect(body.data.map(({ key }) => key)).toEqual([
      'person',
      'company',
      'deal',
      'lead',
      'product',
      'project',
    ])
    const second = await crm.api.post<CrmObject>('/api/v1/objects', { name: 'Project', plural: 'Projects' })
    expect(second.body.key).toBe('project_2')
    expect((await crm.api.post('/api/v1/objects', { key: 'deal', name: 'D', plural: 'D' })).status).toBe(409)
    expect((await crm.api.patch('/api/v1/objects/deal', { name: 'Sale' })).status).toBe(403)
  })

  it('have records with fields, which read as they were written', async () => {
    const made = await make({ name: 'Bridge', fields: { client: acme, days: 12 } })
    expect(made).toMatchObject({ name: 'Bridge', object: 'project', fields: { client: acme, days: 12 } })
    expect(made.labels[acme]).toBe('Acme')
    const { body } = await crm.api.get<CrmRecord>(`${path}/${made.id}`)
    expect(body).toEqual(made)
  })

  it('refuse what a field does not take, and leave no record behind', async () => {
    const refused = await crm.api.post<Refusal>(path, { name: 'Nothing', fields: { days: 'many' } })
    expect(refused.status).toBe(400)
    expect(refused.body.error.message).toBe('Days must be a number.')
    const { body } = await crm.api.get<{ data: RecordRow[] }>(`${path}?search=nothing`)
    expect(body.data).toEqual([])
  })

  it('change name, owner and fields together, or not at all', async () => {
    await make({ name: 'First', fields: { number: 'P-1' } })
    const { id, version } = await make({ name: 'Second', fields: { number: 'P-2' } })
    const refused = await crm.api.patch(`${path}/${id}`, { name: 'Renamed', fields: { number: 'p-1' } })
    expect(refused.status).toBe(400)
    expect((await crm.api.get<CrmRecord>(`${path}/${id}`)).body.name).toBe('Second')
    const changed = await crm.api.patch<CrmRecord>(`${path}/${id}`, {
      name: 'Renamed',
      fields: { number: 'P-3' },
      version,
    })
    expect(changed.body).toMatchObject({ name: 'Renamed', fields: { number: 'P-3' } })
    expect((await crm.api.patch(`${path}/${id}`, { name: 'Late', version })).status).toBe(409)
  })

  it('are deleted and restored with all that they had', async () => {
    const made = await make({ name: 'Gone', fields: { number: 'P-9', client: acme } })
    expect((await crm.api.delete(`${path}/${made.id}`)).status).toBe(204)
    expect((await crm.api.get(`${path}/${made.id}`)).status).toBe(404)
    const restored = await crm.api.post<CrmRecord>(`${path}/${made.id}/restoration`)
    expect(restored.body).toMatchObject({ name: 'Gone', fields: made.fields })
  })

  it('are found from what they name, as long as they are there', async () => {
    const related = await crm.company('Related')
    const made = await make({ name: 'Tower', fields: { client: related } })
    const found = async () =>
      (await crm.api.get<{ data: RelatedRecord[] }>(`/api/v1/related/${related}`)).body.data
    expect(await found()).toEqual([
      { object: 'project', object_name: 'Project', field: 'Client', id: made.id, name: 'Tower' },
    ])
    await crm.api.delete(`${path}/${made.id}`)
    expect(await found()).toEqual([])
  })

  it('tell of their changes, on the timeline of the company they name, too', async () => {
    await crm.told()
    const { id } = await make({ name: 'Told', fields: { client: acme } })
    await crm.api.patch(`${path}/${id}/fields`, { values: { days: 3 } })
    const told = await crm.told()
    expect(told.map(({ type, payload }) => [type, payload.event ?? payload.changed])).toEqual([
      ['record.created', ['client']],
      ['event.recorded', 'Project Created'],
      ['record.changed', ['days']],
      ['event.recorded', 'Project Updated'],
    ])
    expect(told[1]?.payload).toMatchObject({ companyRef: acme, properties: { record_name: 'Told' } })
  })

  it('go to whoever takes over from a colleague who is removed', async () => {
    const colleague = async (name: string) => {
      const input = {
        name,
        email: `${name}@example.com`,
        password: 'correct horse battery',
        roles: ['member'],
      }
      return (await crm.api.post<User>('/api/v1/users', input)).body.id
    }
    const [leaver, heir] = [await colleague('leaver'), await colleague('heir')]
    const { id } = await make({ name: 'Handed on', owner_id: leaver })
    expect((await crm.api.delete(`/api/v1/users/${leaver}?records_to=${heir}`)).status).toBe(204)
    const { body } = await crm.api.get<CrmRecord>(`${path}/${id}`)
    expect(body.owner).toEqual({ id: heir, name: 'heir' })
  })

  it('do not open the records of Kith’s own objects, nor those of an archived one', async () => {
    const { body } = await crm.api.get<Refusal>('/api/v1/objects/deal/records')
    expect(body.error.message).toContain('an address of its own')
    await crm.api.post('/api/v1/objects', { key: 'fleet', name: 'Car', plural: 'Cars' })
    await crm.api.patch('/api/v1/objects/fleet', { archived: true })
    expect((await crm.api.post('/api/v1/objects/fleet/records', { name: 'Beetle' })).status).toBe(410)
  })
})
