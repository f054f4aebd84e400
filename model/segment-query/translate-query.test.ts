import { describe, expect, it } from 'vitest'
import { canonicalText } from '../segment-same.ts'
import { segmentDefinition } from '../segment.ts'
import { translateQuery } from './translate-query.ts'

const vip = '00000000-0000-4000-8000-00000000000c'
const translated = (query: string) => translateQuery(query, [{ id: vip, name: 'VIP customers' }])
const meant = (...conditions: object[]) => canonicalText(segmentDefinition.parse({ conditions }))
const trait = (field: string, operator: string, value?: unknown, unit?: string) => ({
  kind: 'trait',
  comparison: { field, operator, value, unit },
})
const bought = { kind: 'event', event: 'Shoes Bought' }
const price = { field: 'price', operator: 'at_least', value: 100 }

describe("a query in Segment's language", () => {
  const examples: [query: string, ...conditions: object[]][] = [
    [
      "event('Shoes Bought').where( property('price') >= 100 ).within(7 days).count() >= 1",
      { ...bought, where: [price], days: 7 },
    ],
    [
      "event('Shoes Bought').where(property('price') >= 100 AND event('Shoes Returned').within(parent: 5 days).count() >= 1).within(30 days).count() >= 1",
      {
        kind: 'sequence',
        steps: [
          { event: 'Shoes Bought', where: [price] },
          { event: 'Shoes Returned', within: { amount: 5, unit: 'day' } },
        ],
        window: { kind: 'last', amount: 30, unit: 'day' },
      },
    ],
    [
      "NOT ( event('Shoes Bought').count() >= 1 AND trait('total_spend') > 200 )",
      {
        kind: 'group',
        match: 'none',
        conditions: [
          { kind: 'group', match: 'all', conditions: [bought, trait('total_spend', 'greater', 200)] },
        ],
      },
    ],
    [
      "trait('a') = 1 OR trait('b').exists() AND trait('c').one_of('x', 'y')",
      {
        kind: 'group',
        match: 'any',
        conditions: [
          trait('a', 'is', 1),
          {
            kind: 'group',
            match: 'all',
            conditions: [trait('b', 'set'), trait('c', 'is', ['x', 'y'])],
          },
        ],
      },
    ],
    ["event('A').count() = 0", { kind: 'event', event: 'A', did: false }],
    [
      "event('A').between(10 days, 7 days).count() < 3",
      {
        kind: 'event',
        event: 'A',
        did: false,
        times: 3,
        window: { kind: 'ago', from: 10, to: 7, unit: 'day' },
      },
    ],
    ["event('A').count().at_most(2)", { kind: 'event', event: 'A', did: false, times: 3 }],
    [
      "event('A').within(30 days).sum(property('total')) > 500",
      {
        kind: 'aggregate',
        of: 'sum',
        field: 'total',
        event: 'A',
        operator: 'greater',
        value: 500,
        window: { kind: 'last', amount: 30, unit: 'day' },
      },
    ],
    [
      "event('A').unique(property('sku')).count() >= 3",
      { kind: 'aggregate', of: 'distinct', field: 'sku', event: 'A', operator: 'at_least', value: 3 },
    ],
    [
      "event('A').where(property('x') != 'y').count() >= 1",
      {
        kind: 'event',
        event: 'A',
        where: [
          { field: 'x', operator: 'set' },
          { field: 'x', operator: 'is_not', value: 'y' },
        ],
      },
    ],
    [
      "trait('born').before_last(7 days) AND trait('vip_customers') = true",
      trait('born', 'before_last', 7, 'day'),
      { kind: 'segment', segment: vip },
    ],
    [
      "ANY event('A').count() >= 1",
      { kind: 'company', conditions: [{ kind: 'people', conditions: [{ kind: 'event', event: 'A' }] }] },
    ],
    [
      "ALL NOT event('A').count() >= 1",
      {
        kind: 'company',
        conditions: [
          {
            kind: 'people',
            times: 0,
            how: 'at_most',
            match: 'none',
            conditions: [{ kind: 'group', match: 'none', conditions: [{ kind: 'event', event: 'A' }] }],
          },
        ],
      },
    ],
  ]
  it.each(examples)('means a definition: %s', (query, ...conditions) => {
    const { definition, problem, leftOut } = translated(query)
    expect({ problem, leftOut }).toEqual({ problem: null, leftOut: [] })
    expect(definition && canonicalText(definition)).toBe(meant(...conditions))
  })

  it('asks for the same property of both where that is compared with its parent', () => {
    const query =
      "event('A').where(property('x') = 1 AND property('sku') = property(parent: 'sku') AND event('B').within(parent: 2 hours).count() < 1).count() >= 1"
    expect(translated(query).definition?.conditions[0]).toMatchObject({
      kind: 'sequence',
      same: 'sku',
      steps: [{ event: 'A', where: [{ field: 'x' }] }],
      absent: { event: 'B', within: { amount: 2, unit: 'hour' } },
    })
  })

  it.each([
    ["event('A').sources({exclude: 'x', 'y'}).count() >= 1", 'by their source', 1],
    ["event('A').where(property('price') >= trait('avg')).count() >= 1", 'compared with each other', 1],
    ["event('A').where(context('page.url') = 'x').count() >= 1", 'context', 1],
    ["event('A').mode(property('x'), 2) = 'y'", 'computed trait', 1],
    ["event('A').count() >= 0", 'true of everybody', 1],
    ["event('A')", 'counted or summed up', 1],
    ["trait('a') = ", 'Here an expression should stand', 0],
    ["trait('a') = 1 trait('b') = 2", 'AND or OR', 0],
    ['trait(a) = 1', 'is missing', 0],
    ["trait('a'", ', is missing', 0],
    [`${'('.repeat(30)}trait('a') = 1`, 'too deep', 0],
  ])('says what it cannot mean here: %s', (query, message, leftOutCount) => {
    const { definition, problem, leftOut } = translated(query)
    expect(definition).toBeNull()
    expect(leftOut).toHaveLength(leftOutCount)
    expect((leftOut[0] ?? problem)?.message).toContain(message)
  })

  it('keeps what can be translated where all must hold, and points at the rest', () => {
    const query = "trait('plan') = 'pro' AND event('A').first(property('x')) = 'y'"
    const { definition, leftOut } = translated(query)
    expect(definition && canonicalText(definition)).toBe(meant(trait('plan', 'is', 'pro')))
    expect(leftOut.map(({ from, to }) => query.slice(from, to))).toEqual(["first(property('x'))"])
    expect(translated("trait('a') = 1 OR event('A').first(property('x')) = 'y'").definition).toBeNull()
  })
})
