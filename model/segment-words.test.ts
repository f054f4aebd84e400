import { describe, expect, it } from 'vitest'
import type { Condition } from './segment-condition.ts'
import { segmentDefinition, type SegmentDefinition } from './segment.ts'
import { comparisonWords } from './comparison-words.ts'
import { segmentSentence, segmentWords } from './segment-words.ts'

const ordered: Condition = {
  kind: 'event',
  did: true,
  event: 'Order Completed',
  where: [],
  times: 1,
  days: null,
}
const german: Condition = { kind: 'trait', comparison: { field: 'country', operator: 'is', value: 'DE' } }

const sentence = (conditions: Condition[], match: SegmentDefinition['match'] = 'all') =>
  segmentSentence(segmentDefinition.parse({ match, conditions }))

describe('a segment in words', () => {
  it('says of a list that it is one', () => {
    expect(segmentWords({ definition: null, members: 'people' })).toBe(
      'People who were put on the list, by hand or from a file.',
    )
    expect(segmentWords({ definition: null, members: 'companies' })).toBe(
      'Companies that were put on the list, by hand or from a file.',
    )
  })

  it('says that something was done at all', () => {
    expect(sentence([ordered])).toBe('People who did “Order Completed”.')
  })

  it('says that something was not done', () => {
    expect(sentence([{ ...ordered, did: false }])).toBe('People who did not do “Order Completed”.')
  })

  it('says how often and within which time', () => {
    expect(sentence([{ ...ordered, times: 3, days: 30 }])).toBe(
      'People who did “Order Completed” at least 3 times within the last 30 days.',
    )
  })

  it('turns "not at least 3 times" into "fewer than 3 times"', () => {
    expect(sentence([{ ...ordered, did: false, times: 3, days: 1 }])).toBe(
      'People who did “Order Completed” fewer than 3 times within the last day.',
    )
  })

  it('sets the conditions on properties apart from the count', () => {
    const where = [
      { field: 'value', operator: 'greater' as const, value: 100 },
      { field: 'currency', operator: 'is' as const, value: ['EUR', 'CHF'] },
    ]
    expect(sentence([{ ...ordered, where, times: 2 }])).toBe(
      'People who did “Order Completed” where value is more than 100 and currency is “EUR” or “CHF”, at least 2 times.',
    )
  })

  it('joins conditions with "and" when all must hold and with "or" when one is enough', () => {
    expect(sentence([ordered, german])).toBe('People who did “Order Completed”, and whose country is “DE”.')
    expect(sentence([ordered, german], 'any')).toBe(
      'People who did “Order Completed”, or whose country is “DE”.',
    )
  })

  it('puts a nested group in brackets, but not a group of one', () => {
    const either: Condition = { kind: 'group', match: 'any', conditions: [ordered, german] }
    const alone: Condition = { kind: 'group', match: 'any', conditions: [german] }
    expect(sentence([ordered, either])).toBe(
      'People who did “Order Completed”, and (who did “Order Completed”, or whose country is “DE”).',
    )
    expect(sentence([ordered, alone])).toBe('People who did “Order Completed”, and whose country is “DE”.')
  })
})

describe('a comparison in words', () => {
  it('needs no value to ask whether there is one', () => {
    expect(comparisonWords({ field: 'plan', operator: 'set' })).toBe('plan has any value')
    expect(comparisonWords({ field: 'plan', operator: 'not_set' })).toBe('plan has no value')
  })

  it('tells texts, numbers and truth values apart', () => {
    expect(comparisonWords({ field: 'zip', operator: 'is', value: '100' })).toBe('zip is “100”')
    expect(comparisonWords({ field: 'seats', operator: 'at_least', value: 0.5 })).toBe(
      'seats is at least 0.5',
    )
    expect(comparisonWords({ field: 'revenue', operator: 'less', value: 1234567 })).toBe(
      'revenue is less than 1,234,567',
    )
    expect(comparisonWords({ field: 'newsletter', operator: 'is_not', value: true })).toBe(
      'newsletter is not yes',
    )
  })
})

describe('what else a segment says, in words', () => {
  const words: [condition: object, sentence: string][] = [
    [
      {
        kind: 'event',
        event: 'A',
        how: 'exactly',
        times: 2,
        window: { kind: 'ago', from: 9, to: 3, unit: 'week' },
      },
      'People who did “A” exactly 2 times between 9 weeks and 3 weeks ago.',
    ],
    [
      { kind: 'occurrence', which: 'first', event: 'A', window: { kind: 'last', amount: 1, unit: 'hour' } },
      'People who did “A” for the first time within the last hour.',
    ],
    [
      { kind: 'aggregate', of: 'sum', field: 'total', event: 'A', operator: 'at_least', value: 500 },
      'People whose sum of total is at least 500 over “A”.',
    ],
    [
      {
        kind: 'sequence',
        steps: [
          { event: 'A' },
          { event: 'B', within: { amount: 3, unit: 'day' }, without: [{ event: 'C' }] },
        ],
        absent: { event: 'D' },
        same: 'sku',
      },
      'People who did “A”, then “B” within 3 days without “C” between, and then did not do “D” since, all with the same sku.',
    ],
    [
      { kind: 'trait', comparison: { field: 'trial_end', operator: 'before_last', value: 2, unit: 'week' } },
      'People whose trial_end is more than 2 weeks ago.',
    ],
    [
      { kind: 'deal', has: false, where: [{ field: 'state', operator: 'is', value: 'open' }] },
      'People who do not have a deal whose state is “open”.',
    ],
    [
      {
        kind: 'company',
        conditions: [
          { kind: 'people', times: 3, conditions: [{ kind: 'event', event: 'A', days: 7 }] },
          { kind: 'deal', has: false },
        ],
      },
      'People who belong to a company (with at least 3 people who did “A” within the last 7 days, and which does not have a deal).',
    ],
    [{ kind: 'sample', key: 'k', to: 12.5 }, 'People who are in a random 12.5 % by “k”.'],
    [
      { kind: 'sample', key: 'k', from: 33.33, to: 66.67 },
      'People who are in another random 33.34 % by “k” (from 33.33 % on).',
    ],
    [
      { kind: 'group', match: 'none', conditions: [{ kind: 'event', event: 'A' }] },
      'People of whom none of this is true: (who did “A”).',
    ],
  ]

  it.each(words)('%j', (condition, expected) => {
    expect(segmentSentence(segmentDefinition.parse({ conditions: [condition] }))).toBe(expected)
  })
})
