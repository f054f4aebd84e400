import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Condition } from '../../../model/segment-condition.ts'
import type { SegmentExplanation } from '../../../model/segment-explanation.ts'
import type { ListChange, ListOutcome } from '../../../model/segment-list.ts'
import type { Segment, SegmentPreview } from '../../../model/segment.ts'
import { engines } from '../../platform/testing/index.ts'
import { buildWaiting } from '../jobs.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'

const plan = (value: string): Condition => ({
  kind: 'trait',
  comparison: { field: 'plan', operator: 'is', value },
})
const inSegment = (segment: string, isIn = true): Condition => ({ kind: 'segment', in: isIn, segment })

type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('lists on the %s engine', (engine) => {
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
  const url = (id: string, path: string) => `/api/v1/segments/${id}/${path}`
  const makeList = async (name = 'VIPs') => {
    const { body } = await test.api.post<Segment>('/api/v1/segments', { name, kind: 'static' })
    await buildWaiting(test.platform)
    return body.id
  }
  const put = async (id: string, change: ListChange) => {
    const { status, body } = await test.api.post<ListOutcome>(url(id, 'list'), change)
    await test.catchUp()
    expect(status).toBe(200)
    return body
  }
  const take = async (id: string, change: ListChange) => {
    const { body } = await test.api.post<ListOutcome>(url(id, 'list/removals'), change)
    await test.catchUp()
    return body
  }
  const changes = async () =>
    (await test.told()).map(({ type }) => type).filter((type) => type !== 'event.recorded')

  it('holds whom somebody put on it, by id or identifier, each once', async () => {
    const [ada, bob] = [own('ada'), own('bob')]
    await test.act({ who: [`user_id:${ada}`, `email:${ada}@example.com`] }, { who: `user_id:${bob}` })
    await test.catchUp()
    const id = await makeList()
    expect(await test.find(id)).toMatchObject({ kind: 'static', state: 'live', size: 0, definition: null })
    const values = [
      ` ${ada.toUpperCase()}@Example.com`,
      'nobody@example.com',
      'not an address',
      `${ada}@example.com`,
    ]
    expect(await put(id, { identifiers: { type: 'email', values } })).toEqual({
      changed: 1,
      unchanged: 0,
      not_found: 2,
      not_found_examples: ['nobody@example.com', 'not an address'],
    })
    const both = [test.idOf(`user_id:${ada}`), test.idOf(`user_id:${bob}`)]
    expect(await put(id, { people: both })).toMatchObject({ changed: 1, unchanged: 1, not_found: 0 })
    expect(await test.members(id)).toEqual([ada, bob])
    expect(await changes()).toEqual(['segment.entered', 'segment.entered'])
    expect(await take(id, { people: both.slice(0, 1) })).toMatchObject({ changed: 1 })
    expect(await take(id, { people: both.slice(0, 1) })).toMatchObject({ changed: 0, unchanged: 1 })
    expect(await test.find(id)).toMatchObject({ size: 1 })
    expect(await changes()).toEqual(['segment.left'])
  })

  it('takes a CSV file of any type of identifier, and says how many rows nobody was found for', async () => {
    const people = Array.from({ length: 1500 }, (_, index) => own(`u${index}-`))
    await test.act(...people.map((who) => ({ who: `user_id:${who}` })))
    await test.catchUp()
    const id = await makeList()
    const rows = [...people, own('ghost'), ''].map((who) => `"a, b";${who}`)
    const file = `\uFEFFName;Customer number\r\n${rows.join('\r\n')}\r\n`
    const answer = await test.raw(url(id, 'list/file?type=user_id&column=customer%20NUMBER'), file)
    expect({ status: answer.status, ...(JSON.parse(answer.body) as ListOutcome) }).toEqual({
      status: 200,
      changed: 1500,
      unchanged: 0,
      not_found: 1,
      not_found_examples: [own('ghost')],
    })
    await test.catchUp()
    expect(await test.find(id)).toMatchObject({ size: 1500 })
    const again = await test.raw(url(id, 'list/file?type=user_id'), `User ID\n${people[0]}\n`)
    expect(JSON.parse(again.body)).toMatchObject({ changed: 0, unchanged: 1, not_found: 0 })
    const off = await test.raw(url(id, 'list/removals/file?type=user_id'), people.slice(0, 100).join('\n'))
    expect(JSON.parse(off.body)).toMatchObject({ changed: 100 })
    await test.catchUp()
    expect(await test.find(id)).toMatchObject({ size: 1400 })
  })

  it('refuses what it cannot do, naming the field', async () => {
    const id = await makeList()
    const live = await test.build([plan(own('pro'))])
    const refused = async (answer: Promise<{ status: number; body: string }>) => {
      const { status, body } = await answer
      return { status, ...(JSON.parse(body) as Refusal).error }
    }
    expect(await refused(test.raw(url(id, 'list/file?type=user_id&column=x'), 'a,b\n1,2'))).toMatchObject({
      status: 400,
      details: [{ field: 'column' }],
    })
    expect(await refused(test.raw(url(id, 'list/file?type=user_id'), '"a\nb'))).toMatchObject({ status: 400 })
    expect(await refused(test.raw(url(live.id, 'list/file?type=user_id'), 'a'))).toMatchObject({
      status: 409,
    })
    expect((await test.api.post(url(live.id, 'list'), { people: [live.id] })).status).toBe(409)
    expect((await test.api.post(url(id, 'list'), {})).status).toBe(400)
    expect((await test.api.post(url(live.id, 'list/file?type=email'), {})).status).toBe(400)
    const create = (input: object) => test.api.post<Refusal>('/api/v1/segments', { name: 'X', ...input })
    expect((await create({})).body.error.details).toMatchObject([{ field: 'definition' }])
    const definition = { conditions: [plan('x')] }
    expect((await create({ kind: 'static', definition })).body.error.details).toMatchObject([
      { field: 'definition' },
    ])
    expect((await create({ owner_id: 'nobody', definition })).body.error.details).toMatchObject([
      { field: 'owner_id' },
    ])
    const { body } = await test.api.patch<Refusal>(`/api/v1/segments/${id}`, { definition })
    expect(body.error).toMatchObject({ code: 'validation_failed', details: [{ field: 'definition' }] })
  })

  it('follows who somebody is: whom an entry belongs to is on the list', async () => {
    const ada = own('ada')
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    await test.act({ who: phone, daysAgo: 2 }, { who: laptop, daysAgo: 1 })
    await test.catchUp()
    const id = await makeList()
    await put(id, { people: [test.idOf(laptop)] })
    await test.told()
    await test.act({ who: [`user_id:${ada}`, phone] }, { who: [`user_id:${ada}`, laptop] })
    await test.catchUp()
    expect(await test.members(id)).toEqual([`${ada}-1`])
    expect(await changes()).toEqual([])
    expect(await take(id, { identifiers: { type: 'user_id', values: [ada] } })).toMatchObject({ changed: 1 })
    expect(await test.find(id)).toMatchObject({ size: 0 })
  })

  it('is what the conditions of other segments ask for, now and whenever it changes', async () => {
    const [ada, bob, pro] = [own('ada'), own('bob'), own('pro')]
    await test.act(...[ada, bob].map((who) => ({ who: `user_id:${who}`, traits: { plan: pro } })))
    await test.catchUp()
    const id = await makeList()
    await put(id, { people: [test.idOf(`user_id:${ada}`)] })
    const rest = await test.build([plan(pro), inSegment(id, false)], 'Rest')
    expect(await test.members(rest.id)).toEqual([bob])
    await put(id, { people: [test.idOf(`user_id:${bob}`)] })
    await take(id, { people: [test.idOf(`user_id:${ada}`)] })
    expect(await test.members(rest.id)).toEqual([ada])
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', {
      definition: { conditions: [inSegment(id)] },
    })
    expect(body.count).toBe(1)
    expect((await test.api.delete<Refusal>(`/api/v1/segments/${id}`)).body.error.message).toContain(
      'It is used by the segment “Rest”',
    )
    const uses = await test.api.get<object>(url(id, 'uses'))
    expect(uses.body).toEqual({ data: [{ kind: 'segment', id: rest.id, name: 'Rest' }] })
  })

  it('explains that somebody is on it, or is not', async () => {
    const ada = `user_id:${own('ada')}`
    await test.act({ who: ada })
    await test.catchUp()
    const id = await makeList()
    const explain = async () =>
      (await test.api.get<SegmentExplanation>(url(id, `people/${test.idOf(ada)}/explanation`))).body
    expect(await explain()).toMatchObject({ member: false, holds: false, conditions: [{ holds: false }] })
    await put(id, { people: [test.idOf(ada)] })
    expect(await explain()).toMatchObject({ member: true, holds: true, conditions: [{ holds: true }] })
  })

  it('writes down who changed it', async () => {
    const ada = `user_id:${own('ada')}`
    await test.act({ who: ada })
    await test.catchUp()
    const id = await makeList()
    await put(id, { people: [test.idOf(ada)] })
    const { rows } = await sql<{ action: string; details: object }>`
      select action, details from audit_log where subject_id = ${id} order by id`.execute(test.platform.db)
    expect(rows).toEqual([
      { action: 'segment.created', details: {} },
      { action: 'segment.list_changed', details: { added: 1 } },
    ])
  })

  describe('a frozen segment', () => {
    const freeze = async (id: string) => {
      const answer = await test.api.post<Segment & Refusal>(url(id, 'freeze'))
      await buildWaiting(test.platform)
      return answer
    }

    it('keeps whom it has, also for those who ask for it, until it is thawed', async () => {
      const [pro, ada, bob] = [own('pro'), own('ada'), own('bob')]
      await test.act({ who: `user_id:${ada}`, traits: { plan: pro } })
      await test.catchUp()
      const segment = await test.build([plan(pro)], 'Pros')
      const others = await test.build([inSegment(segment.id)], 'As the pros')
      await test.told()
      expect((await freeze(segment.id)).body).toMatchObject({ kind: 'frozen', state: 'copying' })
      await test.act(
        { who: `user_id:${ada}`, traits: { plan: 'free' } },
        { who: `user_id:${bob}`, traits: { plan: pro } },
      )
      await test.catchUp()
      expect(await test.find(segment.id)).toMatchObject({ kind: 'frozen', state: 'live', size: 1 })
      expect(await test.members(segment.id)).toEqual([ada])
      expect(await test.members(others.id)).toEqual([ada])
      expect(await changes()).toEqual([])
      const { status, body } = await test.api.patch<Refusal>(`/api/v1/segments/${segment.id}`, {
        definition: { conditions: [plan('x')] },
      })
      expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'conflict' })
      await test.api.delete(url(segment.id, 'freeze'))
      await buildWaiting(test.platform)
      expect(await test.find(segment.id)).toMatchObject({ kind: 'live', state: 'live' })
      expect(await test.members(segment.id)).toEqual([bob])
      expect(await test.members(others.id)).toEqual([bob])
      expect((await changes()).sort()).toEqual([
        'segment.entered',
        'segment.entered',
        'segment.left',
        'segment.left',
      ])
    })

    it('keeps them from the moment on at which it was frozen, though the warehouse learns of it later', async () => {
      const [pro, ada] = [own('pro'), own('ada')]
      await test.act({ who: `user_id:${ada}`, traits: { plan: pro } })
      await test.catchUp()
      const segment = await test.build([plan(pro)])
      await test.api.post(url(segment.id, 'freeze'))
      await test.act({ who: `user_id:${ada}`, traits: { plan: 'free' } })
      await test.catchUp()
      await buildWaiting(test.platform)
      expect(await test.members(segment.id)).toEqual([ada])
    })

    it('can be frozen again, with whom it has then, and nothing is left of before', async () => {
      const kept = async () =>
        test.platform.warehouse.rows<{ list_id: string }>('select distinct list_id from segment_lists')
      const before = (await kept()).length
      const [pro, ada, bob] = [own('pro'), own('ada'), own('bob')]
      await test.act({ who: `user_id:${ada}`, traits: { plan: pro } })
      await test.catchUp()
      const segment = await test.build([plan(pro)])
      await freeze(segment.id)
      expect(await kept()).toHaveLength(before + 1)
      await test.api.delete(url(segment.id, 'freeze'))
      await expect.poll(kept).toHaveLength(before)
      await buildWaiting(test.platform)
      await test.act(
        { who: `user_id:${ada}`, traits: { plan: 'free' } },
        { who: `user_id:${bob}`, traits: { plan: pro } },
      )
      await test.catchUp()
      await freeze(segment.id)
      expect(await test.members(segment.id)).toEqual([bob])
    })

    it('is neither a static one nor one that is frozen or being built', async () => {
      const id = await makeList()
      const segment = await test.build([plan(own('pro'))])
      expect((await freeze(id)).status).toBe(409)
      expect((await test.api.delete(url(segment.id, 'freeze'))).status).toBe(409)
      await freeze(segment.id)
      expect((await freeze(segment.id)).body.error.message).toBe('This segment is frozen already.')
    })
  })

  it('holds companies, by id, domain or group id, for segments of companies and of their people', async () => {
    const [acme, globex] = [own('acme'), own('globex')]
    await test.act(
      {
        who: `user_id:${own('ann')}`,
        company: { group: acme, traits: { website: `https://${acme}.example` } },
      },
      { who: `user_id:${own('bea')}`, company: { group: globex } },
    )
    await test.catchUp()
    const input = { name: 'Partners', kind: 'static', members: 'companies' }
    const { status, body: list } = await test.api.post<Segment>('/api/v1/segments', input)
    expect([status, list.members, list.definition]).toEqual([201, 'companies', null])
    await buildWaiting(test.platform)
    expect(await put(list.id, { companies: [test.companyOf(acme)] })).toMatchObject({ changed: 1 })
    expect(await test.find(list.id)).toMatchObject({ size: 1 })
    const file = `Group ID\n${globex}\n${acme}\nunheard of\n`
    const sent = await test.raw(`${url(list.id, 'list/file')}?type=group_id`, file)
    expect(JSON.parse(sent.body)).toEqual({
      changed: 1,
      unchanged: 1,
      not_found: 1,
      not_found_examples: ['unheard of'],
    })
    await test.catchUp()
    const { body } = await test.api.get<{ data: { company_id: string }[] }>(url(list.id, 'companies'))
    expect(new Set(body.data.map(({ company_id }) => company_id))).toEqual(
      new Set([acme, globex].map(test.companyOf)),
    )
    await sql`update companies set domain = ${`${acme}.example`} where id = ${test.companyOf(acme)}`.execute(
      test.platform.db,
    )
    const domains = { type: 'domain', values: [`https://www.${acme}.example/about`, 'nobody.example'] }
    expect(await put(list.id, { identifiers: domains })).toMatchObject({ unchanged: 1, not_found: 1 })
    const ofPeople = await test.build([
      { kind: 'company', belongs: true, match: 'all', conditions: [inSegment(list.id)] } as Condition,
    ])
    expect(ofPeople.size).toBe(2)
    await take(list.id, { companies: [test.companyOf(globex)] })
    expect(await test.find(ofPeople.id)).toMatchObject({ size: 1 })
    expect(await test.find(list.id)).toMatchObject({ size: 1 })
  })

  it('refuses people on a list of companies, and the other way round', async () => {
    const input = { name: 'Partners', kind: 'static', members: 'companies' }
    const { body: list } = await test.api.post<Segment>('/api/v1/segments', input)
    const refusal = async (id: string, change: ListChange) => {
      const { status, body } = await test.api.post<Refusal>(url(id, 'list'), change)
      return [status, body.error.message]
    }
    const somebody = '00000000-0000-4000-8000-000000000000'
    expect(await refusal(list.id, { people: [somebody] })).toEqual([
      409,
      expect.stringContaining('of companies'),
    ])
    const people = await makeList()
    expect(await refusal(people, { companies: [somebody] })).toEqual([
      409,
      expect.stringContaining('of people'),
    ])
    expect(await refusal(list.id, { identifiers: { type: 'email', values: ['a@b.example'] } })).toEqual([
      400,
      expect.stringContaining('domain'),
    ])
    const live = { name: 'Live', members: 'companies', definition: { conditions: [plan('pro')] } }
    expect((await test.api.post('/api/v1/segments', live)).status).toBe(400)
  })
})
