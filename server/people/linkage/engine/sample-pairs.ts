import type { Comparison } from './comparison.ts'
import { createPatternCounter, type Patterns } from './patterns.ts'
import { createRandom } from './random.ts'

const SEED = 5
/** A level that was not seen among so many pairs is taken to have been seen half a time. */
const UNSEEN_COUNT = 0.5

/** Pairs drawn at random, always the same ones; all pairs when there are no more than asked for. */
export function samplePairs(size: number, comparisons: readonly Comparison[], maxPairs: number): Patterns {
  const counter = createPatternCounter(comparisons)
  if ((size * (size - 1)) / 2 <= maxPairs) {
    for (let left = 0; left < size; left++)
      for (let right = left + 1; right < size; right++) counter.add(left, right)
    return counter.patterns()
  }
  const random = createRandom(SEED)
  for (let pair = 0; pair < maxPairs; pair++) {
    const left = Math.floor(random() * size)
    const other = Math.floor(random() * (size - 1))
    const right = other < left ? other : other + 1
    counter.add(Math.min(left, right), Math.max(left, right))
  }
  return counter.patterns()
}

/** Shares of levels from how often they were seen. */
export function sharesOf(sums: { levels: Float64Array; total: number }[]): number[][] {
  return sums.map(({ levels, total }) =>
    Array.from(levels, (count) => Math.max(count, UNSEEN_COUNT) / Math.max(total, 1)),
  )
}
