import { eachCandidate, type PreparedRule } from './candidates.ts'
import type { Comparison } from './comparison.ts'
import {
  levelWeights,
  patternProbabilities,
  sumLevels,
  type Dependence,
  type Parameters,
} from './parameters.ts'
import { createPatternCounter, type Patterns } from './patterns.ts'
import type { Table } from './table.ts'

const MAX_PAIRS = 600_000
const ITERATIONS = 12
/** How many matches what was expected of them counts for. */
const FORMER_MATCHES = 8
/**
 * Chance accounts for at least this share of all agreement that was seen, and for more where values come only near: or a
 * list of namesakes without a duplicate would soon be one of duplicates.
 */
const LEAST_CHANCE = 0.05
const LEAST_CHANCE_NEAR = 0.2

/** The patterns of the candidates, and which share of the candidates was counted. */
export type Candidates = { patterns: Patterns; share: number }
type Evidence = {
  table: Table
  comparisons: readonly Comparison[]
  candidates: Candidates
  /** By comparison: of how many of all pairs both records have a value. */
  known: number[]
}

/**
 * Goes on with expectation–maximisation over all candidates at once. Pairs that are no candidates are taken for no
 * matches, so that the prior is counted instead of guessed; and u is freed of the matches among the random pairs, which in
 * a small table are most of those that agree in an e-mail address. `first` are the weights to begin with.
 */
export function refine(
  { table, comparisons, candidates: { patterns, share }, known }: Evidence,
  start: Parameters,
  first: Float64Array[],
): Parameters {
  if (patterns.size === 0) return start
  const total = (table.size * (table.size - 1)) / 2
  let current = start
  let weights = first
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const probabilities = patternProbabilities(patterns, current.prior, weights, current.dependence)
    const matchesOf = (pattern: number) => patterns.counts[pattern]! * probabilities[pattern]!
    const sums = sumLevels(comparisons, patterns, matchesOf)
    const matches = probabilities.reduce((sum, _, pattern) => sum + matchesOf(pattern), 0) / share
    const prior = Math.min(0.5, Math.max(matches, 1) / total)
    const m = start.m.map((levels, c) =>
      levels.map((former, level) => {
        const { levels: seen, total: matches } = sums[c]!
        return (seen[level]! + FORMER_MATCHES * former) / (matches + FORMER_MATCHES)
      }),
    )
    const u = start.seen.map((levels, c) => {
      const others = Math.max(known[c]! - sums[c]!.total / share, 1)
      return levels.map((seen, level) =>
        Math.max(
          (seen * known[c]! - sums[c]!.levels[level]! / share) / others,
          seen * (level === 0 ? LEAST_CHANCE : LEAST_CHANCE_NEAR),
        ),
      )
    })
    const dependence = start.dependence.map((found, c) => found && against(found, start.seen[c]!, u[c]!))
    current = { ...start, prior, m, u, dependence }
    weights = levelWeights(current)
  }
  return current
}

/** Values that come near because another field foretold it are as likely as before, however rare that has become elsewhere. */
function against(found: Dependence, seen: number[], u: number[]): Dependence {
  const corrections = found.corrections.map((levels) =>
    levels.map((bits, level) => (bits < 0 && level > 0 ? bits + Math.log2(u[level]! / seen[level]!) : bits)),
  )
  return { ...found, corrections }
}

/** The patterns of the candidates, or of an even share of them when there are very many. */
export function countCandidates(comparisons: readonly Comparison[], rules: PreparedRule[]): Candidates {
  const counter = createPatternCounter(comparisons)
  const expected = rules.reduce((sum, { pairs }) => sum + pairs, 0)
  const every = Math.max(1, Math.ceil(expected / MAX_PAIRS))
  let number = 0
  eachCandidate(rules, (left, right) => {
    if (number++ % every === 0) counter.add(left, right)
  })
  return { patterns: counter.patterns(), share: 1 / every }
}
