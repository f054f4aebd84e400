import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../model/page.ts'
import type { CompanyExplanation } from '../../model/segment-explanation.ts'
import type { SegmentCompany, SegmentStay } from '../../model/segment-membership.ts'
import type { SegmentPreview } from '../../model/segment.ts'
import { engines } from '../platform/testing/index.ts'
import { addTestDeal } from './add-test-deal.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'
import { buildWaiting } from './jobs.ts'
import { passTime } from './pass-time.ts'

const DAY_MS = 24 * 60 * 60 * 1000
type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('a segment of companies, on the %s engine', (engine) => {
  let test: TestSegments
  let suffix = 0
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  beforeEach(async () => {
    suffix += 1
    await sql`delete from segments`.execute(test.platform.db)
    await sql`delete from companies`.execute(test.platform.db)
    await test.catchUp()
    await test.told()
  })
  afterAll(() => test.close())

  const own = (name: string) => `${name}${suffix}`
  const user = (name: string) => `user_id:${own(name)}`
  const company = (name: string, traits?: Record<string, string>) => ({
    group: own(name),
    traits: { name, ...traits },
  })
  const act = (who: string, at: string, event?: string, daysAgo = 0) =>
    test.act({ who: user(who), company: company(at), daysAgo, ...(event !== undefined && { event }) })
  const companies = async (id: string, state = 'present') => {
    const { body } = await test.api.get<Page<SegmentCompany>>(
      `/api/v1/segments/${id}/companies?state=${state}`,
    )
    return body.data.map(({ name }) => name ?? '').toSorted((a, b) => a.localeCompare(b))
  }
  const wait = async (milliseconds: number) => {
    test.platform.clock.advance(milliseconds)
    await passTime(test.platform)
    await test.catchUp()
  }

  it('accounts with three active people and no open deal: enter and leave by what people do, by deals and by time', async () => {
    const active = own('Opened')
    const { id, members, size } = await test.buildOfCompanies([
      { kind: 'people', times: 3, conditions: [{ kind: 'event', event: active, days: 7 }] },
      { kind: 'deal', has: false, where: [{ field: 'state', operator: 'is', value: 'open' }] },
    ])
    expect([members, size]).toEqual(['companies', 0])
    for (const name of ['cleo', 'dan', 'fay']) await act(name, 'bolt', active)
    await act('ada', 'acme', active)
    await act('bob', 'acme', active, 6)
    await act('eve', 'acme')
    await test.catchUp()
    expect(await companies(id)).toEqual(['bolt'])
    await act('eve', 'acme', active)
    const deal = await addTestDeal(test, { company: own('bolt') })
    await test.catchUp()
    expect(await companies(id)).toEqual(['acme'])
    await wait(2 * DAY_MS)
    expect(await companies(id)).toEqual([])
    expect(await companies(id, 'past')).toEqual(['acme', 'bolt'])
    await sql`update deals set stage_id = ${deal.lost} where id = ${deal.id}`.execute(test.platform.db)
    await test.catchUp()
    expect(await companies(id)).toEqual(['bolt'])
    const told = (await test.told()).filter(({ type }) => type !== 'event.recorded')
    expect(told.map(({ type, payload }) => [type, payload['companyId']])).toEqual([
      ['segment.company_entered', test.companyOf(own('bolt'))],
      ['segment.company_entered', test.companyOf(own('acme'))],
      ['segment.company_left', test.companyOf(own('bolt'))],
      ['segment.company_left', test.companyOf(own('acme'))],
      ['segment.company_entered', test.companyOf(own('bolt'))],
    ])
  })

  it('counts what was done for a company: what names it, and what its people did without naming any', async () => {
    const paid = own('Paid')
    const { id } = await test.buildOfCompanies([
      { kind: 'aggregate', of: 'sum', field: 'total', event: paid, operator: 'at_least', value: 100 },
      { kind: 'trait', comparison: { field: 'tier', operator: 'is', value: 'gold' } },
    ])
    const pay = (who: string, total: number, at?: string) =>
      test.act({
        who: user(who),
        event: paid,
        properties: { total },
        ...(at !== undefined && { company: company(at) }),
      })
    await test.act({ who: user('ada'), company: company('acme', { tier: 'gold' }) })
    await test.act({ who: user('ada'), company: company('bolt', { tier: 'gold' }) })
    await pay('ada', 60)
    await pay('ada', 50, 'acme')
    await test.catchUp()
    expect(await companies(id)).toEqual(['acme'])
    await pay('bob', 40, 'bolt')
    await test.catchUp()
    expect(await companies(id)).toEqual(['acme', 'bolt'])
    const { body } = await test.api.get<CompanyExplanation>(
      `/api/v1/segments/${id}/companies/${test.companyOf(own('bolt'))}/explanation`,
    )
    expect(body).toMatchObject({
      company: { name: 'bolt' },
      member: true,
      holds: true,
      conditions: [
        { holds: true, value: '100' },
        { words: 'whose tier is “gold”', value: 'gold' },
      ],
    })
    const { body: stays } = await test.api.get<Page<SegmentStay>>(
      `/api/v1/companies/${test.companyOf(own('bolt'))}/segments`,
    )
    expect(stays.data).toMatchObject([{ segment: { id }, left_at: null }])
    const csv = await test.raw(`/api/v1/segments/${id}/members.csv?traits=tier`)
    expect(
      csv.body
        .split('\r\n')
        .slice(0, 3)
        .map((line) =>
          line
            .split(',')
            .slice(1, 4)
            .concat(line.split(',').at(-1) ?? ''),
        ),
    ).toEqual([
      ['name', 'domain', 'group_id', 'tier'],
      ...['acme', 'bolt']
        .sort((a, b) => (test.companyOf(own(a)) < test.companyOf(own(b)) ? -1 : 1))
        .map((name) => [name, '', own(name), 'gold']),
    ])
  })

  it('is built and previewed from everybody there is, and a company that goes is gone from it', async () => {
    await act('ada', 'acme')
    await act('bob', 'bolt')
    await test.catchUp()
    const definition = {
      members: 'companies',
      conditions: [{ kind: 'trait', comparison: { field: 'name', operator: 'is', value: ['acme', 'bolt'] } }],
    }
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', { definition })
    expect(body).toMatchObject({ count: 2, total: 2, sample: [{ email: null }, { email: null }] })
    const { body: parsed } = await test.api.post<{ definition: object }>('/api/v1/segments/parse', {
      text: 'companies whose name is acme or bolt',
    })
    expect(parsed.definition).toMatchObject({ members: 'companies' })
    const { id, size } = await test.buildOfCompanies(definition.conditions as never)
    expect(size).toBe(2)
    await sql`delete from companies where id = ${test.companyOf(own('acme'))}`.execute(test.platform.db)
    await test.catchUp()
    expect(await companies(id)).toEqual(['bolt'])
    expect(await test.find(id)).toMatchObject({ size: 1 })
  })

  it('asks who owns a company', async () => {
    await act('ada', 'acme')
    await act('bob', 'bolt')
    const { id } = await test.buildOfCompanies([
      { kind: 'trait', comparison: { field: 'owner', operator: 'is', value: own('Grace') } },
    ])
    const { db } = test.platform
    await sql`insert into users (id, name, email) values (${own('u')}, ${own('Grace')}, ${own('g@x.com')})`.execute(
      db,
    )
    await sql`update companies set owner_id = ${own('u')} where id = ${test.companyOf(own('acme'))}`.execute(
      db,
    )
    await test.catchUp()
    expect(await companies(id)).toEqual(['acme'])
  })

  it('is frozen with the companies that it has, also for others that name it, and follows its conditions when thawed', async () => {
    const active = own('Opened')
    const { id } = await test.buildOfCompanies([
      { kind: 'people', times: 1, conditions: [{ kind: 'event', event: active, days: 7 }] },
    ])
    await act('ada', 'acme', active)
    await test.catchUp()
    const others = await test.buildOfCompanies([{ kind: 'segment', in: false, segment: id }])
    expect((await test.api.post(`/api/v1/segments/${id}/freeze`)).status).toBe(200)
    await buildWaiting(test.platform)
    await act('bob', 'bolt', active)
    await wait(8 * DAY_MS)
    expect([await companies(id), await companies(others.id)]).toEqual([['acme'], ['bolt']])
    expect((await test.api.delete(`/api/v1/segments/${id}/freeze`)).status).toBe(200)
    await buildWaiting(test.platform)
    await act('bob', 'bolt', active)
    await test.catchUp()
    expect([await companies(id), await companies(others.id)]).toEqual([['bolt'], ['acme']])
  })

  it('names other segments of companies, and refuses what a company cannot be asked', async () => {
    const { id } = await test.buildOfCompanies([
      {
        kind: 'people',
        times: 1,
        conditions: [{ kind: 'trait', comparison: { field: 'vip', operator: 'is', value: true } }],
      },
    ])
    const people = await test.build([
      { kind: 'trait', comparison: { field: 'vip', operator: 'is', value: true } },
    ])
    const other = await test.buildOfCompanies([{ kind: 'segment', in: false, segment: id }])
    await test.act({ who: user('ada'), company: company('acme'), traits: { vip: true } })
    await act('bob', 'bolt')
    await test.catchUp()
    expect([await companies(id), await companies(other.id)]).toEqual([['acme'], ['bolt']])
    const refused = async (definition: object) =>
      (await test.api.post<Refusal>('/api/v1/segments', { name: 'No', definition })).body.error.details[0]
        ?.field
    const vip = {
      kind: 'company',
      conditions: [{ kind: 'trait', comparison: { field: 'a', operator: 'set' } }],
    }
    expect(await refused({ members: 'companies', conditions: [vip] })).toBe('definition.conditions.0')
    expect(await refused({ conditions: [{ kind: 'people', times: 1, conditions: [vip] }] })).toBe(
      'definition.conditions.0',
    )
    expect(
      await refused({ members: 'companies', conditions: [{ kind: 'people', times: 1, conditions: [vip] }] }),
    ).toBe('definition.conditions.0.conditions.0')
    expect(
      await refused({ members: 'companies', conditions: [{ kind: 'segment', segment: people.id }] }),
    ).toBe('definition.conditions')
    const change = await test.api.patch<Refusal>(`/api/v1/segments/${id}`, {
      definition: { conditions: people.definition?.conditions },
    })
    expect([change.status, change.body.error.details[0]?.field]).toEqual([400, 'definition.members'])
    expect((await test.api.get(`/api/v1/segments/${id}/members`)).status).toBe(409)
  })
})
