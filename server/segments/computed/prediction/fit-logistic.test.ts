import { expect, it } from 'vitest'
import { fitLogistic, likelihoodOf } from './fit-logistic.ts'
import { qualityOf } from './report.ts'

const repeat = (count: number, input: number, did: boolean) =>
  Array.from({ length: count }, () => ({ inputs: [input, 7], did }))

it('finds the share of each group, whatever says nothing beside it', async () => {
  const examples = [
    ...repeat(900, 0, false),
    ...repeat(100, 0, true),
    ...repeat(200, 1, false),
    ...repeat(800, 1, true),
  ]
  const model = await fitLogistic(examples)
  expect(likelihoodOf(model, [0, 7])).toBeCloseTo(0.1, 2)
  expect(likelihoodOf(model, [1, 7])).toBeCloseTo(0.8, 2)
  expect(model.weights[1]).toBeCloseTo(0, 6)
})

it('stays finite where one thing tells the two apart, and where nobody differs', async () => {
  const apart = await fitLogistic([...repeat(50, 0, false), ...repeat(50, 1, true)])
  expect(likelihoodOf(apart, [1, 7])).toBeGreaterThan(0.9)
  expect(likelihoodOf(apart, [1, 7])).toBeLessThan(1)
  const same = await fitLogistic([...repeat(75, 3, false), ...repeat(25, 3, true)])
  expect(likelihoodOf(same, [3, 7])).toBeCloseTo(0.25, 3)
})

it('judges by rank: guessing is one half, of equals half', () => {
  const outcomes = (pairs: [number, boolean][]) => pairs.map(([likelihood, did]) => ({ likelihood, did }))
  const accuracyOf = (pairs: [number, boolean][]) => qualityOf(outcomes(pairs)).accuracy
  expect(
    accuracyOf([
      [0.1, false],
      [0.9, true],
    ]),
  ).toBe(1)
  expect(
    accuracyOf([
      [0.9, false],
      [0.1, true],
    ]),
  ).toBe(0)
  expect(
    accuracyOf([
      [0.5, false],
      [0.5, true],
    ]),
  ).toBe(0.5)
  // Of 6 pairs 4 are in order and 1 is equal.
  expect(
    accuracyOf([
      [0.1, false],
      [0.4, true],
      [0.5, false],
      [0.5, true],
      [0.8, true],
    ]),
  ).toBe(0.75)
})
