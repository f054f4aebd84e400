import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldKind, LinkageSettings } from '../../../../model/linkage.ts'
import { suggestSettings } from '../suggest/suggest-settings.ts'
import { linkRecords } from '../link-records.ts'
import { tableFor } from '../table-for.ts'
import { eachCandidate, prepareRule } from './candidates.ts'
import { compileComparison } from './comparison.ts'
import { startingM } from './parameters.ts'
import { createPatternCounter } from './patterns.ts'
import { createInterner } from './pool.ts'
import { samplePairs } from './sample-pairs.ts'
import type { RawColumn } from './table.ts'
import { trainSession } from './train-session.ts'

function columnsOf(rows: Record<string, string>[]): RawColumn[] {
  return Object.keys(rows[0] ?? {}).map((name) => {
    const interner = createInterner()
    const ids = Int32Array.from(rows, (row) => (row[name] ? interner.idOf(row[name]) : -1))
    return { name, values: interner.values, ids }
  })
}

const field = (name: string, kind: FieldKind = 'name') => ({ name, columns: [name], kind })
const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 3 })
const row = fc.record({ forename: short, surname: short, city: short })
const rows = fc.array(row, { minLength: 2, maxLength: 40 })
const fields = [field('forename'), field('surname'), field('city')]
const comparisons: LinkageSettings['comparisons'] = fields.map(({ name }) => ({
  name,
  fields: [name],
  levels: [
    { label: 'same', when: [{ field: name, test: 'exact' }] },
    { label: 'similar', when: [{ field: name, test: 'jaro_winkler', at: 0.7 }] },
  ],
}))

describe('training', () => {
  it('never makes what was seen less likely', () => {
    fc.assert(
      fc.property(rows, (people) => {
        const table = tableFor(people.length, columnsOf(people), fields)
        const compiled = comparisons.map((definition) => compileComparison(table, definition))
        const patterns = samplePairs(table.size, compiled, 1_000)
        const start = { prior: 0.1, m: startingM(compiled), u: compiled.map(() => [0.1, 0.2, 0.7]) }
        const { likelihoods } = trainSession(compiled, patterns, start, [])
        const falls = likelihoods.filter(
          (likelihood, index) => likelihood < (likelihoods[index - 1] ?? likelihood) - 1e-3,
        )
        expect(falls).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('counts each pair under the pattern of its levels', () => {
    const people = [{ name: 'ada' }, { name: 'ada' }, { name: 'bob' }, { name: '' }]
    const table = tableFor(4, columnsOf(people), [field('name')])
    const levels = [{ label: 'same', when: [{ field: 'name', test: 'exact' as const }] }]
    const compiled = [compileComparison(table, { name: 'name', fields: ['name'], levels })]
    const counter = createPatternCounter(compiled)
    for (let left = 0; left < 4; left++)
      for (let right = left + 1; right < 4; right++) counter.add(left, right)
    const { size, counts, levels: seen } = counter.patterns()
    const byLevel = Object.fromEntries(
      Array.from({ length: size }, (_, index) => [seen[index], counts[index]]),
    )
    expect(byLevel).toEqual({ 0: 1, 1: 2, 2: 3 })
  })
})

describe('candidates', () => {
  it('are all pairs that share the keys of some rule, each once', () => {
    const keys = ['forename', 'surname', 'city'].map((name) => ({ field: name, part: 'whole' as const }))
    fc.assert(
      fc.property(rows, (people) => {
        const table = tableFor(people.length, columnsOf(people), fields)
        const rules = [[keys[0]!, keys[1]!], [keys[2]!], [{ ...keys[0]!, other: 'surname' }]]
        const found: string[] = []
        eachCandidate(
          rules.map((rule) => prepareRule(table, rule)),
          (left, right) => found.push(`${left} ${right}`),
        )
        const valueOf = (name: string, record: number) => table.fields.get(name)!.ids[record]!
        const shares = (name: string, other: string, [l, r]: [number, number]) =>
          valueOf(name, l) >= 0 && valueOf(name, l) === valueOf(other, r)
        const expected: string[] = []
        for (let l = 0; l < people.length; l++) {
          for (let r = l + 1; r < people.length; r++) {
            const pair: [number, number] = [l, r]
            const same = shares('forename', 'forename', pair) && shares('surname', 'surname', pair)
            const swapped = shares('forename', 'surname', pair) && shares('surname', 'forename', pair)
            if (same || swapped || shares('city', 'city', pair)) expected.push(`${l} ${r}`)
          }
        }
        expect(found.toSorted()).toEqual(expected.toSorted())
      }),
      { numRuns: 300 },
    )
  })
})

describe('matching', () => {
  it('weighs a pair the same from either side', () => {
    fc.assert(
      fc.property(rows, (people) => {
        const columns = columnsOf(people)
        const settings = suggestSettings(people.length, columns)
        if (!settings) return
        const { scorer } = linkRecords(people.length, columns, settings)
        for (let right = 1; right < people.length; right++) {
          expect(scorer.weigh(0, right)).toBeCloseTo(scorer.weigh(right, 0), 9)
          const parts = scorer
            .explain(0, right)
            .reduce((sum, part) => sum + part.weight + part.adjustment, scorer.prior)
          expect(parts).toBeCloseTo(scorer.weigh(0, right), 9)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('survives columns of any kind', () => {
    const anything = fc.oneof(
      fc.constantFrom(
        '',
        'x',
        'null',
        '0',
        '-',
        '2020-02-31',
        '51.5',
        '1e9',
        'a@b',
        '[]',
        '\u0000',
        'ß ÿ 漢字',
      ),
      fc.string({ maxLength: 300 }),
      fc.float().map(String),
    )
    const names = fc.constantFrom(
      'id',
      'name',
      'email',
      'dob',
      'lat',
      'lng',
      'notes',
      'x',
      '',
      'Straße',
      'price',
      'phones',
    )
    const table = fc.uniqueArray(names, { minLength: 1, maxLength: 6 }).chain((columns) =>
      fc.array(fc.record(Object.fromEntries(columns.map((name) => [name, anything]))), {
        minLength: 1,
        maxLength: 25,
      }),
    )
    fc.assert(
      fc.property(table, (records) => {
        const columns = columnsOf(records)
        const settings = suggestSettings(records.length, columns)
        if (!settings) return
        const { joined, parameters } = linkRecords(records.length, columns, settings)
        expect(joined.weight.every((weight) => !Number.isNaN(weight))).toBe(true)
        expect(parameters.m.flat().every((share) => share >= 0 && share <= 1 + 1e-9)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
