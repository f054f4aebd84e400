import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { computedDefinition, type ComputedDefinition } from '../../../model/computed-trait.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { drawnCompany, drawnPerson, NOW } from '../compile/drawn-segments.ts'
import type { Scope } from '../compile/scope.ts'
import { alone, identify, known, storeWorld, type Identified } from '../compile/store-world.ts'
import { compileValues, figureAt, type FigureRow } from './compile-values.ts'
import { findDue } from '../pass-time.ts'
import { drawnDefinition, drawnScore } from './drawn-definitions.ts'
import { computedOf } from './evaluate-computed.ts'
import { cutsOf, groupOf, scoreOf } from './fifths.ts'
import { scoreEdges } from './pass-scores.ts'
import type { PredictionModel } from './prediction/model.ts'
import { INPUTS_PER_SIGNAL } from './prediction/signals.ts'
import { dueOf, readValue } from './read-value.ts'

const DAY_MS = 86_400_000
const cuts = {
  recency: [8, 5, 3, 1].map((days) => String(NOW - days * DAY_MS)),
  frequency: ['1', '1', '2', '3'],
  monetary: ['0', '1000000', '5000000', '100000000'],
}

/** As if it had been learned that one kind of event speaks for it, and another against it. */
function modelOf(definition: ComputedDefinition): PredictionModel | null {
  if (definition.kind !== 'prediction') return null
  const { event, where, where_match } = definition
  return {
    kinds: [
      { event, where, ...(where_match && { where_match }) },
      { event: 'page', where: [] },
    ],
    intercept: -1,
    weights: Array.from({ length: 2 * INPUTS_PER_SIGNAL + 1 }, (_, place) => (place % 3) - 0.7),
    means: Array.from({ length: 2 * INPUTS_PER_SIGNAL + 1 }, () => 0.3),
    deviations: Array.from({ length: 2 * INPUTS_PER_SIGNAL + 1 }, () => 1.5),
    cuts: [0.1, 0.3, 0.5],
    usual: 12,
    report: {
      learned_at: new Date(NOW).toISOString(),
      examples: 100,
      did: 50,
      accuracy: 0.5,
      grade: 'poor',
      lift: 1,
      tenths: [],
      signals: [],
    },
  }
}

