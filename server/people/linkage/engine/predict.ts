import { eachCandidate, eachCandidateOf, type PreparedRule } from './candidates.ts'
import { createPairs, type Pairs } from './pairs.ts'
import type { Scorer } from './score.ts'

/**
 * Weighs every pair of records that share a block, once, or only those with somebody `wanted`, and keeps those from `floor`
 * (in bits) on.
 */
export function predict(
  rules: readonly PreparedRule[],
  scorer: Scorer,
  floor: number,
  wanted: Uint8Array | null = null,
): { pairs: Pairs; scored: number } {
  const found = createPairs()
  let scored = 0
  const weigh = (left: number, right: number) => {
    scored += 1
    const weight = scorer.weigh(left, right, floor)
    if (weight >= floor) found.add(left, right, weight)
  }
  if (wanted) eachCandidateOf(wanted, rules, weigh)
  else eachCandidate(rules, weigh)
  return { pairs: found.pairs(), scored }
}
