import type { Comparison } from './comparison.ts'
import { levelWeights, log2Odds, type Parameters } from './parameters.ts'
import { rarityOf, type Field } from './table.ts'

/** Below this the value was foretold by the field that it depends on. */
const FORETOLD_BITS = -2

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
    termFrequency.map((field, level) =>
      field ? adjuster(field, parameters.seen[c]![level]!, parameters) : null,
    ),
  )
  const { dependence } = parameters
  const order = parentsFirst(dependence)
  const most = bestRemaining(order, weights, adjusters, dependence)
  const tests = comparisons.map(({ levelOf }) => levelOf)
  const levels = new Uint8Array(comparisons.length)
  const adjustmentOf = (c: number, level: number, left: number) => {
    const found = dependence[c]
    const rarity = adjusters[c]![level]?.of(left) ?? 0
    if (!found) return rarity
    const correction = found.corrections[levels[found.parent]!]![level]!
    // A value that was foretold may be common or rare: that is no news.
    return correction < FORETOLD_BITS ? correction : correction + rarity
  }
  return {
    prior,
    weigh(left, right, floor = -Infinity) {
      let weight = prior
      for (let at = 0; at < order.length; at++) {
        if (weight + most[at]! < floor) return -Infinity
        const c = order[at]!
        const level = tests[c]!(left, right)
        levels[c] = level
        weight += weights[c]![level]! + adjustmentOf(c, level, left)
      }
      return weight
    },
    explain(left, right) {
      for (const c of order) levels[c] = tests[c]!(left, right)
      return Array.from(levels, (level, c) => ({
        level,
        weight: weights[c]![level]!,
        adjustment: adjustmentOf(c, level, left),
      }))
    },
  }
}

/** Comparisons in an order in which each comes behind the one that it depends on. */
function parentsFirst(dependence: Parameters['dependence']): number[] {
  const depthOf = (c: number): number => {
    const found = dependence[c]
    return found ? depthOf(found.parent) + 1 : 0
  }
  return dependence.map((_, c) => c).sort((a, b) => depthOf(a) - depthOf(b) || a - b)
}

type Adjuster = { of(record: number): number; most: number }

/** Agreement in a rare value says more, in a common one less: log2(u) - log2(share of others that have it). */
function adjuster(field: Field, u: number, { leavesPairOut }: Pick<Parameters, 'leavesPairOut'>): Adjuster {
  const byValue = Float64Array.from(field.counts, (count, value) => {
    if (leavesPairOut) return rarityOf(field, value, u)
    return count === 0 ? 0 : Math.log2(u) - Math.log2(count / field.present)
  })
  return {
    of: (record) => byValue[field.ids[record]!]!,
    most: byValue.reduce((most, value) => Math.max(most, value), 0),
  }
}

/** By place in the order: the most that the comparisons from there on can add. */
function bestRemaining(
  order: number[],
  weights: Float64Array[],
  adjusters: (Adjuster | null)[][],
  dependence: Parameters['dependence'],
): number[] {
  const best = order.map((c) => {
    const corrected = dependence[c]?.corrections.flatMap((levels) => [...levels]) ?? []
    const own = weights[c]!.map((weight, level) => weight + (adjusters[c]![level]?.most ?? 0))
    return Math.max(0, ...corrected) + own.reduce((most, weight) => Math.max(most, weight), 0)
  })
  return best.map((_, at) => best.slice(at).reduce((sum, weight) => sum + weight, 0))
}
