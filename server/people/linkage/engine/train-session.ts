import type { Comparison } from './comparison.ts'
import { levelWeights, log2Odds, patternProbabilities, probabilityOf, sumLevels } from './parameters.ts'
import type { Patterns } from './patterns.ts'

const MAX_ITERATIONS = 25
const SMALLEST_CHANGE = 1e-4
const UNSEEN = 1e-6

export type Session = {
  /** By comparison and level; null where the level was never seen, or the rule uses a field of the comparison. */
  m: (number | null)[][]
  /** The log-likelihood before each iteration; it never falls. */
  likelihoods: number[]
}

type Start = { prior: number; m: number[][]; u: number[][] }

/**
 * Expectation–maximisation over the pairs of one training rule, with u fixed. Comparisons of fields that the rule uses say
 * nothing here; that all pairs agree in them is taken into the odds to start from.
 */
export function trainSession(
  comparisons: readonly Comparison[],
  patterns: Patterns,
  start: Start,
  ruleFields: readonly string[],
): Session {
  const uses = comparisons.map(({ fields }) => fields.some((field) => ruleFields.includes(field)))
  const weights = levelWeights(start)
  const blockedOdds = uses.reduce(
    (sum, isUsed, c) => sum + (isUsed ? weights[c]![0]! : 0),
    log2Odds(start.prior),
  )
  let prior = probabilityOf(blockedOdds)
  let m = start.m
  const seen = sumLevels(comparisons, patterns, (pattern) => patterns.counts[pattern]!)
  const likelihoods: number[] = []
  for (let iteration = 0; iteration < MAX_ITERATIONS && patterns.size > 0; iteration++) {
    const current = levelWeights({ m, u: start.u }).map((levels, c) => (uses[c] ? levels.fill(0) : levels))
    const probabilities = patternProbabilities(patterns, prior, current)
    likelihoods.push(logLikelihood(patterns, prior, current))
    const sums = sumLevels(
      comparisons,
      patterns,
      (pattern) => patterns.counts[pattern]! * probabilities[pattern]!,
    )
    const next = m.map((levels, c) =>
      uses[c]
        ? levels
        : levels.map((_, level) =>
            seen[c]!.levels[level]! > 0 ? sums[c]!.levels[level]! / sums[c]!.total : UNSEEN,
          ),
    )
    const matches = patterns.counts.reduce((sum, count, pattern) => sum + count * probabilities[pattern]!, 0)
    const change = Math.max(Math.abs(matches / patterns.pairs - prior), largestChange(m, next))
    m = next
    prior = Math.min(1 - 1e-9, matches / patterns.pairs)
    if (change < SMALLEST_CHANGE) break
  }
  const isKnown = (c: number, level: number) => !uses[c] && seen[c]!.levels[level]! > 0
  return {
    m: m.map((levels, c) => levels.map((share, level) => (isKnown(c, level) ? share : null))),
    likelihoods,
  }
}

function largestChange(a: number[][], b: number[][]): number {
  return Math.max(...a.flatMap((levels, c) => levels.map((share, level) => Math.abs(share - b[c]![level]!))))
}

/** Up to a constant: the sum over pairs of log(prior * m/u product + 1 - prior). */
function logLikelihood(patterns: Patterns, prior: number, weights: Float64Array[]): number {
  const width = weights.length
  let sum = 0
  for (let pattern = 0; pattern < patterns.size; pattern++) {
    let weight = 0
    for (let c = 0; c < width; c++) weight += weights[c]![patterns.levels[pattern * width + c]!]!
    sum += patterns.counts[pattern]! * Math.log(prior * 2 ** weight + 1 - prior)
  }
  return sum
}

/** The median over sessions by level; the starting value where no session has seen the level. */
export function medianM(sessions: Session[], start: number[][]): number[][] {
  return start.map((levels, c) =>
    levels.map((value, level) => {
      const seen = sessions.map(({ m }) => m[c]![level]!).filter((share) => share !== null)
      return seen.length === 0 ? value : median(seen)
    }),
  )
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
