import type { Comparison } from './comparison.ts'
import type { Patterns } from './patterns.ts'

/** What training finds: how common matches are, and each level among matches (m) and among others (u). */
export type Parameters = {
  /** The probability that two records drawn at random match. */
  prior: number
  m: number[][]
  u: number[][]
  /** u as it was seen among all pairs, matches included: what common values are measured against. */
  seen: number[][]
  /** Whether a pair itself is left out when it is counted how common their value is; Splink counts it. */
  leavesPairOut: boolean
  /** By comparison: on which other it depends among records that do not match. */
  dependence: (Dependence | null)[]
}

/** Bits to add to the weight of a comparison, by the level of its parent and its own level. */
export type Dependence = { parent: number; corrections: Float64Array[] }

const START_EXACT = 0.95
/** Of so many matches a value was changed, of so many of those to any other; each level further away is seen less often. */
const CHANGED = 0.35
const UNRELATED = 0.3
const NEXT_LEVEL = 0.7
const SMALLEST = 1e-300

/** The m that training starts from: 95 of 100 matches agree exactly, and the rest is shared out evenly. */
export function startingM(comparisons: readonly Comparison[]): number[][] {
  return comparisons.map(({ levels }) =>
    Array.from({ length: levels }, (_, level) =>
      level === 0 ? START_EXACT : (1 - START_EXACT) / (levels - 1),
    ),
  )
}

/**
 * What to expect of matches before any was seen: most keep the value they had, the fewer the more values there are to
 * change to; of those that do not, most come close, and the rest are as two values drawn at random.
 */
export function expectedM(u: readonly number[][]): number[][] {
  return u.map((levels) => {
    const changed = CHANGED * (1 - levels[0]!)
    const near = levels.slice(1, -1)
    const total = near.reduce((sum, _, level) => sum + NEXT_LEVEL ** level, 0)
    return levels.map((share, level) => {
      if (level === 0) return 1 - changed + changed * UNRELATED * levels[0]!
      const close = level < levels.length - 1 ? NEXT_LEVEL ** (level - 1) / Math.max(total, 1e-9) : 0
      const rest = near.length === 0 && level === levels.length - 1 ? 1 - UNRELATED : 0
      return changed * ((1 - UNRELATED) * close + rest + UNRELATED * share)
    })
  })
}

/** Weight of evidence by comparison and level, in bits; 0 for the null level. */
export function levelWeights({ m, u }: Pick<Parameters, 'm' | 'u'>): Float64Array[] {
  return m.map((levels, c) =>
    Float64Array.from([
      ...levels.map(
        (share, level) => Math.log2(Math.max(share, SMALLEST)) - Math.log2(Math.max(u[c]![level]!, SMALLEST)),
      ),
      0,
    ]),
  )
}

export function log2Odds(probability: number): number {
  return Math.log2(probability / (1 - probability))
}

/** The probability for a match weight, computed so that no weight overflows. */
export function probabilityOf(weight: number): number {
  if (weight >= 0) return 1 / (1 + 2 ** -weight)
  const odds = 2 ** weight
  return odds / (1 + odds)
}

/** How much of `weightOf` falls on each level of each comparison, and how much of it on any but the null level. */
export function sumLevels(
  comparisons: readonly Comparison[],
  patterns: Patterns,
  weightOf: (pattern: number) => number,
) {
  const width = comparisons.length
  const sums = comparisons.map(({ levels }) => new Float64Array(levels + 1))
  for (let pattern = 0; pattern < patterns.size; pattern++) {
    const weight = weightOf(pattern)
    for (let c = 0; c < width; c++) sums[c]![patterns.levels[pattern * width + c]!]! += weight
  }
  return sums.map((levels) => {
    const known = levels.slice(0, -1)
    return { levels: known, total: known.reduce((sum, value) => sum + value, 0) }
  })
}

/** By pattern: the probability of a match. */
export function patternProbabilities(
  patterns: Patterns,
  prior: number,
  weights: Float64Array[],
  dependence: readonly (Dependence | null)[] = [],
): Float64Array {
  const width = weights.length
  const base = log2Odds(prior)
  const dependents = dependence.flatMap((found, child) => (found ? [{ ...found, child }] : []))
  return Float64Array.from({ length: patterns.size }, (_, pattern) => {
    let weight = base
    for (let c = 0; c < width; c++) weight += weights[c]![patterns.levels[pattern * width + c]!]!
    for (const found of dependents) {
      const level = patterns.levels[pattern * width + found.child]!
      weight += found.corrections[patterns.levels[pattern * width + found.parent]!]![level]!
    }
    return probabilityOf(weight)
  })
}
