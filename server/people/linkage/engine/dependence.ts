import type { Comparison } from './comparison.ts'
import { log2Odds, type Dependence, type Parameters } from './parameters.ts'
import type { Patterns } from './patterns.ts'
import { createRandom } from './random.ts'
import type { Field, Table } from './table.ts'

const SEED = 7
const PAIRS_PER_FIELD = 8_000
/** Pairs at least of different people that a share is worked out of, and what the share without dependence counts for. */
const MIN_PAIRS = 40
const PSEUDO_PAIRS = 20
/** Bits by which the levels of one field are foretold by agreement in another, from which on it is taken into account. */
const MIN_BITS = 0.25
/** From this weight on, by the other fields, a pair may be a match and tells nothing of chance. */
const SURELY_DIFFERENT_BITS = -2

type Evidence = { table: Table; comparisons: readonly Comparison[]; sample: Patterns }
type Tally = number[][][]

/**
 * Finds fields that go together among different people, as a postcode and its city do: agreement in both is no twofold
 * evidence. Each field depends on at most one other, the one that foretells it best.
 */
export function findDependence(
  { table, comparisons, sample }: Evidence,
  { u, prior: matching }: Parameters,
  weights: Float64Array[],
): (Dependence | null)[] {
  const prior = log2Odds(matching)
  const levels = new Uint8Array(comparisons.length)
  const tallies = comparisons.map((parent, p) => {
    const tally = emptyTally(comparisons, p)
    eachPairSharing(table, parent, (left, right) => {
      for (let c = 0; c < comparisons.length; c++) levels[c] = comparisons[c]!.levelOf(left, right)
      const total = levels.reduce((sum, level, c) => sum + weights[c]![level]!, prior)
      if (levels[p] === 0) addTo(tally, { levels, p, weights, total, count: 1 })
    })
    addSample(tally, sample, { p, weights, prior })
    return tally
  })
  return chooseParents(comparisons, tallies, u)
}

function emptyTally(comparisons: readonly Comparison[], p: number): Tally {
  return Array.from({ length: comparisons[p]!.levels + 1 }, () =>
    comparisons.map(({ levels }) => new Array<number>(levels + 1).fill(0)),
  )
}

type Seen = { levels: Uint8Array; p: number; weights: Float64Array[]; total: number; count: number }

/** Counts the pair for each field that is not needed to know that the two are different. */
function addTo(tally: Tally, { levels, p, weights, total, count }: Seen): void {
  const parentLevel = levels[p]!
  const without = total - weights[p]![parentLevel]!
  for (let c = 0; c < levels.length; c++) {
    const level = levels[c]!
    if (c === p || without - weights[c]![level]! > SURELY_DIFFERENT_BITS) continue
    tally[parentLevel]![c]![level]! += count
  }
}

/** Pairs drawn at random tell of the levels other than the exact one. */
function addSample(
  tally: Tally,
  sample: Patterns,
  at: { p: number; weights: Float64Array[]; prior: number },
): void {
  const width = at.weights.length
  for (let pattern = 0; pattern < sample.size; pattern++) {
    const levels = sample.levels.subarray(pattern * width, (pattern + 1) * width)
    if (levels[at.p] === 0) continue
    const total = levels.reduce((sum, level, c) => sum + at.weights[c]![level]!, at.prior)
    addTo(tally, { levels, p: at.p, weights: at.weights, total, count: sample.counts[pattern]! })
  }
}

/** Visits random pairs that have the same value in the first field of a comparison. */
function eachPairSharing(
  { fields }: Table,
  { fields: [name] }: Comparison,
  visit: (l: number, r: number) => void,
): void {
  const field = fields.get(name ?? '')
  if (!field) return
  const { members, starts } = membersOf(field)
  if (members.length < 2) return
  const random = createRandom(SEED)
  for (let pair = 0; pair < PAIRS_PER_FIELD; pair++) {
    const left = members[Math.floor(random() * members.length)]!
    const value = field.ids[left]!
    const count = starts[value + 1]! - starts[value]!
    const right = members[starts[value]! + Math.floor(random() * count)]!
    if (right !== left) visit(Math.min(left, right), Math.max(left, right))
  }
}

/** The records of each value that several have. */
function membersOf({ ids, counts }: Field): { members: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(counts.length + 1)
  counts.forEach((count, value) => (starts[value + 1] = starts[value]! + (count > 1 ? count : 0)))
  const members = new Int32Array(starts[counts.length]!)
  const next = starts.slice()
  ids.forEach((value, record) => {
    if (value < 0 || counts[value]! < 2) return
    members[next[value]!] = record
    next[value]! += 1
  })
  return { members, starts }
}

function chooseParents(
  comparisons: readonly Comparison[],
  tallies: Tally[],
  u: number[][],
): (Dependence | null)[] {
  const edges = comparisons.flatMap((_, parent) =>
    comparisons.flatMap((__, child) => {
      const bits = parent === child ? 0 : bitsForetold(tallies[parent]![0]![child]!, u[child]!)
      return bits > MIN_BITS ? [{ parent, child, bits }] : []
    }),
  )
  const chosen = comparisons.map((): Dependence | null => null)
  for (const { parent, child } of edges.toSorted((a, b) => b.bits - a.bits)) {
    if (chosen[child] !== null || leadsTo(chosen, parent, child)) continue
    const corrections = tallies[parent]!.map((byChild) => correctionsOf(byChild[child]!, u[child]!))
    chosen[child] = { parent, corrections }
  }
  return chosen
}

function leadsTo(chosen: (Dependence | null)[], from: number, to: number): boolean {
  for (let at: number | undefined = from; at !== undefined; at = chosen[at]?.parent)
    if (at === to) return true
  return false
}

/** Relative entropy of the levels where the parent agrees, to the levels of any pair. */
function bitsForetold(tally: number[], u: number[]): number {
  const known = tally.slice(0, -1)
  const total = known.reduce((sum, count) => sum + count, 0)
  if (total < MIN_PAIRS) return 0
  return known.reduce((sum, count, level) => {
    const share = count / total
    return share === 0 ? sum : sum + share * Math.log2(share / u[level]!)
  }, 0)
}

/** By level: bits to add because the parent foretold it; 0 for the null level. */
function correctionsOf(tally: number[], u: number[]): Float64Array {
  const known = tally.slice(0, -1)
  const total = known.reduce((sum, count) => sum + count, 0)
  if (total < MIN_PAIRS) return new Float64Array(tally.length)
  return Float64Array.from([
    ...known.map((count, level) => {
      const share = (count + PSEUDO_PAIRS * u[level]!) / (total + PSEUDO_PAIRS)
      return Math.log2(u[level]!) - Math.log2(share)
    }),
    0,
  ])
}
