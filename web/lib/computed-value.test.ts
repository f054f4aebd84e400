import { expect, it } from 'vitest'
import { scoreWords, valueWords } from './computed-value.ts'

it('says the value of a computed trait in few words', () => {
  const scores = { cell: '545', group: 'Champions', recency: 5 }
  expect([null, 12, 12.345, 'Shoes', ['a', 'b'], scores].map(valueWords)).toEqual([
    '–',
    '12',
    '12.35',
    'Shoes',
    'a, b',
    '545, Champions',
  ])
  expect(valueWords({ likelihood: 37.5, percentile: 91 })).toBe('37.5 % · top 9 %')
  expect(valueWords('2026-01-02T10:00:00Z')).toMatch(/2026/)
})

it('says a score with its band', () => {
  const bands = [
    { from: 0, label: 'Cold' },
    { from: 60, label: 'Hot' },
  ]
  expect([72, 59, -1, null].map((value) => scoreWords(bands, value))).toEqual([
    '72 · Hot',
    '59 · Cold',
    '-1',
    '–',
  ])
})
