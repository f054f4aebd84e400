import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Field, FieldInput, FieldValueChange, FieldValues } from '../../../model/field.ts'
import type { Deal } from '../../../model/deal.ts'
import type { JsonObject } from '../../../model/json.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { indexWaiting } from './index-fields.ts'
import { missingCustomFields } from './required-fields.ts'

type Refusal = { error: { code: string; message: string; details: { field: string; problem: string }[] } }

describe.each(engines)('custom fields on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
  })
  afterAll(() => crm.close())

  async function add(object: string, input: FieldInput): Promise<Field> {
    const { status, body } = await crm.api.post<Field>(`/api/v1/objects/${object}/fields`, input)
    expect({ status, body }).toMatchObject({ status: 201 })
    return body
  }
  async function write(path: string, values: JsonObject, known?: JsonObject) {
    return crm.api.patch<FieldValues & Refusal>(`/api/v1/${path}/fields`, { values, ...(known && { known }) })
  }
  async function valuesOf(path: string): Promise<JsonObject> {
    return (await crm.api.get<FieldValues>(`/api/v1/${path}/fields`)).body.values
  }
  async function aDeal(fields: JsonObject = {}): Promise<Deal> {
    return crm.deal({ company_id: await crm.company('Acme'), fields })
  }
  const choices = (...labels: string[]) =>
    labels.map((label) => ({ key: label.toLowerCase(), label, colour: 'gray' as const }))

  it('are added while Kith runs, with a key from their label, and take values at once', async () => {
    const field = await add('deal', { label: 'Größe (m²)', type: 'number' })
    expect(field).toMatchObject({ key: 'grosse_m2', object: 'deal', archived_at: null })
    const deal = await aDeal()
    expect((await write(`deals/${deal.id}`, { grosse_m2: '12.5' })).status).toBe(200)
    expect(await valuesOf(`deals/${deal.id}`)).toEqual({ grosse_m2: 12.5 })
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: true })
  })

  it('give a second one of the same name another key, and refuse a key that is taken', async () => {
    const first = await add('company', { label: 'Region', type: 'text' })
    const second = await add('company', { label: 'Region', type: 'text' })
    expect([first.key, second.key]).toEqual(['region', 'region_2'])
    const { status } = await crm.api.post('/api/v1/objects/company/fields', {
      label: 'X',
      key: 'region',
      type: 'text',
    })
    expect(status).toBe(409)
  })

  it.each([
    [{ label: 'A', type: 'select' }, 'settings.options'],
    [{ label: 'A', type: 'money' }, 'settings.currency'],
    [{ label: 'A', type: 'relation' }, 'settings.target'],
    [{ label: 'A', type: 'relation', settings: { target: 'nothing' } }, 'settings.target'],
    [{ label: 'A', type: 'boolean', unique: true }, 'unique'],
    [{ label: 'A', type: 'number', default_value: 'many' }, 'default_value'],
    [{ label: 'A', type: 'address', indexed: true }, 'indexed'],
    [
      { label: 'A', type: 'text', required_from_stage: '550e8400-e29b-41d4-a716-446655440000' },
      'required_from_stage',
    ],
    [{ label: '', type: 'text' }, 'label'],
    [{ label: 'A', type: 'colour' }, 'type'],
  ])('cannot be %j', async (input, field) => {
    const { status, body } = await crm.api.post<Refusal>('/api/v1/objects/company/fields', input)
    expect(status).toBe(400)
    expect(body.error.details[0]?.field).toBe(field)
  })

  it('name the field and say what is wrong with a value, and change nothing', async () => {
    await add('company', { label: 'Seats', type: 'number' })
    await add('company', { label: 'Plan', type: 'select', settings: { options: choices('Basic', 'Pro') } })
    const id = await crm.company('Wrong')
    const { status, body } = await write(`companies/${id}`, { seats: 'many', plan: 'Pro', colour: 'red' })
    expect(status).toBe(400)
    expect(body.error.message).toBe('Seats must be a number.')
    expect(body.error.details).toEqual([
      { field: 'fields.seats', problem: 'Seats must be a number.' },
      { field: 'fields.colour', problem: 'colour is no field of this object.' },
    ])
    expect(await valuesOf(`companies/${id}`)).toEqual({})
  })

  it('keep the values that others write at the same time', async () => {
    await add('company', { label: 'One', type: 'text' })
    await add('company', { label: 'Two', type: 'text' })
    const id = await crm.company('Busy')
    await Promise.all([write(`companies/${id}`, { one: 'a' }), write(`companies/${id}`, { two: 'b' })])
    expect(await valuesOf(`companies/${id}`)).toEqual({ one: 'a', two: 'b' })
  })

  it('refuse a value that somebody else changed since it was read, and tell what it is now', async () => {
    await add('company', { label: 'Slogan', type: 'text' })
    const id = await crm.company('Contested')
    await write(`companies/${id}`, { slogan: 'Old' })
    expect((await write(`companies/${id}`, { slogan: 'Mine' }, { slogan: 'Old' })).status).toBe(200)
    const { status, body } = await write(`companies/${id}`, { slogan: 'Theirs' }, { slogan: 'Old' })
    expect(status).toBe(409)
    expect(body.error.details).toEqual([
      { field: 'fields.slogan', problem: 'Somebody else changed Slogan in the meantime.', now: 'Mine' },
    ])
  })

  it('take a unique value from one of two who save at once, whatever its case', async () => {
    const field = await add('company', { label: 'VAT id', type: 'text', unique: true })
    const [a, b] = [await crm.company('A'), await crm.company('B')]
    const answers = await Promise.all([
      write(`companies/${a}`, { vat_id: 'DE123' }),
      write(`companies/${b}`, { vat_id: 'de123' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
    const refusal = answers.find(({ status }) => status === 400)
    expect(refusal?.body.error.message).toContain('VAT id must be unique')
    const [winner, loser] = answers[0]?.status === 200 ? [a, b] : [b, a]
    expect((await write(`companies/${winner}`, { vat_id: 'DE999' })).status).toBe(200)
    expect((await write(`companies/${loser}`, { vat_id: 'DE123' })).status).toBe(200)
    await crm.api.patch(`/api/v1/fields/${field.id}`, { unique: false })
    expect((await write(`companies/${loser}`, { vat_id: 'DE999' })).status).toBe(200)
    const again = await crm.api.patch<Refusal>(`/api/v1/fields/${field.id}`, { unique: true })
    expect(again.status).toBe(409)
    expect(again.body.error.message).toContain('“DE999”')
    await write(`companies/${loser}`, { vat_id: null })
    expect((await crm.api.patch(`/api/v1/fields/${field.id}`, { unique: true })).status).toBe(200)
    expect((await write(`companies/${loser}`, { vat_id: 'de999' })).status).toBe(400)
  })

  it('leave a deleted deal’s unique value to others, and give it back only if it is free', async () => {
    await add('deal', { label: 'Contract', type: 'text', unique: true })
    const deal = await aDeal({ contract: 'C-1' })
    await crm.api.delete(`/api/v1/deals/${deal.id}`)
    await aDeal({ contract: 'C-1' })
    const { status, body } = await crm.api.post<Refusal>(`/api/v1/deals/${deal.id}/restoration`)
    expect(status).toBe(400)
    expect(body.error.message).toContain('Contract must be unique')
  })

  it('are required when a deal is made, and cannot be emptied', async () => {
    const field = await add('deal', { label: 'Origin', type: 'text', required: true })
    const company = await crm.company('Required')
    const refused = await crm.api.post<Refusal>('/api/v1/deals', { name: 'Deal', company_id: company })
    expect(refused.status).toBe(400)
    expect(refused.body.error.details).toEqual([{ field: 'fields.origin', problem: 'Origin is required.' }])
    const deal = await aDeal({ origin: 'Fair' })
    expect((await write(`deals/${deal.id}`, { origin: '' })).status).toBe(400)
    expect(await valuesOf(`deals/${deal.id}`)).toEqual({ origin: 'Fair' })
    await crm.api.patch(`/api/v1/fields/${field.id}`, { required: false })
  })

  it('are required from a stage on, but not of a deal that is lost before', async () => {
    const from = crm.stage('Negotiation')
    const field = await add('deal', { label: 'Budget', type: 'number', required_from_stage: from })
    const lacking = async (stage: string, values: JsonObject = {}) =>
      (await missingCustomFields(crm.platform.db, { object: 'deal', values, stageId: crm.stage(stage) })).map(
        ({ key }) => key,
      )
    expect(await lacking('Qualified')).toEqual([])
    expect(await lacking('Negotiation')).toEqual(['budget'])
    expect(await lacking('Won')).toEqual(['budget'])
    expect(await lacking('Won', { budget: 0 })).toEqual([])
    expect(await lacking('Lost')).toEqual([])
    const deal = await aDeal()
    const move = (stage: string) =>
      crm.api.patch<Refusal>(`/api/v1/deals/${deal.id}`, { stage_id: crm.stage(stage) })
    expect((await move('Qualified')).status).toBe(200)
    const refused = await move('Negotiation')
    expect(refused).toMatchObject({
      status: 400,
      body: {
        error: {
          message: 'The stage "Negotiation" asks for more: fill in Budget.',
          details: [{ field: 'fields.budget' }],
        },
      },
    })
    const { body } = await crm.api.get<Deal>(`/api/v1/deals/${deal.id}`)
    expect(body.stage_id).toBe(crm.stage('Qualified'))
    expect((await move('Lost')).status).toBe(200)
    await move('Qualified')
    await write(`deals/${deal.id}`, { budget: 5 })
    expect((await move('Negotiation')).status).toBe(200)
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: true })
  })

  it('begin with their default, unless a value is given', async () => {
    const field = await add('deal', { label: 'Priority', type: 'rating', default_value: 3 })
    expect(await valuesOf(`deals/${(await aDeal()).id}`)).toMatchObject({ priority: 3 })
    expect(await valuesOf(`deals/${(await aDeal({ priority: 5 })).id}`)).toMatchObject({ priority: 5 })
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: true })
  })

  it('keep their values while they are archived', async () => {
    const field = await add('company', { label: 'Mascot', type: 'text' })
    const id = await crm.company('Zoo')
    await write(`companies/${id}`, { mascot: 'Owl' })
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: true })
    expect(await valuesOf(`companies/${id}`)).toEqual({})
    expect((await write(`companies/${id}`, { mascot: 'Cat' })).status).toBe(400)
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: false })
    expect(await valuesOf(`companies/${id}`)).toEqual({ mascot: 'Owl' })
  })

  it('refuse to lose an option that records may have', async () => {
    const field = await add('company', {
      label: 'Tier',
      type: 'select',
      settings: { options: choices('Gold', 'Tin') },
    })
    const { status, body } = await crm.api.patch<Refusal>(`/api/v1/fields/${field.id}`, {
      settings: { options: choices('Gold') },
    })
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: 'settings.options: Tin is missing. Archive an option instead: records may have it.',
    })
  })

  it('tell who changed a value when, from what to what', async () => {
    await add('company', { label: 'Mood', type: 'text' })
    const id = await crm.company('History')
    await write(`companies/${id}`, { mood: 'good' })
    await write(`companies/${id}`, { mood: 'better' })
    await write(`companies/${id}`, { mood: 'better' })
    const { body } = await crm.api.get<{ data: FieldValueChange[] }>(
      `/api/v1/companies/${id}/fields/mood/history`,
    )
    expect(body.data.map(({ before, after }) => [before, after])).toEqual([
      ['good', 'better'],
      [null, 'good'],
    ])
    expect(body.data[0]?.actor_name).toBeTruthy()
  })

  it('publish what changed, and put it on the timeline', async () => {
    await add('company', { label: 'News', type: 'text' })
    const id = await crm.company('Heard')
    await crm.told()
    await write(`companies/${id}`, { news: 'yes' })
    expect(await crm.told()).toEqual([
      {
        type: 'record.changed',
        payload: expect.objectContaining({ object: 'company', id, changed: ['news'] }),
      },
      {
        type: 'event.recorded',
        payload: expect.objectContaining({
          event: 'Company Updated',
          companyRef: id,
          properties: { changed: ['news'] },
        }),
      },
    ])
    const deal = await aDeal()
    await add('deal', { label: 'News', type: 'text' })
    await crm.told()
    await write(`deals/${deal.id}`, { news: 'yes' })
    expect((await crm.told()).map(({ type }) => type)).toEqual(['deal.changed', 'event.recorded'])
  })

  it('lead to the person of today after a merge', async () => {
    await add('company', { label: 'Contact', type: 'relation', settings: { target: 'person' } })
    const id = await crm.company('Related')
    const ada = await crm.person('anonymous_id:a1', 'email:ada@example.com')
    const other = await crm.person('email:other@example.com')
    expect((await write(`companies/${id}`, { contact: ada })).status).toBe(200)
    await sql`update identifiers set person_id = ${other} where person_id = ${ada} and type = 'email'`.execute(
      crm.platform.db,
    )
    const { body } = await crm.api.get<FieldValues>(`/api/v1/companies/${id}/fields`)
    expect(body.values.contact).toBe(other)
    expect(body.labels[other]).toBe('email:other@example.com')
    expect((await write(`companies/${id}`, { contact: '550e8400-e29b-41d4-a716-446655440000' })).status).toBe(
      400,
    )
  })

  it('are indexed in the background, without standing in anybody’s way, and no longer when that is not wanted', async () => {
    const field = await add('company', { label: 'Score', type: 'number', indexed: true })
    expect(field.index_state).toBe('waiting')
    await write(`companies/${await crm.company('Indexed')}`, { score: 7 })
    await Promise.all([indexWaiting(crm.platform), indexWaiting(crm.platform)])
    await indexWaiting(crm.platform)
    const indexes = async () => {
      const { rows } = await sql<{ def: string }>`
        select indexdef as def from pg_indexes where indexname = ${`field_${field.id.replaceAll('-', '')}`}`.execute(
        crm.platform.db,
      )
      return rows.map(({ def }) => def)
    }
    expect(await indexes()).toEqual([expect.stringContaining("'score'")])
    const { body } = await crm.api.patch<Field>(`/api/v1/fields/${field.id}`, { indexed: false })
    expect(body.index_state).toBe('waiting')
    await indexWaiting(crm.platform)
    expect(await indexes()).toEqual([])
  })

  it('answer that there is no such record', async () => {
    const nobody = '550e8400-e29b-41d4-a716-446655440000'
    for (const path of ['deals', 'companies', 'people']) {
      expect((await crm.api.get(`/api/v1/${path}/${nobody}/fields`)).status).toBe(404)
      expect((await write(`${path}/${nobody}`, { a: 1 })).status).toBe(404)
    }
    expect((await crm.api.get('/api/v1/objects/nothing/fields')).status).toBe(404)
  })

  it('stand in the order that they are put in', async () => {
    const [one, two] = [
      await add('person', { label: 'First', type: 'text' }),
      await add('person', { label: 'Second', type: 'text' }),
    ]
    await crm.api.post('/api/v1/objects/person/fields/order', { ids: [two.id, one.id] })
    const { body } = await crm.api.get<{ data: Field[] }>('/api/v1/objects/person/fields')
    expect(body.data.map(({ label }) => label)).toEqual(['Second', 'First'])
  })
})
