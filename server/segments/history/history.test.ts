import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../../model/page.ts'
import type { Condition } from '../../../model/segment-condition.ts'
import type { SegmentDay, SegmentMember, SegmentStay } from '../../../model/segment-membership.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const plan = (value: string): Condition => ({
  kind: 'trait',
  comparison: { field: 'plan', operator: 'is', value },
})

describe.each(engines)('the history of membership on the %s engine', (engine) => {
  let test: TestSegments
  let suffix = 0
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  beforeEach(async () => {
    suffix += 1
    await sql`delete from segments`.execute(test.platform.db)
    await test.catchUp()
    await test.told()
  })
  afterAll(() => test.close())

  const own = (name: string) => `${name}${suffix}`
  const now = () => new Date(test.platform.clock.now()).toISOString()
  /** Sets the plan of somebody at a moment of its own, and gives that. */
  const set = async (who: string, value: string) => {
    test.platform.clock.advance(1000)
    await test.act({ who, traits: { plan: value } })
    await test.catchUp()
    return now()
  }
  const stays = async (who: string, query = '') =>
    (await test.api.get<Page<SegmentStay>>(`/api/v1/people/${test.idOf(who)}/segments${query}`)).body
  const past = async (id: string, query = '') =>
    (await test.api.get<Page<SegmentMember>>(`/api/v1/segments/${id}/members?state=past${query}`)).body

  it('keeps a row for each stay, the present one first', async () => {
    const [pro, ada] = [own('pro'), `user_id:${own('ada')}`]
    const segment = await test.build([plan(pro)], 'Pros')
    const times = []
    for (const value of [pro, 'free', pro, 'free', pro]) times.push(await set(ada, value))
    const [in1, out1, in2, out2, in3] = times
    const named = { id: segment.id, name: 'Pros', kind: 'live' }
    expect((await stays(ada)).data).toEqual([
      { segment: named, entered_at: in3, left_at: null },
      { segment: named, entered_at: in2, left_at: out2 },
      { segment: named, entered_at: in1, left_at: out1 },
    ])
  })

  it('is read page by page, without a gap and without a row twice', async () => {
    const [pro, ada] = [own('pro'), `user_id:${own('ada')}`]
    const segment = await test.build([plan(pro)])
    for (const value of [pro, 'free', pro, 'free', pro]) await set(ada, value)
    const pages: SegmentStay[] = []
    for (let cursor = ''; ;) {
      const page = await stays(ada, `?limit=1${cursor}`)
      pages.push(...page.data)
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    expect(pages).toEqual((await stays(ada)).data)
    const first = await past(segment.id, '&limit=1')
    const second = await past(segment.id, `&limit=1&cursor=${first.next}`)
    expect([...first.data, ...second.data]).toEqual((await past(segment.id)).data)
    expect(second.next).toBeNull()
  })

  it('shows who left, latest exit first, and not who is in it', async () => {
    const [pro, ada, bob] = [own('pro'), `user_id:${own('ada')}`, `user_id:${own('bob')}`]
    const segment = await test.build([plan(pro)])
    const entered = [await set(ada, pro), await set(bob, pro)]
    const left = [await set(ada, 'free'), await set(bob, 'free')]
    await set(ada, pro)
    expect((await past(segment.id)).data).toMatchObject([
      { person_id: test.idOf(bob), entered_at: entered[1], left_at: left[1] },
      { person_id: test.idOf(ada), entered_at: entered[0], left_at: left[0] },
    ])
  })

  it('has one entry and one exit for each that was told, however often it was told that somebody changed', async () => {
    const [pro, ada] = [own('pro'), `user_id:${own('ada')}`]
    const segment = await test.build([plan(pro)])
    for (const value of [pro, 'free', pro, 'free']) {
      test.platform.clock.advance(1000)
      const tell = await test.store({ who: ada, traits: { plan: value } })
      for (let times = 0; times < 3; times++) await tell()
      await test.catchUp()
    }
    const told = (await test.told()).map(({ type }) => type).filter((type) => type !== 'event.recorded')
    expect(told).toEqual(['segment.entered', 'segment.left', 'segment.entered', 'segment.left'])
    expect((await past(segment.id)).data).toHaveLength(2)
    const { body } = await test.api.get<{ data: SegmentDay[] }>(`/api/v1/segments/${segment.id}/days`)
    expect(body.data.at(-1)).toMatchObject({ entries: 2, exits: 2, size: 0 })
  })

  it('becomes that of the person whom two turn out to be: stays that overlap are one', async () => {
    const [pro, ada] = [own('pro'), own('ada')]
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    const segment = await test.build([plan(pro)])
    const first = await set(phone, pro)
    await set(laptop, pro)
    await set(phone, 'free')
    const last = await set(laptop, 'free')
    const alone = await set(laptop, pro)
    const aloneUntil = await set(laptop, 'free')
    await test.act({ who: [`user_id:${ada}`, phone] }, { who: [`user_id:${ada}`, laptop] })
    await test.catchUp()
    for (const who of [phone, laptop])
      expect((await stays(who)).data).toMatchObject([
        { entered_at: alone, left_at: aloneUntil },
        { entered_at: first, left_at: last },
      ])
    expect((await past(segment.id)).data.map(({ person_id }) => person_id)).toEqual(
      Array.from({ length: 2 }, () => test.idOf(phone)),
    )
  })

  it('lets a stay that goes on begin with the one of the other person that reaches into it', async () => {
    const [pro, ada] = [own('pro'), own('ada')]
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    const segment = await test.build([plan(pro)])
    const first = await set(phone, pro)
    await set(laptop, pro)
    await set(phone, 'free')
    await set(laptop, pro)
    await test.act(
      { who: [`user_id:${ada}`, phone] },
      { who: [`user_id:${ada}`, laptop], traits: { plan: pro } },
    )
    await test.catchUp()
    expect((await stays(phone)).data).toMatchObject([{ entered_at: first, left_at: null }])
    expect((await past(segment.id)).data).toEqual([])
  })

  it('counts entries and exits to their days, and carries the size over days without any', async () => {
    const [pro, ada, bob] = [own('pro'), `user_id:${own('ada')}`, `user_id:${own('bob')}`]
    const segment = await test.build([plan(pro)])
    await set(ada, pro)
    await set(bob, pro)
    const first = now().slice(0, 10)
    test.platform.clock.advance(3 * DAY_MS)
    await set(ada, 'free')
    test.platform.clock.advance(DAY_MS)
    const url = `/api/v1/segments/${segment.id}/days`
    const days = (await test.api.get<{ data: SegmentDay[] }>(url)).body.data
    expect(days.map(({ entries, exits, size }) => [entries, exits, size])).toEqual([
      [2, 0, 2],
      [0, 0, 2],
      [0, 0, 2],
      [0, 1, 1],
      [0, 0, 1],
    ])
    expect(days[0]?.day).toBe(first)
    const last = (await test.api.get<{ data: SegmentDay[] }>(`${url}?days=2`)).body.data
    expect(last).toEqual(days.slice(-2))
    expect((await test.api.get(`${url}?days=0`)).status).toBe(400)
  })

  it('knows nobody at an id that never was anybody’s', async () => {
    expect((await stays('user_id:nobody-at-all')) as object).toMatchObject({ error: { code: 'not_found' } })
  })

  it('streams everybody in a segment as lines of JSON or as CSV, with the traits that are asked for', async () => {
    const [pro, ada, bob] = [own('pro'), own('ada'), own('bob')]
    await test.act(
      { who: `user_id:${ada}`, traits: { plan: pro, name: 'Ada, "Countess"', address: { city: 'London' } } },
      { who: `user_id:${bob}`, traits: { plan: pro, name: '=2+2', email: `${bob}@example.com` } },
    )
    await test.catchUp()
    const segment = await test.build([plan(pro)], 'Pro plan')
    const url = `/api/v1/segments/${segment.id}/members`
    const read = (format: string) => test.raw(`${url}.${format}?traits=address.city,plan`)
    const json = await read('ndjson')
    expect(json.headers['content-type']).toContain('application/x-ndjson')
    const rows = json.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string })
    expect(rows.toSorted((a, b) => (a.name < b.name ? 1 : -1))).toMatchObject([
      {
        person_id: test.idOf(`user_id:${ada}`),
        user_id: ada,
        traits: { 'address.city': 'London', plan: pro },
      },
      { user_id: bob, email: `${bob}@example.com`, traits: { 'address.city': null, plan: pro } },
    ])
    const csv = await read('csv')
    expect(csv.headers['content-disposition']).toBe('attachment; filename="Pro-plan.csv"')
    const [header, ...lines] = csv.body.trim().split('\r\n')
    expect(header).toBe('person_id,name,email,user_id,entered_at,address.city,plan')
    expect(lines).toHaveLength(2)
    expect(csv.body).toContain('"Ada, ""Countess"""')
    expect(csv.body).toContain("'=2+2")
    const { rows: audited } = await sql<{ details: object }>`
      select details from audit_log where action = 'segment.exported' and subject_id = ${segment.id} order by id`.execute(
      test.platform.db,
    )
    expect(audited.map(({ details }) => details)).toEqual([
      { format: 'ndjson', traits: ['address.city', 'plan'] },
      { format: 'csv', traits: ['address.city', 'plan'] },
    ])
  })
})
