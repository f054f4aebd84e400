import { eachCandidate, type PreparedRule } from './candidates.ts'
import { createPairs, type Pairs } from './pairs.ts'
import type { Scorer } from './score.ts'

/** Weighs every pair of records that share a block, once, and keeps those from `floor` (in bits) on. */
export function predict(
  rules: readonly PreparedRule[],
  scorer: Scorer,
  floor: number,
): { pairs: Pairs; scored: number } {
  const found = createPairs()
  let scored = 0
  eachCandidate(rules, (left, right) => {
    scored += 1
    const weight = scorer.weigh(left, right, floor)
    if (weight >= floor) found.add(left, right, weight)
  })
  return { pairs: found.pairs(), scored }
}
