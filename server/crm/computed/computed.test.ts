import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../../model/activity.ts'
import type { Deal } from '../../../model/deal.ts'
import type { Field, FieldInput, FieldValues } from '../../../model/field.ts'
import type { CrmRecord } from '../../../model/record.ts'
import type { RecordRow } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { computeWaiting } from './compute-fields.ts'

type Refusal = { error: { message: string; details: { field: string; problem: string }[] } }

describe.each(engines)('computed fields on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  let other: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ;[acme, other] = [await crm.company('Acme'), await crm.company('Other')]
    await add('deal', { label: 'Cost', type: 'number' })
    await add('deal', { label: 'Place', type: 'address' })
    await crm.api.post('/api/v1/objects', { key: 'project', name: 'Project', plural: 'Projects' })
    await add('project', { label: 'Client', type: 'relation', settings: { target: 'company' } })
    await add('project', { label: 'Hours', type: 'number' })
  })
  afterAll(() => crm.close())

  const ask = (object: string, input: FieldInput) =>
    crm.api.post<Field & Refusal>(`/api/v1/objects/${object}/fields`, input)
  async function add(object: string, input: FieldInput): Promise<Field> {
    const { status, body } = await ask(object, input)
    if (status !== 201) throw new Error(`Adding a field answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const formula = (label: string, expression: string): FieldInput => ({
    label,
    type: 'text',
    computed: { kind: 'formula', expression },
  })
  const values = async (path: string) =>
    (await crm.api.get<FieldValues>(`/api/v1/${path}/fields`)).body.values
  const deal = (input: { name: string; amount?: number | null; fields?: object; company_id?: string }) =>
    crm.deal({ company_id: acme, ...input } as Parameters<typeof crm.deal>[0])
  const compute = () => computeWaiting(crm.platform)
  const ofAcme = async () => {
    await compute()
    return values(`companies/${acme}`)
  }

  it('have the type of what they come to, and are there with every save', async () => {
    const margin = await add('deal', formula('Margin', 'amount - coalesce(cost, 0)'))
    expect(margin).toMatchObject({ type: 'number', computing: { done: 0 } })
    await add('deal', formula('Size', 'if(margin >= 100, "large", "small") & " " & currency'))
    await add('deal', formula('Odd', 'amount / (amount - 7)'))
    const { id } = await deal({ name: 'Made', amount: 150, fields: { cost: 60 } })
    expect(await values(`deals/${id}`)).toEqual({ cost: 60, margin: 90, size: 'small EUR', odd: 1.048951 })
    await crm.change(id, { amount: 7 })
    expect(await values(`deals/${id}`)).toEqual({ cost: 60, margin: -53, size: 'small EUR' })
    await crm.api.patch(`/api/v1/deals/${id}/fields`, { values: { cost: null } })
    expect(await values(`deals/${id}`)).toMatchObject({ margin: 7 })
  })

  it('are filtered and sorted by like any other, and cannot be entered', async () => {
    const { id } = await deal({ name: 'Big one', amount: 5_000 })
    const { body } = await crm.api.post<{ data: RecordRow[] }>('/api/v1/deals/search', {
      filter: { match: 'all', conditions: [{ field: 'margin', operator: 'at_least', value: 1_000 }] },
      sort: '-margin',
    })
    expect(body.data.map((row) => [row.name, row.fields.size])).toEqual([['Big one', 'large EUR']])
    const refused = await crm.api.patch<Refusal>(`/api/v1/deals/${id}/fields`, { values: { margin: 1 } })
    expect(refused.body.error).toMatchObject({ message: 'Margin is worked out and cannot be entered.' })
    const made = await crm.api.post('/api/v1/deals', { name: 'x', company_id: acme, fields: { margin: 1 } })
    expect(made.status).toBe(400)
  })

  it('are worked out in the background for what was there, with progress, also when they change', async () => {
    const { id } = await deal({ name: 'There before', amount: 12 })
    const field = await add('deal', formula('Twice', 'amount * 2'))
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from deals`.execute(
      crm.platform.db,
    )
    expect(field.computing).toEqual({ done: 0, total: rows[0]?.count })
    expect((await values(`deals/${id}`)).twice).toBeUndefined()
    await compute()
    expect((await values(`deals/${id}`)).twice).toBe(24)
    const changed = await crm.api.patch<Field>(`/api/v1/fields/${field.id}`, {
      computed: { kind: 'formula', expression: 'amount * 3' },
    })
    expect(changed.body.computing).toMatchObject({ done: 0 })
    await compute()
    expect((await values(`deals/${id}`)).twice).toBe(36)
    const done = await crm.api.get<{ data: Field[] }>('/api/v1/objects/deal/fields')
    expect(done.body.data.find(({ key }) => key === 'twice')?.computing).toBeNull()
  })

  it('know days and moments', async () => {
    await add('deal', formula('Days left', 'days_between(date("2030-01-01"), expected_close_on)'))
    await add('deal', formula('Follow up', 'add_days(expected_close_on, -7)'))
    await add('deal', formula('Closing year', 'year(expected_close_on)'))
    const { id } = await crm.deal({ name: 'Dated', company_id: acme, expected_close_on: '2030-03-01' })
    expect(await values(`deals/${id}`)).toMatchObject({
      days_left: 59,
      follow_up: '2030-02-22',
      closing_year: 2030,
    })
  })

  it('cannot break what is saved, whatever is put in', async () => {
    await add('deal', formula('Huge', 'amount * amount * amount'))
    await add('deal', formula('Quoted', `name & ' it\\'s "$$" \\\\ '`))
    await add('deal', formula('Far', 'add_days(date("9999-12-31"), amount)'))
    const { id } = await deal({ name: `O'Neill $formula$ \\`, amount: 1e15 })
    const { huge, quoted, far } = await values(`deals/${id}`)
    expect([huge, far]).toEqual([undefined, undefined])
    expect(quoted).toBe(`O'Neill $formula$ \\ it's "$$" \\ `)
  })

  it.each([
    ['amuont * 2', 'At character 1 (“amuont”): There is no field called amuont.'],
    ['1 + name', 'At character 5 (“name”): This is a text, and a number is needed here.'],
    ['place & "x"', 'At character 1 (“place”): place has no value that a formula can use.'],
    ['', 'At character 1: Write a formula.'],
  ])('are refused as %s, naming the place', async (expression, problem) => {
    const { status, body } = await ask('deal', formula('Wrong', expression))
    expect(status).toBe(400)
    expect(body.error.details).toEqual([{ field: 'computed.expression', problem }])
  })

  it('do not go in a circle', async () => {
    const a = await add('deal', { ...formula('Circle a', '1'), key: 'circle_a' })
    await add('deal', { ...formula('Circle b', 'circle_a + 1'), key: 'circle_b' })
    const refused = await crm.api.patch<Refusal>(`/api/v1/fields/${a.id}`, {
      computed: { kind: 'formula', expression: 'circle_b + 1' },
    })
    expect(refused.body.error.details).toMatchObject([
      { problem: 'It goes in a circle: circle_a → circle_b → circle_a.' },
    ])
  })

  it('roll up the deals of a company as they come, change, move and go', async () => {
    await add('company', {
      label: 'Open deals',
      type: 'number',
      computed: {
        kind: 'rollup',
        of: 'deal',
        by: 'company_id',
        function: 'count',
        filter: {
          match: 'all',
          conditions: [{ field: 'stage_id', operator: 'is', value: crm.stage('Qualified') }],
        },
      },
    })
    const sum = await add('company', {
      label: 'Worth',
      type: 'number',
      settings: { currency: 'EUR' },
      computed: { kind: 'rollup', of: 'deal', by: 'company_id', function: 'sum', field: 'amount' },
    })
    expect(sum).toMatchObject({ type: 'money', settings: { currency: 'EUR' } })
    await sql`delete from deals`.execute(crm.platform.db)
    const one = await deal({ name: 'One', amount: 100.1 })
    const two = await deal({ name: 'Two', amount: 50.2 })
    expect(await ofAcme()).toMatchObject({ open_deals: 2, worth: 150.3 })
    await crm.change(one.id, { stage_id: crm.stage('Won') })
    await crm.change(two.id, { company_id: other })
    expect(await ofAcme()).toMatchObject({ open_deals: 1 - 1, worth: 100.1 })
    expect(await values(`companies/${other}`)).toMatchObject({ open_deals: 1, worth: 50.2 })
    await crm.api.delete(`/api/v1/deals/${two.id}`)
    await compute()
    expect(await values(`companies/${other}`)).toMatchObject({ open_deals: 0, worth: 0 })
    await crm.api.post<Deal>(`/api/v1/deals/${two.id}/restoration`)
    await compute()
    expect(await values(`companies/${other}`)).toMatchObject({ open_deals: 1, worth: 50.2 })
  })

  it('roll up records of your own by a relation, and a formula goes on with it', async () => {
    await add('company', {
      label: 'Hours',
      type: 'number',
      computed: { kind: 'rollup', of: 'project', by: 'client', function: 'sum', field: 'hours' },
    })
    await add('company', formula('Days', 'hours / 8'))
    const project = (name: string, hours: number, client: string) =>
      crm.api.post<CrmRecord>('/api/v1/objects/project/records', { name, fields: { hours, client } })
    const { body } = await project('Bridge', 12, acme)
    await project('Road', 8, acme)
    expect(await ofAcme()).toMatchObject({ hours: 20, days: 2.5 })
    await crm.api.patch(`/api/v1/objects/project/records/${body.id}/fields`, { values: { client: null } })
    expect(await ofAcme()).toMatchObject({ hours: 8, days: 1 })
    await crm.api.patch(`/api/v1/objects/project/records/${body.id}/fields`, {
      values: { client: acme, hours: 1 },
    })
    expect(await ofAcme()).toMatchObject({ hours: 9 })
    await crm.api.delete(`/api/v1/objects/project/records/${body.id}`)
    expect(await ofAcme()).toMatchObject({ hours: 8 })
  })

  it('roll up activities: how many, and when the last one was', async () => {
    const calls = { kinds: ['call' as const], state: 'done' as const }
    await add('deal', {
      label: 'Calls',
      type: 'number',
      computed: { kind: 'rollup', of: 'activity', function: 'count', activities: calls },
    })
    const last = await add('deal', {
      label: 'Last call',
      type: 'number',
      computed: { kind: 'rollup', of: 'activity', function: 'largest', field: 'done_at', activities: calls },
    })
    expect(last.type).toBe('datetime')
    const { id } = await deal({ name: 'Called' })
    const log = (kind: string, done_at: string | null) =>
      crm.api.post<Activity>('/api/v1/activities', { kind, subject: 'x', deal_ids: [id], done_at })
    await log('call', '2026-05-01T10:00:00.000Z')
    const { body } = await log('call', '2026-05-02T10:00:00.000Z')
    await log('meeting', '2026-05-03T10:00:00.000Z')
    await compute()
    expect(await values(`deals/${id}`)).toMatchObject({ calls: 2, last_call: '2026-05-02T10:00:00.000Z' })
    await crm.api.delete(`/api/v1/activities/${body.id}`)
    await compute()
    expect(await values(`deals/${id}`)).toMatchObject({ calls: 1, last_call: '2026-05-01T10:00:00.000Z' })
  })

  it.each([
    ['person', { kind: 'formula', expression: '1' }, 'computed'],
    ['company', { kind: 'rollup', of: 'deal', by: 'person_id', function: 'count' }, 'computed.by'],
    ['company', { kind: 'rollup', of: 'deal', by: 'company_id', function: 'sum' }, 'computed.field'],
    [
      'company',
      { kind: 'rollup', of: 'deal', by: 'company_id', function: 'sum', field: 'amount' },
      'settings.currency',
    ],
    ['company', { kind: 'rollup', of: 'activity', function: 'sum' }, 'computed.function'],
    ['project', { kind: 'rollup', of: 'activity', function: 'count' }, 'computed.of'],
  ] as const)('refuse of a %s %j', async (object, computed, field) => {
    const { status, body } = await ask(object, { label: 'Refused', type: 'number', computed })
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toEqual([field])
  })
})
