import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity, ActivityChangesAnswer } from '../../../model/activity.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import type { TestCrm } from '../open-test-crm.ts'
import { todayIn } from './due.ts'
import { ana, EVENING, openTestActivities, type TestActivities } from './open-test-activities.ts'

describe.each(engines)('activities on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  let acme: string
  let make: TestActivities['make']
  let change: TestActivities['change']
  let list: TestActivities['list']
  let reset: TestActivities['reset']

  beforeAll(async () => {
    ;({ crm, ada, acme, make, change, list, reset } = await openTestActivities(engine))
  })
  beforeEach(() => reset())
  afterAll(() => crm.close())

  const events = async () =>
    (await crm.told())
      .filter(({ type }) => type === 'event.recorded')
      .map(({ payload }) => [payload['event'], payload['personRef'], payload['companyRef']])

  it('keeps what it is about, when it is due and who has it to do', async () => {
    const deal = await crm.deal({ person_id: ada, company_id: acme, name: 'Chairs' })
    const { status, body } = await crm.api.post<Activity>('/api/v1/activities', {
      kind: 'meeting',
      subject: ' Demo ',
      body: 'Bring the **blue** one.',
      due_at: '2026-03-12T10:00:00+01:00',
      duration_minutes: 45,
      priority: 'high',
      assignee_id: 'ana',
      person_ids: [ada],
      company_ids: [acme],
      deal_ids: [deal.id],
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(String),
      kind: 'meeting',
      subject: 'Demo',
      body: 'Bring the **blue** one.',
      mentions: [],
      due_at: '2026-03-12T09:00:00.000Z',
      due_on: null,
      duration_minutes: 45,
      remind_at: null,
      outcome: null,
      priority: 'high',
      assignee: { id: 'ana', name: 'Ana Silva' },
      author: { id: null, name: expect.any(String) },
      people: [{ id: ada, name: 'user_id:ada', email: null }],
      companies: [{ id: acme, name: 'Acme', group_id: acme }],
      deals: [{ id: deal.id, name: 'Chairs' }],
      done_at: null,
      version: 1,
      created_at: new Date(EVENING).toISOString(),
      updated_at: new Date(EVENING).toISOString(),
    })
    expect((await crm.api.get(`/api/v1/activities/${body.id}`)).body).toEqual(body)
  })

  it('brings the person and the company of its deal along', async () => {
    const deal = await crm.deal({ person_id: ada, company_id: acme })
    const { people, companies } = await make({ deal_ids: [deal.id] })
    expect([people[0]?.id, companies[0]?.id]).toEqual([ada, acme])
    expect(await list(`person=${ada}`)).toEqual(['Call back'])
    expect(await list(`company=${acme}&state=open`)).toEqual(['Call back'])
    expect(await list(`deal=${deal.id}`)).toEqual(['Call back'])
    const alone = await make({ subject: 'Alone', deal_ids: [deal.id], person_ids: [] })
    expect(alone.people).toEqual([])
  })

  it('follows a person who turns out to be somebody else', async () => {
    const first = await crm.person('anonymous_id:a1')
    const second = await crm.person('user_id:bob')
    const { id } = await make({ person_ids: [first] })
    await sql`update identifiers set person_id = ${second} where person_id = ${first}`.execute(
      crm.platform.db,
    )
    expect(await list(`person=${second}`)).toEqual(['Call back'])
    expect((await crm.api.get<Activity>(`/api/v1/activities/${id}`)).body.people[0]?.id).toBe(second)
  })

  it.each<[string, object]>([
    ['subject', { subject: ' ' }],
    ['due_on', { due_on: '2026-03-12', due_at: '2026-03-12T10:00:00Z' }],
    ['due_on', { due_on: '2026-02-30' }],
    ['outcome', { outcome: 'connected' }],
    ['assignee_id', { assignee_id: 'nobody-known' }],
    ['person_ids', { person_ids: [randomUUID()] }],
    ['company_ids', { company_ids: [randomUUID()] }],
    ['deal_ids', { deal_ids: [randomUUID()] }],
    ['body', { body: 'a\0b' }],
    ['duration_minutes', { duration_minutes: 0 }],
  ])('refuses a %s that cannot be', async (field, over) => {
    const input = { kind: 'task', subject: 'One', ...over }
    const { status, body } = await crm.api.post<{ error: { details: { field: string }[] } }>(
      '/api/v1/activities',
      input,
    )
    expect([status, body]).toMatchObject([400, { error: { code: 'validation_failed' } }])
    expect(body.error.details[0]?.field).toMatch(new RegExp(`^${field}`))
    expect(await list('')).toEqual([])
  })

  describe('due dates', () => {
    beforeEach(async () => {
      await make({ subject: 'The day before', due_on: '2026-03-09' })
      await make({ subject: 'Tenth', due_on: '2026-03-10' })
      await make({ subject: 'An hour ago', due_at: '2026-03-10T22:30:00Z' })
      await make({ subject: 'Soon', due_at: '2026-03-10T23:45:00Z' })
      await make({ subject: 'Eleventh', due_on: '2026-03-11' })
      await make({ subject: 'In the morning', due_at: '2026-03-11T08:00:00Z' })
      await make({ subject: 'Twelfth', due_on: '2026-03-12' })
      await make({ subject: 'Some time' })
    })

    it.each([
      [
        'UTC',
        ['The day before', 'An hour ago'],
        ['Tenth', 'Soon'],
        ['Eleventh', 'In the morning', 'Twelfth'],
      ],
      [
        'Europe/Berlin',
        ['The day before', 'Tenth', 'An hour ago'],
        ['Soon', 'Eleventh', 'In the morning'],
        ['Twelfth'],
      ],
      [
        'America/New_York',
        ['The day before', 'An hour ago'],
        ['Tenth', 'Soon'],
        ['Eleventh', 'In the morning', 'Twelfth'],
      ],
    ])('mean what they mean in %s', async (zone, overdue, today, upcoming) => {
      expect(await list(`due=overdue&zone=${zone}`)).toEqual(overdue)
      expect(await list(`due=today&zone=${zone}`)).toEqual(today)
      expect(await list(`due=upcoming&zone=${zone}`)).toEqual(upcoming)
      expect(await list(`due=none&zone=${zone}`)).toEqual(['Some time'])
    })

    it('page from one to the next without a gap', async () => {
      const all: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: string = `state=open&limit=3${cursor && `&cursor=${cursor}`}`
        const { body } = await crm.api.get<Page<Activity>>(`/api/v1/activities?${query}`)
        all.push(...body.data.map(({ subject }) => subject))
        cursor = body.next
      }
      expect(all).toEqual(await list('state=open&limit=100'))
      expect(all).toHaveLength(8)
      expect(all.at(-1)).toBe('Some time')
    })

    it('are no longer asked for once it is done', async () => {
      const { body } = await crm.api.get<Page<Activity>>('/api/v1/activities?due=overdue')
      for (const { id } of body.data) await change(id, { done: true })
      expect(await list('due=overdue')).toEqual([])
      expect(await list('state=done&sort=-done_at')).toHaveLength(2)
    })
  })

  it('know where a day begins and ends, also when the clocks change', () => {
    const berlin = todayIn('Europe/Berlin', Date.parse('2026-03-29T12:00:00Z'))
    expect([berlin.date, berlin.begins.toISOString(), berlin.ends.toISOString()]).toEqual([
      '2026-03-29',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ])
    const kolkata = todayIn('Asia/Kolkata', Date.parse('2026-03-28T19:00:00Z'))
    expect([kolkata.date, kolkata.begins.toISOString()]).toEqual(['2026-03-29', '2026-03-28T18:30:00.000Z'])
  })

  it('refuses a time zone that does not exist', async () => {
    expect((await crm.api.get('/api/v1/activities?zone=Mars/Base')).status).toBe(400)
  })

  describe('on timelines', () => {
    it('a logged call stands where it happened, for its person and its company', async () => {
      const at = '2026-03-10T20:00:00Z'
      await make({
        kind: 'call',
        subject: 'Prices',
        outcome: 'connected',
        done: true,
        done_at: at,
        person_ids: [ada],
        company_ids: [acme],
      })
      const [told] = (await crm.told()).filter(({ type }) => type === 'event.recorded')
      expect(told?.payload).toMatchObject({
        event: 'Call Logged',
        personRef: ada,
        companyRef: acme,
        at: '2026-03-10T20:00:00.000Z',
        properties: { subject: 'Prices', outcome: 'connected', activity_kind: 'call' },
      })
    })

    it('a meeting with two people is on both timelines', async () => {
      const bob = await crm.person('email:bob@example.com')
      await make({ kind: 'meeting', person_ids: [ada, bob] })
      expect(await events()).toEqual([
        ['Meeting Planned', ada, null],
        ['Meeting Planned', bob, null],
      ])
    })

    it('a task tells of its making, completion, reopening, change and deletion, and so does the audit log', async () => {
      const { id } = await make({ company_ids: [acme] })
      await change(id, { done: true })
      await change(id, { done: false })
      await change(id, { priority: 'high' })
      await change(id, { priority: 'high' })
      await crm.api.delete(`/api/v1/activities/${id}`)
      await crm.api.post(`/api/v1/activities/${id}/restoration`)
      expect((await events()).map(([name]) => name)).toEqual([
        'Task Created',
        'Task Completed',
        'Task Reopened',
        'Task Updated',
        'Task Deleted',
        'Task Restored',
      ])
      const { rows } = await sql<{ action: string }>`
        select action from audit_log where subject_id = ${id} order by id`.execute(crm.platform.db)
      expect(rows.map(({ action }) => action.replace('activity.', ''))).toEqual([
        'created',
        'completed',
        'reopened',
        'changed',
        'deleted',
        'restored',
      ])
    })
  })

  it('is gone from every list once it is deleted, and back once it is restored', async () => {
    const { id } = await make({ company_ids: [acme], due_on: '2026-03-10' })
    expect((await crm.api.delete(`/api/v1/activities/${id}`)).status).toBe(204)
    expect(await list(`company=${acme}&state=open`)).toEqual([])
    expect((await crm.api.get(`/api/v1/activities/${id}`)).status).toBe(404)
    await crm.api.post(`/api/v1/activities/${id}/restoration`)
    expect(await list(`company=${acme}&state=open`)).toEqual(['Call back'])
  })

  it('refuses a change by somebody who has not seen the last one, and says what it is now', async () => {
    const { id } = await make({ kind: 'note', subject: '', body: 'First' })
    await change(id, { body: 'Second', version: 1 })
    const { status, body } = await crm.api.patch(`/api/v1/activities/${id}`, { body: 'Third', version: 1 })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      error: { code: 'conflict', details: { version: 2, current: { body: 'Second' } } },
    })
  })

  it('lets only one of two who change the same version at once through', async () => {
    const { id } = await make({})
    const answers = await Promise.allSettled([
      change(id, { subject: 'A', version: 1 }),
      change(id, { subject: 'B', version: 1 }, ana),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await crm.api.get<Activity>(`/api/v1/activities/${id}`)).body.version).toBe(2)
  })

  it('changes many at once, each by itself, and says which it did not', async () => {
    const [one, two] = [await make({ subject: 'One' }), await make({ subject: 'Two' })]
    const { body } = await crm.api.post<ActivityChangesAnswer>('/api/v1/activities/changes', {
      changes: [
        { id: one.id, change: { done: true } },
        { id: randomUUID(), change: { done: true } },
        { id: two.id, change: { due_on: '2026-03-20' } },
      ],
    })
    expect(body.changed.map(({ subject }) => subject)).toEqual(['One', 'Two'])
    expect(body.refused).toMatchObject([{ code: 'not_found' }])
    expect(await list('state=open')).toEqual(['Two'])
  })

  it('makes and lists tasks under an address of their own', async () => {
    await make({ kind: 'call', subject: 'A call' })
    const { status, body } = await crm.api.post<Activity>('/api/v1/tasks', { subject: 'A task' })
    expect([status, body.kind]).toEqual([201, 'task'])
    const tasks = await crm.api.get<Page<Activity>>('/api/v1/tasks')
    expect(tasks.body.data.map(({ subject }) => subject)).toEqual(['A task'])
  })
})