describe('a compiled computed trait', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform('embedded')
  })
  afterAll(() => platform.close())

  const rowsOf = async (definitions: ComputedDefinition[], scope: Scope, now = NOW) => {
    const traits = definitions.map((definition) => ({ definition, model: modelOf(definition) }))
    const { query, params } = compileValues(traits, scope, now)
    const rows = await platform.warehouse.rows<FigureRow>(query, params)
    return new Map(rows.map((row) => [row.person_id, row]))
  }
  const peopleOf = (people: Identified[]) => ({
    people: people.map(({ id }) => id),
    identifiers: people.flatMap(({ identifiers }) => identifiers),
  })
  const scopeOf = (people: Identified[]): Scope => ({
    ...peopleOf(people),
    colleagues: peopleOf(
      people.flatMap((one) => [one, ...one.companies.flatMap((company) => company.people as Identified[])]),
    ),
  })
  /** The values of these people, asked over everybody and over them alone; both must be the same. */
  const valuesOf = async (people: Identified[], definitions: ComputedDefinition[]) => {
    const all = await rowsOf(definitions, 'everybody')
    const scoped = await rowsOf(definitions, scopeOf(people))
    return people.map(({ id }) => {
      expect(scoped.get(id)).toEqual(all.get(id))
      const row = scoped.get(id)
      return definitions.map((definition, place) =>
        row
          ? readValue(definition, figureAt(row, place), { now: NOW, cuts, model: modelOf(definition) })
          : null,
      )
    })
  }

  it('is over everybody and over touched people what it is when said plainly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnPerson, { minLength: 1, maxLength: 20, size: 'max' }),
        fc.array(drawnCompany, { minLength: 4, maxLength: 4 }),
        fc.array(drawnDefinition, { minLength: 1, maxLength: 10, size: 'max' }),
        async (drawn, companies, definitions) => {
          const world = identify(drawn, companies)
          const { people } = world
          await storeWorld(platform, world)
          const expected = people.map((one) =>
            definitions.map((each) => computedOf(one, each, { now: NOW, cuts, model: modelOf(each) })),
          )
          expect(await valuesOf(people, definitions)).toEqual(expected)
          expect(await valuesOf(people.slice(0, 1), definitions)).toEqual(expected.slice(0, 1))
        },
      ),
      { numRuns: 12 },
    )
  }, 400_000)

  it('is due for everybody whose score time alone has changed', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnPerson, { minLength: 10, maxLength: 20, size: 'max' }),
        fc.array(drawnCompany, { minLength: 4, maxLength: 4 }),
        fc.array(drawnScore, { minLength: 3, maxLength: 8, size: 'max' }),
        fc.constantFrom(60_000, 3_600_000, DAY_MS, 40 * DAY_MS),
        async (drawn, companies, scores, milliseconds) => {
          const world = identify(drawn, companies)
          const { people } = world
          await storeWorld(platform, world)
          const now = NOW + milliseconds
          const at = (one: Identified, score: ComputedDefinition, then: number) =>
            computedOf(one, score, { now: then, cuts })
          const changed = people.filter((one) =>
            scores.some((score) => at(one, score, NOW) !== at(one, score, now)),
          )
          changes += changed.length
          const passed = { since: NOW, now }
          const found = await findDue(platform, scores.flatMap(scoreEdges), { members: 'people', passed })
          const due = new Set(found)
          const reached = changed.filter(
            ({ id, companies: mine }) =>
              due.has(id) || mine.some((company) => company.people.some((one) => due.has(one.id))),
          )
          expect(reached).toEqual(changed)
        },
      ),
      { numRuns: 8, seed: 5 },
    )
    expect(changes).toBeGreaterThan(10)
  }, 400_000)

  it('does not change before it is due, however time passes', async () => {
    const events = [40, 30, 12, 9.5, 3, 0.2].map((ago) => ({
      type: 'track',
      event: 'Order',
      timestamp: NOW - Math.round(ago * DAY_MS),
      properties: { a: ago },
    }))
    const person = known({ events })
    await storeWorld(platform, alone([person]))
    const window = { kind: 'last', amount: 10, unit: 'day' }
    const definitions = [
      { kind: 'days_since', event: 'Order' },
      { kind: 'count', event: 'Order', window },
      { kind: 'smallest', event: 'Order', field: 'a', window },
      { kind: 'lifecycle', event: 'Order', new_days: 50, at_risk_days: 5, lapsed_days: 9 },
      { kind: 'count', event: 'Order' },
    ].map((one) => computedDefinition.parse(one))
    for (const definition of definitions) {
      let now: number | null = NOW
      for (let step = 0; step < 6 && now !== null; step++) {
        const at: number = now
        const row = (await rowsOf([definition], scopeOf([person]), at)).get(person.id)
        if (!row) break
        const figure = figureAt(row, 0)
        const due = dueOf(definition, figure, at)
        const valueAt = (then: number) => computedOf(person, definition, { now: then, cuts })
        for (const share of [0, 0.3, 0.7, 1])
          expect(valueAt(due === null ? at + share * 1e10 : at + Math.floor(share * (due - 1 - at)))).toEqual(
            readValue(definition, figure, { now: at, cuts, model: null }),
          )
        now = due
      }
    }
  })
})

describe('fifths', () => {
  it('hold a fifth of everybody each, and equal numbers are in the same', () => {
    const numbers = Array.from({ length: 100 }, (_, place) => BigInt(place))
    const counts = [1, 2, 3, 4, 5].map(
      (score) => numbers.filter((number) => scoreOf(number, cutsOf(numbers)) === score).length,
    )
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2)
    expect(new Set([1n, 1n, 1n].map((one) => scoreOf(one, cutsOf([1n, 1n, 1n])))).size).toBe(1)
  })

  it('have a name for every pair of scores', () => {
    const scores = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    const names = scores.flatMap((recency) => scores.map((value) => groupOf(Math.floor(recency), value)))
    expect(names).not.toContain('')
    expect(groupOf(5, 5)).toBe('Champions')
    expect(groupOf(1, 5)).toBe('Cannot lose')
    expect(groupOf(1, 1)).toBe('Lost')
  })
})
