import type { Comparison } from './comparison.ts'
import { levelWeights, log2Odds, type Parameters } from './parameters.ts'
import type { Field } from './table.ts'

/** A model ready to weigh pairs, in bits of evidence. */
export type Scorer = {
  /** The match weight of a pair; -Infinity as soon as it is certain to stay below `floor`. */
  weigh(left: number, right: number, floor?: number): number
  /** By comparison: the level, its weight, and the term-frequency adjustment. */
  explain(left: number, right: number): { level: number; weight: number; adjustment: number }[]
  prior: number
}

export function createScorer(comparisons: readonly Comparison[], parameters: Parameters): Scorer {
  const weights = levelWeights(parameters)
  const prior = log2Odds(parameters.prior)
  const adjusters = comparisons.map(({ termFrequency }, c) =>
    termFrequency.map((field, level) => (field ? adjuster(field, parameters.seen[c]![level]!) : null)),
  )
  const most = bestRemaining(weights, adjusters)
  const tests = comparisons.map(({ levelOf }) => levelOf)
  const adjustmentOf = (c: number, level: number, left: number) => adjusters[c]![level]?.of(left) ?? 0
  return {
    prior,
    weigh(left, right, floor = -Infinity) {
      let weight = prior
      for (let c = 0; c < tests.length; c++) {
        if (weight + most[c]! < floor) return -Infinity
        const level = tests[c]!(left, right)
        weight += weights[c]![level]! + adjustmentOf(c, level, left)
      }
      return weight
    },
    explain: (left, right) =>
      tests.map((levelOf, c) => {
        const level = levelOf(left, right)
        return { level, weight: weights[c]![level]!, adjustment: adjustmentOf(c, level, left) }
      }),
  }
}

type Adjuster = { of(record: number): number; most: number }

/** Agreement in a rare value says more, in a common one less: log2(u) - log2(term frequency) of the value both have. */
function adjuster({ ids, counts, present }: Field, u: number): Adjuster {
  const byValue = Float64Array.from(counts, (count) =>
    count === 0 ? 0 : Math.log2(u) - Math.log2(count / present),
  )
  return { of: (record) => byValue[ids[record]!]!, most: byValue.reduce((most, value) => Math.max(most, value), 0) }
}

/** By comparison: the most that it and those behind it can add. */
function bestRemaining(weights: Float64Array[], adjusters: (Adjuster | null)[][]): number[] {
  const best = weights.map((levels, c) =>
    levels.reduce((most, weight, level) => Math.max(most, weight + (adjusters[c]![level]?.most ?? 0)), 0),
  )
  return best.map((_, c) => best.slice(c).reduce((sum, weight) => sum + weight, 0))
}
