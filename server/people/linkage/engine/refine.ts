import { eachCandidate, type PreparedRule } from './candidates.ts'
import type { Comparison } from './comparison.ts'
import { levelWeights, patternProbabilities, sumLevels, type Parameters } from './parameters.ts'
import { createPatternCounter } from './patterns.ts'
import type { Table } from './table.ts'

const MAX_PAIRS = 600_000
const ITERATIONS = 12
/** How many matches the m of the training sessions counts for. */
const FORMER_MATCHES = 5
/** Agreement by chance is at least this share of all agreement that was seen. */
const LEAST_CHANCE = 0.02

type Evidence = { table: Table; comparisons: readonly Comparison[]; rules: PreparedRule[] }

/**
 * Goes on with expectation–maximisation over all candidates at once. Pairs that are no candidates are taken for no
 * matches, so that the prior is counted instead of guessed; and u is freed of the matches among the random pairs, which in
 * a small table are most of those that agree in an e-mail address. `first` are the weights to begin with.
 */
export function refine(
  { table, comparisons, rules }: Evidence,
  start: Parameters,
  first: Float64Array[],
  iterations = ITERATIONS,
): Parameters {
  const { patterns, share } = countCandidates(comparisons, rules)
  if (patterns.size === 0) return start
  const total = (table.size * (table.size - 1)) / 2
  let current = start
  let weights = first
  for (let iteration = 0; iteration < iterations; iteration++) {
    const probabilities = patternProbabilities(patterns, current.prior, weights, current.dependence)
    const matchesOf = (pattern: number) => patterns.counts[pattern]! * probabilities[pattern]!
    const sums = sumLevels(comparisons, patterns, matchesOf)
    const matches = probabilities.reduce((sum, _, pattern) => sum + matchesOf(pattern), 0) / share
    const prior = Math.min(0.5, Math.max(matches, 1) / total)
    const m = start.m.map((levels, c) =>
      levels.map((former, level) => {
        const { levels: seen, total: known } = sums[c]!
        return (seen[level]! + FORMER_MATCHES * former) / (known + FORMER_MATCHES)
      }),
    )
    const u = start.seen.map((levels, c) =>
      levels.map((seen, level) =>
        Math.max((seen - prior * m[c]![level]!) / (1 - prior), seen * LEAST_CHANCE),
      ),
    )
    current = { ...start, prior, m, u }
    weights = levelWeights(current)
  }
  return current
}

/** The patterns of the candidates, or of an even share of them when there are very many. */
function countCandidates(comparisons: readonly Comparison[], rules: PreparedRule[]) {
  const counter = createPatternCounter(comparisons)
  const expected = rules.reduce((sum, { pairs }) => sum + pairs, 0)
  const every = Math.max(1, Math.ceil(expected / MAX_PAIRS))
  let number = 0
  eachCandidate(rules, (left, right) => {
    if (number++ % every === 0) counter.add(left, right)
  })
  return { patterns: counter.patterns(), share: 1 / every }
}
