import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import type { RecordFilter, RecordRow } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { rankBetween } from './rank.ts'

const STAGES = ['Qualified', 'Proposal', 'Negotiation'] as const
type StageName = (typeof STAGES)[number]

describe.each(engines)('the board on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('user_id:ada')
  })
  beforeEach(() => sql`delete from deals`.execute(crm.platform.db))
  afterAll(() => crm.close())

  /** Makes deals of these names, standing in this order, and gives their ids by name. */
  async function stand(stage: string, names: string[]): Promise<Map<string, string>> {
    const ids = new Map<string, string>()
    for (const name of names.toReversed())
      ids.set(name, (await crm.deal({ name, stage_id: crm.stage(stage), person_id: ada })).id)
    return ids
  }

  /** Brings ranks so close together that moves have to spread them out. */
  const tighten = () => sql`update deals set rank = 2 + rank * ${2 ** -52}::float8`.execute(crm.platform.db)

  it('shows every stage with what it adds up to, and weighs it by its probability', async () => {
    const proposal = { stage_id: crm.stage('Proposal'), person_id: ada }
    await crm.deal({ ...proposal, name: 'A', amount: 100.1 })
    await crm.deal({ ...proposal, name: 'B', amount: 0.2 })
    await crm.deal({ ...proposal, name: 'C' })
    const gone = await crm.deal({ ...proposal, name: 'D', amount: 1000 })
    await crm.api.delete(`/api/v1/deals/${gone.id}`)
    const { body } = await crm.api.get<{ data: BoardColumn[] }>('/api/v1/deals/board')
    expect(body.data.map(({ stage }) => stage)).toEqual(crm.sales.stages)
    expect(body.data[0]).toMatchObject({ count: 0, amount: 0, weighted: 0, deals: [], next: null })
    expect(body.data[1]).toMatchObject({ count: 3, amount: 100.3, weighted: 40.12, next: null })
    expect(body.data[1]?.deals.map(({ name }) => name)).toEqual(['C', 'B', 'A'])
  })

  it('counts a deal in another currency without adding its amount to the others', async () => {
    await crm.deal({ amount: 10, person_id: ada })
    await crm.deal({ amount: 10, currency: 'JPY', person_id: ada })
    const { body } = await crm.api.get<{ data: BoardColumn[] }>('/api/v1/deals/board')
    expect(body.data[0]).toMatchObject({ count: 2, amount: 10 })
  })

  it('shows the first 30 cards of a column and gives the others page by page', async () => {
    const names = Array.from({ length: 73 }, (_, place) => `deal ${place}`)
    await stand('Qualified', names)
    const { body } = await crm.api.get<{ data: BoardColumn[] }>(
      `/api/v1/deals/board?pipeline=${crm.sales.id}`,
    )
    const [column] = body.data
    const cards = [...(column?.deals ?? [])]
    expect(cards).toHaveLength(30)
    for (let cursor = column?.next ?? null; cursor !== null;) {
      const url = `/api/v1/deals/board/${crm.stage('Qualified')}?limit=20&cursor=${cursor}`
      const page: Page<Deal> = (await crm.api.get<Page<Deal>>(url)).body
      cards.push(...page.data)
      cursor = page.next
    }
    expect(cards.map(({ name }) => name)).toEqual(names)
  })

  it('shows and adds up only what a filter means, and keeps to it in the pages of a column', async () => {
    const acme = await crm.company('Acme')
    const bob = await crm.person('user_id:bob', 'email:bob@example.com')
    await crm.deal({ name: 'A', amount: 10, company_id: acme })
    await crm.deal({ name: 'B', amount: 5, person_id: ada, company_id: acme })
    await crm.deal({ name: 'C', amount: 1, person_id: bob })
    const shown = async (filter: string) => {
      const [column] = (await crm.api.get<{ data: BoardColumn[] }>(`/api/v1/deals/board?${filter}`)).body.data
      const stage = `/api/v1/deals/board/${crm.stage('Qualified')}?${filter}`
      const cards = (await crm.api.get<Page<Deal>>(stage)).body.data.map(({ name }) => name)
      expect(column?.deals.map(({ name }) => name)).toEqual(cards)
      return [cards.join(''), column?.count, column?.amount]
    }
    expect(await shown('')).toEqual(['CBA', 3, 16])
    expect(await shown(`company=${acme}`)).toEqual(['BA', 2, 15])
    expect(await shown(`person=${bob}`)).toEqual(['C', 1, 1])
    expect(await shown(`company=${acme}&person=${ada}`)).toEqual(['B', 1, 5])
    expect(await shown('search=acme')).toEqual(['BA', 2, 15])
    expect(await shown('search=nothing')).toEqual(['', 0, 0])
  })

  it('takes the filter and the words of the list, in its columns, its sums and their pages', async () => {
    const acme = await crm.company('Acme')
    await crm.deal({ name: 'A', amount: 10, company_id: acme, expected_close_on: '2031-02-01' })
    await crm.deal({ name: 'B', amount: 5, person_id: ada, company_id: acme })
    await crm.deal({ name: 'C', amount: 1, person_id: ada })
    const shown = async (conditions: RecordFilter['conditions'], search?: string) => {
      const asked = { filter: { match: 'all', conditions }, search }
      const [column] = (await crm.api.post<{ data: BoardColumn[] }>('/api/v1/deals/board/search', asked)).body
        .data
      const url = `/api/v1/deals/board/${crm.stage('Qualified')}/search`
      const pages = (await crm.api.post<Page<Deal>>(url, asked)).body.data
      const listed = (await crm.api.post<Page<RecordRow>>('/api/v1/deals/search', asked)).body.data
      expect(pages).toEqual(column?.deals)
      expect(listed.map(({ id }) => id).toSorted()).toEqual(pages.map(({ id }) => id).toSorted())
      return [pages.map(({ name }) => name).join(''), column?.count, column?.amount, column?.weighted]
    }
    expect(await shown([])).toEqual(['CBA', 3, 16, 3.2])
    expect(await shown([{ field: 'amount', operator: 'at_least', value: 5 }])).toEqual(['BA', 2, 15, 3])
    expect(await shown([{ field: 'expected_close_on', operator: 'set' }], 'acme')).toEqual(['A', 1, 10, 2])
    const no = { match: 'none', conditions: [{ field: 'company_id', operator: 'is', value: acme }] } as const
    expect(await shown([{ ...no, conditions: [...no.conditions] }])).toEqual(['C', 1, 1, 0.2])
    const wrong = {
      filter: { match: 'all', conditions: [{ field: 'colour', operator: 'is', value: 'red' }] },
    }
    expect((await crm.api.post('/api/v1/deals/board/search', wrong)).status).toBe(400)
  })

  it('keeps what stages add up to right through every change, also of several at once', async () => {
    const { db } = crm.platform
    const stages = sql`(array[${sql.join(STAGES.map((name) => sql`${crm.stage(name)}::uuid`))}])`
    const somewhere = sql`${stages}[1 + floor(random() * 3)]`
    for (let round = 0; round < 40; round++) {
      await sql`
        insert into deals (name, pipeline_id, stage_id, amount, currency, person_ref)
        select 'deal', ${crm.sales.id}::uuid, ${somewhere}, nullif(floor(random() * 4), 3) * 33.33,
          (array['USD', 'JPY'])[1 + n % 2], gen_random_uuid() from generate_series(1, 5) n`.execute(db)
      await Promise.all([
        sql`update deals set stage_id = ${somewhere} where currency = 'USD' and random() < 0.3`.execute(db),
        sql`update deals set amount = amount + 1, stage_id = ${somewhere} where currency = 'JPY' and random() < 0.3`.execute(
          db,
        ),
      ])
      await sql`update deals set deleted_at = case when random() < 0.3 then now() end`.execute(db)
      await sql`delete from deals where random() < 0.1`.execute(db)
    }
    const { rows } = await sql`
      (select stage_id, currency, sum(count)::int, sum(amount) from deal_totals group by 1, 2
        having sum(count) <> 0 or sum(amount) <> 0)
      except select stage_id, currency, count(*)::int, coalesce(sum(amount), 0) from deals
        where deleted_at is null group by 1, 2`.execute(db)
    expect(rows).toEqual([])
    const { body } = await crm.api.get<{ data: BoardColumn[] }>('/api/v1/deals/board')
    const { rows: counted } = await sql<{ count: number }>`
      select count(*) from deals where deleted_at is null`.execute(db)
    expect(body.data.reduce((sum, { count }) => sum + count, 0)).toBe(counted[0]?.count)
    const { rows: kept } = await sql<{ count: number }>`select count(*) from deal_totals`.execute(db)
    expect(kept[0]?.count).toBeLessThan(150)
  })

  it('of an unknown pipeline, or a column of an unknown stage, says so', async () => {
    const board = await crm.api.get(`/api/v1/deals/board?pipeline=${randomUUID()}`)
    expect(board).toMatchObject({ status: 400, body: { error: { details: [{ field: 'pipeline' }] } } })
    expect((await crm.api.get(`/api/v1/deals/board/${randomUUID()}`)).status).toBe(404)
    expect((await crm.api.get(`/api/v1/deals/board/${crm.stage('Won')}?cursor=WzFd`)).status).toBe(400)
  })

  it('puts a card behind the one named, at the top, and at the top of a stage when only that is named', async () => {
    const ids = await stand('Qualified', ['a', 'b', 'c', 'd'])
    const others = await stand('Proposal', ['x', 'y'])
    await crm.change(ids.get('a') ?? '', { after_deal_id: ids.get('c') ?? '' })
    expect(await crm.column('Qualified')).toEqual(['b', 'c', 'a', 'd'])
    await crm.change(ids.get('d') ?? '', { after_deal_id: null })
    expect(await crm.column('Qualified')).toEqual(['d', 'b', 'c', 'a'])
    await crm.change(ids.get('b') ?? '', {
      stage_id: crm.stage('Proposal'),
      after_deal_id: others.get('x') ?? '',
    })
    await crm.change(ids.get('c') ?? '', { stage_id: crm.stage('Proposal') })
    expect(await crm.column('Proposal')).toEqual(['c', 'x', 'b', 'y'])
    expect(await crm.column('Qualified')).toEqual(['d', 'a'])
  })

  it('tells of an order within a column as news and in the audit log, on no timeline, and counts no version', async () => {
    const ids = await stand('Qualified', ['a', 'b'])
    await crm.told()
    const moved = await crm.change(ids.get('a') ?? '', { after_deal_id: ids.get('b') ?? '' })
    expect(moved.version).toBe(1)
    expect(await crm.told()).toMatchObject([
      { type: 'deal.changed', payload: { dealId: moved.id, changed: ['rank'] } },
    ])
  })

  it('refuses to put a card behind itself or behind one that has gone elsewhere', async () => {
    const ids = await stand('Qualified', ['a', 'b'])
    const a = ids.get('a') ?? ''
    const itself = await crm.api.patch(`/api/v1/deals/${a}`, { after_deal_id: a })
    expect(itself).toMatchObject({ status: 400, body: { error: { details: [{ field: 'after_deal_id' }] } } })
    const elsewhere = await crm.api.patch(`/api/v1/deals/${a}`, {
      stage_id: crm.stage('Won'),
      after_deal_id: ids.get('b'),
    })
    expect(elsewhere).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(await crm.column('Qualified')).toEqual(['a', 'b'])
  })

  it('finds room again when the same gap has been used up, also for a deal that is deleted', async () => {
    const ids = await stand('Qualified', ['top', 'a', 'gone', 'b'])
    const [top = '', a = '', b = ''] = ['top', 'a', 'b'].map((name) => ids.get(name))
    await crm.api.delete(`/api/v1/deals/${ids.get('gone')}`)
    await sql`update deals set rank = case name when 'top' then 1 when 'b' then ${1 + 2 ** -50}::float8 else ${1 + 2 ** -51}::float8 end`.execute(
      crm.platform.db,
    )
    for (let round = 0; round < 6; round++) {
      await crm.change(a, { after_deal_id: b })
      expect(await crm.column('Qualified')).toEqual(['top', 'b', 'a'])
      await crm.change(a, { after_deal_id: top })
      expect(await crm.column('Qualified')).toEqual(['top', 'a', 'b'])
    }
    expect((await crm.api.post(`/api/v1/deals/${ids.get('gone')}/restoration`)).status).toBe(200)
    expect(new Set(await crm.column('Qualified'))).toEqual(new Set(['top', 'a', 'gone', 'b']))
  })

  it('after any moves stands as plain lists would', async () => {
    const move = fc.record({
      card: fc.nat(5),
      stage: fc.constantFrom(...STAGES),
      behind: fc.nat(6),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(move, { minLength: 1, maxLength: 25 }),
        async (isTight, moves) => {
          await sql`delete from deals`.execute(crm.platform.db)
          const names = ['a', 'b', 'c', 'd', 'e', 'f']
          const ids = await stand('Qualified', names)
          if (isTight) await tighten()
          const model: Record<StageName, string[]> = { Qualified: names, Proposal: [], Negotiation: [] }
          for (const { card, stage, behind } of moves) {
            const name = names[card] ?? ''
            for (const one of STAGES) model[one] = model[one].filter((other) => other !== name)
            const place = Math.min(behind, model[stage].length)
            const after = ids.get(model[stage][place - 1] ?? '') ?? null
            model[stage] = model[stage].toSpliced(place, 0, name)
            await crm.change(ids.get(name) ?? '', { stage_id: crm.stage(stage), after_deal_id: after })
          }
          for (const stage of STAGES) expect(await crm.column(stage)).toEqual(model[stage])
        },
      ),
      { numRuns: 12 },
    )
  })

  it('lets users put cards behind the same card at the same moment', async () => {
    const names = Array.from({ length: 20 }, (_, place) => `card ${place}`)
    const ids = await stand('Qualified', names)
    const { id: first } = await crm.deal({ name: 'first', stage_id: crm.stage('Proposal'), person_id: ada })
    await Promise.all(
      [...ids.values()].map((id) =>
        crm.change(id, { stage_id: crm.stage('Proposal'), after_deal_id: first }),
      ),
    )
    const column = await crm.column('Proposal')
    expect(column[0]).toBe('first')
    expect(column.slice(1).toSorted()).toEqual(names.toSorted())
    expect(await crm.column('Qualified')).toEqual([])
  })

  it('keeps one order when users move cards at the same moment, also while ranks are spread out', async () => {
    const ids = [
      ...(await stand('Qualified', ['a', 'b', 'c', 'd'])),
      ...(await stand('Proposal', ['e', 'f', 'g', 'h'])),
    ]
    await tighten()
    const answers: number[] = []
    const move = async (seed: number) => {
      const [, card = ''] = ids[seed % ids.length] ?? []
      const [, after = ''] = ids[(seed * 3 + 1) % ids.length] ?? []
      const stage = crm.stage(STAGES[seed % 2] ?? 'Qualified')
      const { status } = await crm.api.patch(`/api/v1/deals/${card}`, {
        stage_id: stage,
        after_deal_id: seed % 3 ? after : null,
      })
      answers.push(status)
    }
    await Promise.all(Array.from({ length: 60 }, (_, seed) => move(seed)))
    expect(answers.filter((status) => ![200, 400, 409].includes(status))).toEqual([])
    const { rows } = await sql<{ stage_id: string; rank: number }>`select stage_id, rank from deals`.execute(
      crm.platform.db,
    )
    expect(new Set(rows.map(({ stage_id, rank }) => `${stage_id} ${rank}`)).size).toBe(8)
  })

  it('puts cards made at the same moment above the others', async () => {
    await stand('Qualified', ['old'])
    const names = Array.from({ length: 12 }, (_, place) => `new ${place}`)
    await Promise.all(names.map((name) => crm.deal({ name, person_id: ada })))
    const column = await crm.column('Qualified')
    expect(column.at(-1)).toBe('old')
    expect(new Set(column.slice(0, -1))).toEqual(new Set(names))
  })
})

describe('a rank between two', () => {
  it('is one strictly between, or none when there is no number left', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
    const isRight = (one: number, other: number) => {
      const [above, below] = [Math.min(one, other), Math.max(one, other)]
      const rank = rankBetween({ above, below })
      const ulp = Math.max(Math.abs(above), Math.abs(below)) * Number.EPSILON + Number.MIN_VALUE
      return rank === null ? below - above <= ulp : above < rank && rank < below
    }
    expect(() => fc.assert(fc.property(number, number, isRight))).not.toThrow()
  })

  it('stands beyond the outermost when there is nothing on that side', () => {
    expect(rankBetween({ above: null, below: null })).toBe(0)
    expect(rankBetween({ above: null, below: 5 })).toBe(4)
    expect(rankBetween({ above: 5, below: null })).toBe(6)
    expect(rankBetween({ above: 2 ** 53, below: null })).toBeNull()
  })
})
