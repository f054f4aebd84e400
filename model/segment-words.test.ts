import { describe, expect, it } from 'vitest'
import type { Condition } from './segment-condition.ts'
import { segmentDefinition, type SegmentDefinition } from './segment.ts'
import { comparisonWords } from './comparison-words.ts'
import { segmentSentence } from './segment-words.ts'

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
