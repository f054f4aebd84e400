import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal } from '../model/deal.ts'
import type { Page } from '../model/page.ts'
import type { Person, PersonRow, TimelineEvent, TraitProvenance } from '../model/person.ts'
import type { CrmRecord } from '../model/record.ts'
import type { Role } from '../model/role.ts'
import { ANY_OBJECT, everyAction } from '../model/rights.ts'
import type { Running } from './main.ts'
import { injectAs, type Api } from './platform/testing/index.ts'
import { WRITE_KEY, startTestKith, type TestKith } from './start-test-kith.ts'

const PASSWORD = 'correct horse battery'

describe('fields that a role hides or locks', () => {
  let kith: TestKith
  let running: Running
  let admin: Api
  let rep: Api
  let person: string
  let deal: string
  let record: string

  beforeAll(async () => {
    kith = await startTestKith()
    running = kith.running
    admin = kith.admin
    await track('identify', {
      traits: { name: 'Ada', email: 'ada@example.com', salary: 70_000, plan: 'pro' },
    })
    await running.idle()
    person = (await admin.get<Person>('/api/v1/people/by/user_id/ada')).body.id
    const made = { name: 'Engine', person_id: person, amount: 500 }
    deal = (await admin.post<Deal>('/api/v1/deals', made)).body.id
    record = await addCustom()
    await running.idle()
    rep = await signInAs({
      permissions: ['events:read', 'segments:write'],
      rights: { [ANY_OBJECT]: everyAction('all') },
      fields: {
        people: { email: 'hidden', 'traits.salary': 'hidden', 'fields.mood': 'hidden' },
        deals: {
          amount: 'hidden',
          expected_close_on: 'read',
          'fields.margin': 'hidden',
          'fields.grade': 'read',
        },
        project: { 'fields.client': 'hidden' },
      },
    })
  })
  afterAll(() => kith.stop())

  const track = (type: string, more: object) => {
    const authorization = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`
    return injectAs(running.app, null, { authorization }).post(`/v1/${type}`, { userId: 'ada', ...more })
  }
  /** Custom fields of a deal and a person, and a record that names the person. */
  const addCustom = async (): Promise<string> => {
    const field = (object: string, label: string, more: object = { type: 'text' }) =>
      admin.post(`/api/v1/objects/${object}/fields`, { label, ...more })
    await field('deal', 'Margin')
    await field('deal', 'Grade')
    await field('deal', 'Next step')
    await field('person', 'Mood')
    await admin.post('/api/v1/objects', { key: 'project', name: 'Project', plural: 'Projects' })
    await field('project', 'Client', { type: 'relation', settings: { target: 'person' } })
    const values = { margin: 'm-secret', grade: 'A', next_step: 'Call' }
    await admin.patch(`/api/v1/deals/${deal}/fields`, { values })
    await admin.patch(`/api/v1/people/${person}/fields`, { values: { mood: 'm-secret' } })
    const made = { name: 'Bridge', fields: { client: person } }
    return (await admin.post<CrmRecord>('/api/v1/objects/project/records', made)).body.id
  }
  const signInAs = async (role: object): Promise<Api> => {
    const { body } = await admin.post<Role>('/api/v1/roles', { name: 'Rep', ...role })
    const user = { name: 'Rep', email: 'rep@example.com', password: PASSWORD, roles: [body.id] }
    await admin.post('/api/v1/users', user)
    const { headers } = await injectAs(running.app, null).post('/api/v1/session', {
      email: user.email,
      password: PASSWORD,
    })
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
    return injectAs(running.app, null, { cookie, 'sec-fetch-site': 'same-origin' })
  }

  it('are in no answer about the person, wherever it is read', async () => {
    const one = (await rep.get<Person>(`/api/v1/people/${person}`)).body
    const provenance = (await rep.get<{ data: TraitProvenance[] }>(`/api/v1/people/${person}/provenance`))
      .body
    const list = (await rep.get<Page<PersonRow>>('/api/v1/people')).body
    const timeline = (await rep.get<Page<TimelineEvent>>(`/api/v1/people/${person}/timeline`)).body
    const search = (await rep.get('/api/v1/search?q=ada')).body
    const deals = (await rep.get<Page<Deal>>('/api/v1/deals')).body
    for (const answer of [one, provenance, list, timeline, search, deals]) {
      expect(JSON.stringify(answer)).not.toContain('70000')
      expect(JSON.stringify(answer)).not.toContain('ada@example.com')
    }
    expect(one.traits).toEqual({ name: 'Ada', plan: 'pro' })
    expect(provenance.data.map(({ trait }) => trait)).toEqual(['name', 'plan'])
    expect(timeline.data.find(({ type }) => type === 'identify')?.properties).toEqual({
      name: 'Ada',
      plan: 'pro',
    })
  })

  it('are in no answer about the deal: list, board, home, timeline', async () => {
    const one = (await rep.get<Deal>(`/api/v1/deals/${deal}`)).body
    expect(one).toMatchObject({ name: 'Engine', amount: null })
    const board = (await rep.get<{ data: object[] }>('/api/v1/deals/board')).body
    expect(board.data[0]).toMatchObject({ count: 1, amount: null, weighted: null, deals: [{ amount: null }] })
    const home = (await rep.get<{ open_deals: object }>('/api/v1/overview')).body
    expect(home.open_deals).toMatchObject({ count: 1, amount: null })
    const told = (await rep.get<Page<TimelineEvent>>(`/api/v1/people/${person}/timeline`)).body
    const event = told.data.find((one) => one.event === 'Deal Created')
    expect(event?.properties).toMatchObject({ deal_name: 'Engine' })
    expect(event?.properties).not.toHaveProperty('amount')
  })

  it('cannot be asked for in a roundabout way: by a filter, a sort, a segment, or the identity', async () => {
    const filter = (field: string) =>
      `/api/v1/people?filter=${encodeURIComponent(JSON.stringify([{ field, operator: 'set' }]))}`
    expect((await rep.get(filter('salary'))).status).toBe(403)
    expect((await rep.get(filter('email'))).status).toBe(403)
    expect((await rep.get(filter('plan'))).status).toBe(200)
    expect((await rep.get('/api/v1/deals?sort=-amount')).status).toBe(403)
    expect((await rep.get('/api/v1/people/by/email/ada@example.com')).status).toBe(403)
    expect((await rep.get(`/api/v1/people/${person}/explanation`)).status).toBe(403)
    const comparison = { field: 'salary', operator: 'greater', value: 1000 }
    const definition = {
      match: 'all',
      conditions: [{ kind: 'group', match: 'any', conditions: [{ kind: 'trait', comparison }] }],
    }
    expect((await rep.post('/api/v1/segments/preview', { definition })).status).toBe(403)
    expect((await rep.post('/api/v1/segments', { name: 'Rich', definition })).status).toBe(403)
  })

  it('cannot be written, neither hidden nor locked ones; the others can', async () => {
    const change = (body: object) => rep.patch<{ error: { message: string } }>(`/api/v1/deals/${deal}`, body)
    expect(await change({ amount: 1 })).toMatchObject({
      status: 403,
      body: { error: { message: 'Your role does not let you change amount.' } },
    })
    expect((await change({ expected_close_on: '2030-01-01' })).status).toBe(403)
    expect((await change({ name: 'Engine no. 2' })).status).toBe(200)
    expect((await rep.post('/api/v1/deals', { name: 'New', person_id: person, amount: 3 })).status).toBe(403)
    expect((await rep.post('/api/v1/deals', { name: 'New', person_id: person })).status).toBe(201)
    expect((await admin.get<Deal>(`/api/v1/deals/${deal}`)).body.amount).toBe(500)
  })

  it('are shown by none of the ways to custom values', async () => {
    const answers = await Promise.all([
      rep.get(`/api/v1/deals/${deal}/fields`),
      rep.get(`/api/v1/people/${person}/fields`),
      rep.post('/api/v1/deals/search', {}),
      rep.post('/api/v1/deals/search', { columns: ['margin'] }),
      rep.post('/api/v1/people/search', {}),
      rep.get(`/api/v1/objects/project/records/${record}`),
      rep.get('/api/v1/objects/project/records'),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const said = JSON.stringify(answers.map(({ body }) => body))
    for (const secret of ['m-secret', 'ada@example.com']) expect(said).not.toContain(secret)
    expect(said).toContain('"amount":null')
    expect(said).not.toMatch(/"amount":\d/)
    expect(answers[0]?.body).toEqual({ values: { grade: 'A', next_step: 'Call' }, labels: {} })
    const fields = await rep.get<{ data: { key: string }[] }>('/api/v1/objects/deal/fields')
    expect(fields.body.data.map(({ key }) => key)).toEqual(['grade', 'next_step'])
    expect((await rep.get<{ data: object[] }>(`/api/v1/related/${person}`)).body.data).toEqual([])
    expect((await rep.get(`/api/v1/deals/${deal}/fields/margin/history`)).status).toBe(403)
    expect((await rep.get(`/api/v1/deals/${deal}/fields/grade/history`)).status).toBe(200)
  })

  it('are no way to search by either', async () => {
    const filter = (field: string) => ({
      filter: { match: 'none', conditions: [{ match: 'any', conditions: [{ field, operator: 'set' }] }] },
    })
    const statusOf = async (path: string, body: object) => (await rep.post(`/api/v1/${path}`, body)).status
    expect(await statusOf('deals/search', filter('margin'))).toBe(403)
    expect(await statusOf('deals/search', filter('amount'))).toBe(403)
    expect(await statusOf('deals/search/count', filter('margin'))).toBe(403)
    expect(await statusOf('deals/search', { sort: '-margin' })).toBe(403)
    expect(await statusOf('deals/search', { sort: '-amount' })).toBe(403)
    expect(await statusOf('people/search', filter('email'))).toBe(403)
    expect(await statusOf('deals/search', filter('grade'))).toBe(200)
    const byAddress = await rep.post<{ data: object[] }>('/api/v1/people/search', { search: 'example.com' })
    expect(byAddress.body.data).toEqual([])
    const byName = await rep.post<{ data: object[] }>('/api/v1/people/search', { search: 'ada' })
    expect(byName.body.data).toHaveLength(1)
  })

  it('keep custom values from being written, in a record that is made, too', async () => {
    const write = (values: object) => rep.patch(`/api/v1/deals/${deal}/fields`, { values })
    expect((await write({ margin: 'x' })).status).toBe(403)
    expect((await write({ next_step: 'Write', grade: 'B' })).status).toBe(403)
    expect((await write({ next_step: 'Write' })).status).toBe(200)
    const made = { name: 'New', person_id: person }
    expect((await rep.post('/api/v1/deals', { ...made, fields: { grade: 'B' } })).status).toBe(403)
    const project = { name: 'Tower', fields: { client: person } }
    expect((await rep.post('/api/v1/objects/project/records', project)).status).toBe(403)
    const { body } = await admin.get<{ values: object }>(`/api/v1/deals/${deal}/fields`)
    expect(body.values).toEqual({ margin: 'm-secret', grade: 'A', next_step: 'Write' })
  })

  it('leave out of the timeline the deals and records that a role does not reach', async () => {
    const events = async () =>
      (await rep.get<Page<TimelineEvent>>(`/api/v1/people/${person}/timeline`)).body.data.map(
        ({ event, type }) => event || type,
      )
    await running.idle()
    expect(await events()).toEqual(expect.arrayContaining(['Deal Created', 'Project Created']))
    const { body } = await admin.get<{ data: Role[] }>('/api/v1/roles')
    const id = body.data.find(({ name }) => name === 'Rep')?.id
    const rights = { people: everyAction('all'), deals: { ...everyAction('none') } }
    await admin.patch(`/api/v1/roles/${id}`, { rights })
    expect(await events()).toEqual(['Person Updated', 'identify'])
  })
})
