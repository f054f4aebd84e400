import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pipeline } from '../../../model/deal.ts'
import type { Team } from '../../../model/role.ts'
import type { SalesQuery, SalesReport } from '../../../model/sales.ts'
import { importDeals } from '../../crm/index.ts'
import { packageRoot } from '../../platform/paths.ts'
import { engines } from '../../platform/testing/index.ts'
import { makeCompany, openTestSales, type TestSales } from './open-test-sales.ts'

const DAY_MS = 86_400_000
const DEALS_PER_IMPORT = 2_000
/** The last day of the data. */
const NOW = Date.parse('2017-12-31T12:00:00Z')

type Opportunity = {
  id: string
  agent: string
  stage: string
  engaged: number
  closed: number | null
  value: number | null
}

// Real opportunities (`demo/README.md`), and the figures worked out from the lines of their file by plain arithmetic.
const opportunities = readTable('sales_pipeline.csv.gz').map(
  ([, agent = '', , , stage = '', engaged = '', closed = '', value = '']): Opportunity => ({
    id: randomUUID(),
    agent,
    stage,
    engaged: utc(engaged) ?? NOW,
    closed: utc(closed),
    value: value === '' ? null : Number(value),
  }),
)
const managers = readTable('sales_teams.csv.gz').map(([agent = '', manager = '']) => ({ agent, manager }))

const periods = [
  ['a year', { from: '2017-01-01', to: '2017-12-31' }],
  ['a quarter', { from: '2017-07-01', to: '2017-09-30' }],
  ['a day', { from: '2017-06-01', to: '2017-06-01' }],
] as const

