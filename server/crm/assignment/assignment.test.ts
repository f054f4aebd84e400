import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Assignment, AssignmentRule, AssignmentRuleInput } from '../../../model/assignment.ts'
import type { BulkChange } from '../../../model/bulk-change.ts'
import type { Deal } from '../../../model/deal.ts'
import type { Lead } from '../../../model/lead.ts'
import type { RecordFilter } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { workOnBulk } from '../bulk/start-bulk-jobs.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const pool = { user_ids: ['ana', 'ben', 'cem'] }
const inTurn = { kind: 'round_robin' as const, pool }

describe.each(engines)('assignment rules on the %s engine', (engine) => {
  let crm: TestCrm
  let number = 0

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await sql`insert into users (id, name, email) values ('ana', 'Ana', 'a@k.example'), ('ben', 'Ben', 'b@k.example'),
      ('cem', 'Cem', 'c@k.example')`.execute(crm.platform.db)
  })
  beforeEach(async () => {
    await sql`delete from assignment_rules`.execute(crm.platform.db)
    await sql`delete from assignment_pauses`.execute(crm.platform.db)
    await sql`update records set owner_id = null`.execute(crm.platform.db)
  })
  afterAll(() => crm.close())

  const rule = async (input: Partial<AssignmentRuleInput>) =>
    crm.api.post<AssignmentRule>('/api/v1/assignment-rules', {
      name: 'In turn',
      object: 'lead',
      way: inTurn,
      ...input,
    })
  const lead = async (input: object = {}) => {
    const email = `lead-${(number += 1)}@example.com`
    return (await crm.api.post<Lead>('/api/v1/leads', { name: 'Lead', email, ...input })).body
  }
  const ownersOf = (leads: Lead[]) => leads.map(({ owner }) => owner?.id)

  it('give leads made at once to each colleague equally often', async () => {
    await rule({})
    const leads = await Promise.all(Array.from({ length: 9 }, () => lead()))
    expect(ownersOf(leads).map(String).toSorted()).toEqual([
      'ana',
      'ana',
      'ana',
      'ben',
      'ben',
      'ben',
      'cem',
      'cem',
      'cem',
    ])
  })

  it('pass over whoever takes no new records, and leave an owner who is named', async () => {
    await rule({})
    await crm.api.put('/api/v1/assignment-pauses/ben', { paused: true })
    expect(ownersOf([await lead(), await lead(), await lead()])).toEqual(['ana', 'cem', 'ana'])
    expect((await lead({ owner_id: 'ben' })).owner?.id).toBe('ben')
  })

  it('are asked in order, and only those that are on and match', async () => {
    const fixed = (user_id: string) => ({ kind: 'fixed', user_id }) as const
    const filter = { match: 'all', conditions: [{ field: 'source', operator: 'is', value: 'Fair' }] } as const
    const off = await rule({ way: fixed('cem'), active: false })
    await rule({ way: fixed('ana'), filter: { ...filter, conditions: [...filter.conditions] } })
    await rule({ way: fixed('ben') })
    expect(ownersOf([await lead({ source: 'fair' }), await lead({ source: 'web' })])).toEqual(['ana', 'ben'])
    await crm.api.patch(`/api/v1/assignment-rules/${off.body.id}`, { active: true })
    expect((await lead({ source: 'fair' })).owner?.id).toBe('cem')
  })

  it('ask what the person is known by, such as a score', async () => {
    const person_id = await crm.person('email:hot@example.com')
    await sql`update people set traits = traits || '{"lead_score": 72}' where id = ${person_id}::uuid`.execute(
      crm.platform.db,
    )
    const hot = [{ field: 'traits.lead_score', operator: 'at_least' as const, value: 50 }]
    const way = { kind: 'fixed', user_id: 'ana' } as const
    await rule({ way, filter: { match: 'all', conditions: hot } })
    expect(ownersOf([await lead({ email: undefined, person_id }), await lead()])).toEqual(['ana', undefined])
  })

  it('give to whoever has the fewest open leads', async () => {
    for (const owner_id of ['ana', 'ana', 'cem']) await lead({ owner_id })
    await rule({ way: { kind: 'by_load', pool } })
    expect((await lead()).owner?.id).toBe('ben')
  })

  it('give by the value of a field, and to nobody for one that no territory names', async () => {
    const places = [{ value: 'Berlin', pool: { user_ids: ['ben'] } }]
    await rule({ way: { kind: 'territory', field: 'company_name', places } })
    expect(ownersOf([await lead({ company_name: 'berlin' }), await lead({ company_name: 'Rome' })])).toEqual([
      'ben',
      undefined,
    ])
  })

  it('say why a record is whose it is, tell the owner, and do so for deals', async () => {
    await rule({ object: 'deal', name: 'Ours', way: { kind: 'fixed', user_id: 'ana' } })
    const deal = await crm.deal({ person_id: await crm.person('email:d@example.com') })
    expect(deal.owner?.id).toBe('ana')
    const why = await crm.api.get<{ data: Assignment }>(`/api/v1/assignments?object=deal&record=${deal.id}`)
    expect(why.body.data).toMatchObject({ rule_name: 'Ours', user_id: 'ana' })
    const { rows } =
      await sql`select from notifications where user_id = 'ana' and subject_id = ${deal.id}`.execute(
        crm.platform.db,
      )
    expect(rows).toHaveLength(1)
    expect((await crm.audited(deal.id)).map(({ action }) => action)).toEqual(['deal.created', 'deal.changed'])
  })

  it('refuse a colleague or a field that does not exist', async () => {
    expect((await rule({ way: { kind: 'fixed', user_id: 'nobody' } })).status).toBe(400)
    const conditions = [{ field: 'nothing', operator: 'set' as const }]
    expect((await rule({ filter: { match: 'all', conditions } })).status).toBe(400)
  })

  it('count what they would match, and come back where they were after being deleted', async () => {
    const before = await lead()
    expect(before.owner).toBeNull()
    const filter = { match: 'all', conditions: [] }
    const counted = await crm.api.post<{ count: number }>('/api/v1/assignment-rules/preview', {
      object: 'lead',
      filter,
    })
    expect(counted.body.count).toBeGreaterThan(0)
    const { body } = await rule({})
    await crm.api.delete(`/api/v1/assignment-rules/${body.id}`)
    expect((await lead()).owner).toBeNull()
    await crm.api.post(`/api/v1/assignment-rules/${body.id}/restoration`, {})
    expect((await lead()).owner?.id).toBe('ana')
  })

  it('give out what is there already and open, in the background, and take back what nobody gave away since', async () => {
    const filter: RecordFilter = {
      match: 'all',
      conditions: [{ field: 'source', operator: 'is', value: 'Given out' }],
    }
    const some = [await lead({ source: 'given out' }), await lead({ source: 'given out' }), await lead()]
    const lost = await lead({ source: 'given out' })
    await crm.api.patch(`/api/v1/leads/${lost.id}`, { status: 'disqualified', reason: 'No budget' })
    await rule({ filter })
    const counts = await crm.api.get('/api/v1/assignment-rules/applications?object=lead')
    expect(counts.body).toMatchObject({ matched: { count: 2, more: false } })
    const { status, body } = await crm.api.post<BulkChange>('/api/v1/assignment-rules/applications', {
      object: 'lead',
    })
    expect(status).toBe(202)
    const job = { platform: crm.platform, worker: randomUUID() }
    const now = async () =>
      ownersOf(
        await Promise.all(
          [...some, lost].map(async ({ id }) => (await crm.api.get<Lead>(`/api/v1/leads/${id}`)).body),
        ),
      )
    await workOnBulk(job)
    const owners = await now()
    expect(owners.slice(0, 2).map(String).toSorted()).toEqual(['ana', 'ben'])
    expect(owners.slice(2)).toEqual([undefined, undefined])
    const why = await crm.api.get<{ data: Assignment }>(
      `/api/v1/assignments?object=lead&record=${some[0]?.id}`,
    )
    expect(why.body.data).toMatchObject({ rule_name: 'In turn' })
    await crm.api.patch(`/api/v1/leads/${some[0]?.id}`, { owner_id: 'cem' })
    await crm.api.post(`/api/v1/bulk-changes/${body.id}/undo`)
    await workOnBulk(job)
    expect(await now()).toEqual(['cem', undefined, undefined, undefined])
    const done = await crm.api.get<BulkChange>(`/api/v1/bulk-changes/${body.id}`)
    expect(done.body).toMatchObject({ state: 'undone', changed: 2, undone: 1, kept: 1 })
  })

  it('give out deals, also by the segment of the person, and tell each owner once', async () => {
    const { db } = crm.platform
    const person_id = await crm.person('email:seg@example.com')
    const made = [await crm.deal({ name: 'One', person_id }), await crm.deal({ name: 'Two', person_id })]
    await sql`update deals set owner_id = null, owner_name = null where id = any(${made.map(({ id }) => id)}::uuid[])`.execute(
      db,
    )
    const { rows } = await sql<{ id: string }>`
      insert into segments (name, definition, size) values ('Good', '{}', 1) returning id`.execute(db)
    const segment = rows[0]?.id ?? ''
    await sql`insert into segment_members (segment_id, member_id, entered_at) values (${segment}, ${person_id}::uuid, now())`.execute(
      db,
    )
    const conditions = [{ field: 'segment_id', operator: 'is' as const, value: segment }]
    const way = { kind: 'fixed', user_id: 'ben' } as const
    expect((await rule({ object: 'deal', way, filter: { match: 'all', conditions } })).status).toBe(201)
    await crm.api.post('/api/v1/assignment-rules/applications', { object: 'deal' })
    await workOnBulk({ platform: crm.platform, worker: randomUUID() })
    const deal = await crm.api.get<Deal>(`/api/v1/deals/${made[0]?.id}`)
    expect(deal.body.owner?.id).toBe('ben')
    const told =
      await sql`select from notifications where user_id = 'ben' and title = '2 more deals are yours'`.execute(
        db,
      )
    expect(told.rows).toHaveLength(1)
  })
})
