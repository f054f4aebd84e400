import { describe, expect, it } from 'vitest'
import { findContradiction } from './segment-contradictions.ts'
import type { Condition } from './segment-condition.ts'
import { canonicalText } from './segment-same.ts'
import { segmentDefinition } from './segment.ts'

const read = (conditions: object[], match = 'all') => segmentDefinition.parse({ match, conditions })
const did = (event: string, more: object = {}) => ({ kind: 'event', event, ...more })
const trait = (operator: string, value?: unknown, field = 'plan') => ({
  kind: 'trait',
  comparison: { field, operator, ...(value !== undefined && { value }) },
})
const group = (match: string, ...conditions: object[]) => ({ kind: 'group', match, conditions })
const segment = (isIn: boolean) => ({
  kind: 'segment',
  in: isIn,
  segment: '00000000-0000-4000-8000-000000000001',
})

describe('a definition contradicts itself when', () => {
  it.each<[string, object[], string?]>([
    ['somebody did something and did not', [did('A'), did('A', { did: false })]],
    ['somebody never did what they did lately', [did('A', { did: false }), did('A', { days: 7, times: 2 })]],
    ['somebody is in a segment and is not', [segment(true), segment(false)]],
    ['a value is the same and is not', [trait('is', 'pro'), trait('is_not', 'pro')]],
    ['there is no value and it is something', [trait('not_set'), trait('greater', 3)]],
    ['something inside a group must not hold', [did('A'), group('none', did('A'), did('B'))]],
    ['a group in a group says the contrary', [group('all', group('any', trait('set'))), trait('not_set')]],
    ['none of both may hold, and one is that it does not', [did('A', { did: false }), did('A')], 'none'],
  ])('%s', (_why, conditions, match) => {
    expect(findContradiction(read(conditions, match))).not.toBeNull()
  })

  it.each<[string, object[], string?]>([
    ['one of both is enough', [did('A'), did('A', { did: false })], 'any'],
    ['it is about other times', [did('A'), did('A', { did: false, days: 7 })]],
    ['it is about other events', [did('A'), did('B', { did: false })]],
    ['a trait may be a list of both', [trait('is', 'pro'), trait('is', 'free')]],
    ['values may be far apart', [trait('greater', 10), trait('less', 5)]],
    ['there may be none', [trait('not_set'), trait('is_not', 'pro')]],
    ['at most so often is also never', [did('A', { did: false }), did('A', { how: 'at_most', times: 3 })]],
    ['one of several is enough', [did('A'), group('any', did('A', { did: false }), did('B'))]],
    ['not all of several', [did('A'), group('none', group('all', did('A'), did('B')))]],
  ])('but not when %s', (_why, conditions, match) => {
    expect(findContradiction(read(conditions, match))).toBeNull()
  })
})

describe('two definitions are the same', () => {
  const text = (conditions: object[], match?: string) => canonicalText(read(conditions, match))
  const where = [
    { field: 'a', operator: 'is', value: 1 },
    { field: 'b', operator: 'set' },
  ]

  it.each<[string, object[], object[]]>([
    ['in another order', [did('A'), trait('set')], [trait('set'), did('A')]],
    ['with comparisons in another order', [did('A', { where })], [did('A', { where: where.toReversed() })]],
    [
      'with days as a window',
      [did('A', { days: 7 })],
      [did('A', { window: { kind: 'last', amount: 7, unit: 'day' } })],
    ],
    [
      'with what goes without saying',
      [did('A')],
      [did('A', { how: 'at_least', where_match: 'all', times: 1 })],
    ],
    ['in a group around everything', [did('A'), did('B')], [group('all', did('B'), did('A'))]],
    ['with a list of values in another order', [trait('is', ['a', 'b'])], [trait('is', ['b', 'a'])]],
  ])('%s', (_why, one, other) => {
    expect(text(one)).toBe(text(other))
  })

  it('but not when they say something else', () => {
    const all: Condition[][] | object[][] = [
      [did('A')],
      [did('B')],
      [did('A', { did: false })],
      [did('A', { days: 7 })],
      [did('A', { times: 2 })],
      [did('A', { where })],
      [did('A'), did('B')],
      [group('any', did('A'), did('B'))],
      [{ kind: 'sequence', steps: [{ event: 'A' }, { event: 'B' }] }],
      [{ kind: 'sequence', steps: [{ event: 'B' }, { event: 'A' }] }],
    ]
    expect(new Set(all.map((conditions) => text(conditions))).size).toBe(all.length)
    expect(text([did('A'), did('B')], 'any')).not.toBe(text([did('A'), did('B')]))
  })
})