describe.each(engines)('real opportunities on the %s engine', (engine) => {
  let test: TestSales
  let pipeline: Pipeline
  const teams = new Map<string, string>()

  beforeAll(async () => {
    test = await openTestSales(engine)
    test.platform.clock.set(NOW)
    const stages = [
      { name: 'Prospecting', probability: 10 },
      { name: 'Engaging', probability: 40 },
      { name: 'Won', kind: 'won', probability: 100 },
      { name: 'Lost', kind: 'lost', probability: 0 },
    ]
    const made = await test.api.post<Pipeline>('/api/v1/pipelines', {
      name: 'Hardware',
      currency: 'USD',
      stages,
    })
    pipeline = made.body
    const { db } = test.platform
    for (const { agent } of managers)
      await sql`insert into users (id, name, email) values (${idOf(agent)}, ${agent}, ${idOf(agent)})`.execute(
        db,
      )
    for (const manager of new Set(managers.map((one) => one.manager))) {
      const members = managers.filter((one) => one.manager === manager).map(({ agent }) => idOf(agent))
      const { body } = await test.api.post<Team>('/api/v1/teams', { name: manager, members })
      teams.set(manager, body.id)
    }
    const companyId = await makeCompany(test.platform, 'All accounts')
    const deals = opportunities.map(({ id, agent, stage, engaged, closed, value }) => ({
      id,
      name: id,
      pipeline: 'Hardware',
      amount: value,
      personId: null,
      companyId,
      ownerName: agent,
      ownerId: idOf(agent),
      expectedCloseOn: null,
      stages: [
        { name: stage === 'Prospecting' ? stage : 'Engaging', at: new Date(engaged) },
        ...(closed === null ? [] : [{ name: stage, at: new Date(closed) }]),
      ],
    }))
    for (let at = 0; at < deals.length; at += DEALS_PER_IMPORT)
      await importDeals(test.platform, deals.slice(at, at + DEALS_PER_IMPORT))
  })
  afterAll(() => test.close())

  const report = (query: SalesQuery) => test.report({ ...query, pipeline: pipeline.id })

  it('are the 8,800 of the file', () => {
    expect(opportunities).toHaveLength(8_800)
  })

  it.each(periods)('in %s: win rate, average size, cycle and velocity', async (_name, period) => {
    const { won, lost, closed } = of(opportunities, period)
    const found = await report(period)
    const days = won.map(({ engaged, closed: at }) => ((at ?? 0) - engaged) / DAY_MS)
    expect(found.won).toEqual({ count: won.length, amount: total(won) })
    expect(found.lost).toEqual({ count: lost.length, amount: total(lost) })
    expect(found.win_rate).toBeCloseTo(won.length / closed.length, 10)
    // The data have no amount for any deal that was lost.
    expect(found.win_rate_amount).toBeNull()
    expect(found.average_won).toBeCloseTo(total(won) / won.length, 6)
    expect(found.cycle.mean_days).toBeCloseTo(mean(days), 6)
    expect(found.cycle.median_days).toBeCloseTo(median(days), 6)
    const open = opportunities.filter(({ closed: at }) => at === null).length
    const velocity = (open * (won.length / closed.length) * (total(won) / won.length)) / mean(days)
    expect(found.velocity).toBeCloseTo(velocity, 4)
  })

  it('had been won by those who won them, agent by agent', async () => {
    const [, period] = periods[1]
    const { owners } = await report(period)
    const agents = [...new Set(opportunities.map(({ agent }) => agent))]
    const expected = agents.map((agent) => {
      const { won, lost } = of(ofAgent(agent), period)
      return {
        agent,
        won: won.length,
        amount: total(won),
        lost: lost.length,
        open: openOf(ofAgent(agent)).length,
      }
    })
    const seen = owners.map(({ name, won, lost, open }) => ({
      agent: name,
      won: won.count,
      amount: won.amount,
      lost: lost.count,
      open: open.count,
    }))
    const byAgent = (rows: { agent: string | null }[]) =>
      rows.toSorted((a, b) => String(a.agent).localeCompare(String(b.agent)))
    expect(byAgent(seen)).toEqual(byAgent(expected.filter((one) => one.won + one.lost + one.open > 0)))
    expect(seen[0]?.amount).toBe(Math.max(...expected.map(({ amount }) => amount)))
  })

  it('narrow to an agent and to the team of a manager', async () => {
    const [, period] = periods[0]
    const team = 'Melvin Marxen'
    const ofTeam = opportunities.filter(({ agent }) =>
      managers.some((one) => one.agent === agent && one.manager === team),
    )
    const byTeam = await report({ ...period, team: teams.get(team) })
    expect(byTeam.won.count).toBe(of(ofTeam, period).won.length)
    const byAgent = await report({ ...period, owner: idOf('Darcel Schlecht') })
    expect(byAgent.won).toEqual({
      count: of(ofAgent('Darcel Schlecht'), period).won.length,
      amount: total(of(ofAgent('Darcel Schlecht'), period).won),
    })
  })

  it('stand in their stages, and stood there at the end of each month', async () => {
    const [, period] = periods[0]
    const found = await report(period)
    expect(Object.fromEntries(found.stages.map(({ name, count }) => [name, count]))).toEqual({
      Prospecting: opportunities.filter(({ stage }) => stage === 'Prospecting').length,
      Engaging: opportunities.filter(({ stage }) => stage === 'Engaging').length,
    })
    const engaging = pipeline.stages.find(({ name }) => name === 'Engaging')?.id
    for (const { to, stages, won } of found.over_time.points) {
      const end = Date.parse(to) + DAY_MS
      const there = opportunities.filter(
        ({ stage, engaged, closed }) =>
          stage !== 'Prospecting' && engaged < end && (closed === null || closed >= end),
      )
      expect(stages.find(({ stage_id }) => stage_id === engaging)?.count).toBe(there.length)
      const month = of(opportunities, { from: `${to.slice(0, 7)}-01`, to })
      expect(won).toEqual({ count: month.won.length, amount: total(month.won) })
    }
    expect(found.over_time.points).toHaveLength(12)
  })

  it('came from stage to stage: a stage passed over counts as passed', async () => {
    const [, period] = periods[1]
    const { conversion, created, created_won } = await report(period)
    const made = opportunities.filter(({ engaged }) => isIn(engaged, period))
    const won = made.filter(({ stage }) => stage === 'Won').length
    const engaged = made.filter(({ stage }) => stage !== 'Prospecting').length
    expect(conversion.map(({ name, reached, rate }) => [name, reached, rate])).toEqual([
      ['Prospecting', made.length, null],
      ['Engaging', engaged, engaged / made.length],
      ['Won', won, won / engaged],
    ])
    expect([created.count, created_won.count]).toEqual([made.length, won])
  })

  it('are behind their numbers', async () => {
    const [, period] = periods[2]
    const { won } = of(opportunities, period)
    const deals = await test.behind({ ...period, pipeline: pipeline.id, figure: 'won' })
    expect(deals.map(({ id }) => id).toSorted()).toEqual(won.map(({ id }) => id).toSorted())
  })

  it('are many at once only page by page', async () => {
    const query = `pipeline=${pipeline.id}&from=2017-01-01&to=2017-12-31&figure=won&limit=100`
    const seen = new Set<string>()
    for (let cursor = ''; ;) {
      const { body } = await test.api.get<{ data: { id: string }[]; next: string | null }>(
        `/api/v1/insights/sales/deals?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      for (const { id } of body.data) seen.add(id)
      if (body.next === null) break
      cursor = body.next
    }
    const year: SalesReport = await report({ from: '2017-01-01', to: '2017-12-31' })
    expect(seen.size).toBe(year.won.count)
  })
})

type Period = { from: string; to: string }

function of(all: Opportunity[], period: Period) {
  const closed = all.filter(({ closed: at }) => at !== null && isIn(at, period))
  return {
    closed,
    won: closed.filter(({ stage }) => stage === 'Won'),
    lost: closed.filter(({ stage }) => stage === 'Lost'),
  }
}

function isIn(at: number, { from, to }: Period): boolean {
  return at >= Date.parse(from) && at < Date.parse(to) + DAY_MS
}

function ofAgent(agent: string): Opportunity[] {
  return opportunities.filter((one) => one.agent === agent)
}

function openOf(all: Opportunity[]): Opportunity[] {
  return all.filter(({ closed }) => closed === null)
}

function total(all: Opportunity[]): number {
  return all.reduce((sum, { value }) => sum + (value ?? 0), 0)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0)
}

function readTable(name: string): string[][] {
  const text = gunzipSync(readFileSync(join(packageRoot, 'demo', name))).toString('utf8')
  const lines = text.split(/\r?\n/).filter(Boolean)
  return lines.slice(1).map((line) => line.split(','))
}

/** Days of the file are written in two ways, and mean midnight in UTC. */
function utc(day: string): number | null {
  if (day === '') return null
  const [month, date, year] = day.split('/').map(Number)
  return year === undefined ? Date.parse(`${day}T00:00:00Z`) : Date.UTC(year, (month ?? 1) - 1, date)
}

function idOf(agent: string): string {
  return `agent-${agent}`
}
