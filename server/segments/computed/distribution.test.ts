import { expect, it } from 'vitest'
import { distributionOf } from './distribution.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place)

it('shows few numbers each, in order', () => {
  expect(distributionOf([3, 1, 1], 10)).toEqual([
    { label: '1', count: 20 },
    { label: '3', count: 10 },
  ])
})

it('shows many numbers in ranges that together hold everybody, the few largest in the last', () => {
  const bars = distributionOf([...upTo(1_000), 1e9], 1)
  expect(bars.length).toBeLessThanOrEqual(10)
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(1_001)
  expect(bars[0]).toEqual({ label: '0 to 200', count: 200 })
  expect(bars.at(-1)?.label).toMatch(/and more$/)
})

it('shows texts by how often they occur, the rare ones as others, and each element of a list', () => {
  const bars = distributionOf([...upTo(30).map(String), ['red', 'blue'], 'red'], 1)
  expect(bars[0]).toEqual({ label: 'red', count: 2 })
  expect(bars.at(-1)?.label).toBe('others')
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(33)
})

it('shows times by month, and scores by group', () => {
  expect(
    distributionOf(['2026-02-03T00:00:00Z', '2026-01-03T00:00:00Z'], 1).map(({ label }) => label),
  ).toEqual(['2026-01', '2026-02'])
  expect(distributionOf([{ cell: '555', group: 'Champions' }], 1)).toEqual([{ label: 'Champions', count: 1 }])
})
