import { expect, it } from 'vitest'
import { waterfall } from './waterfall.ts'

it('begins each bar of a waterfall where the one before ended, and totals at zero', () => {
  const spans = waterfall([
    { value: 80, isTotal: true },
    { value: 20, isTotal: false },
    { value: -50, isTotal: false },
    { value: 50, isTotal: true },
  ])
  expect(spans).toEqual([
    { start: 0, width: 0.8 },
    { start: 0.8, width: 0.2 },
    { start: 0.5, width: 0.5 },
    { start: 0, width: 0.5 },
  ])
})

it('has room for what goes below zero, and none for nothing', () => {
  expect(waterfall([{ value: 0, isTotal: true }])).toEqual([{ start: 0, width: 0 }])
  const [opening, out] = waterfall([
    { value: 10, isTotal: true },
    { value: -40, isTotal: false },
  ])
  expect(opening).toEqual({ start: 0.75, width: 0.25 })
  expect(out).toEqual({ start: 0, width: 1 })
})
