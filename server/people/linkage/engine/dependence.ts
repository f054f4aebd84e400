import type { Comparison } from './comparison.ts'
import { log2Odds, probabilityOf, type Dependence, type Parameters } from './parameters.ts'
import type { Patterns } from './patterns.ts'
import { createRandom } from './random.ts'
import { rarityOf, type Field, type Table } from './table.ts'

const SEED = 7
const PAIRS_PER_FIELD = 8_000
/** How far apart two values that are sorted may stand. */
const NEAR = 40
/** Pairs at least of different people that a share is worked out of, and what the share without dependence counts for. */
const MIN_PAIRS = 40
const PSEUDO_PAIRS = 20
/** Bits by which the levels of one field are foretold by agreement in another, from which on it is taken into account. */
const MIN_BITS = 0.25
/** So many times as many matches as are expected are thought possible, so that none of them is taken for chance. */
const CAREFUL = 32

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
  const prior = log2Odds(matching) + Math.log2(CAREFUL)
  const levels = new Uint8Array(comparisons.length)
  const tallies = comparisons.map((parent, p) => {
    const tally = emptyTally(comparisons, p)
    const count = (isShared: boolean) => (left: number, right: number) => {
      for (let c = 0; c < comparisons.length; c++) levels[c] = comparisons[c]!.levelOf(left, right)
      if ((levels[p] === 0) !== isShared) return
      const field = isShared ? parent.termFrequency[0] : null
      const rarity = field ? rarityOf(field, field.ids[left]!, u[p]![0]!) : 0
      const total = levels.reduce((sum, level, c) => sum + weights[c]![level]!, prior + rarity)
      addTo(tally, { levels, p, weights, total, count: field ? shareOfOthers(field, left) : 1 })
    }
    eachPairSharing(table, parent, count(true))
    eachPairNear(table, parent, count(false))
    addSample(tally, sample, { p, weights, prior })
    return tally
  })
  return chooseParents(comparisons, tallies, u)
}

/** A value that two or three records have tells of duplicates more than of chance; the more have it, the less it does. */
function shareOfOthers({ counts, ids }: Field, record: number): number {
  const count = counts[ids[record]!] ?? 0
  return count === 0 ? 0 : (count - 2) / count
}

function emptyTally(comparisons: readonly Comparison[], p: number): Tally {
  return Array.from({ length: comparisons[p]!.levels + 1 }, () =>
    comparisons.map(({ levels }) => new Array<number>(levels + 1).fill(0)),
  )
}

type Seen = { levels: Uint8Array; p: number; weights: Float64Array[]; total: number; count: number }

/**
 * Counts the pair for each field by the probability that the two are different, going by all other fields; and where they
 * agree wholly, going by that, too: no dependence gives two people one telephone number.
 */
function addTo(tally: Tally, { levels, p, weights, total, count }: Seen): void {
  const own = tally[levels[p]!]!
  for (let c = 0; c < levels.length; c++) {
    const level = levels[c]!
    const others = level === 0 ? total : total - weights[c]![level]!
    if (c !== p) own[c]![level]! += count * (1 - probabilityOf(others))
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
    addTo(tally, { ...at, levels, total, count: sample.counts[pattern]! })
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

/**
 * Visits random pairs whose values in the first field of a comparison stand near each other when sorted, forwards and
 * backwards: the only way to see enough of values that are nearly the same. Only that field decides which pairs.
 */
function eachPairNear(
  { fields }: Table,
  { fields: [name] }: Comparison,
  visit: (l: number, r: number) => void,
): void {
  const field = fields.get(name ?? '')
  if (!field || field.present < 3) return
  const random = createRandom(SEED)
  const { values } = field.pool
  const backwards = values.map((value) => Array.from(value).reverse().join(''))
  for (const texts of [values, backwards]) {
    const records = Array.from(field.ids.keys())
      .filter((record) => field.ids[record]! >= 0)
      .sort((a, b) => (texts[field.ids[a]!]! < texts[field.ids[b]!]! ? -1 : 1))
    for (let pair = 0; pair < PAIRS_PER_FIELD; pair++) {
      const at = Math.floor(random() * records.length)
      const other = at + 1 + Math.floor(random() ** 2 * NEAR)
      const [left, right] = [records[at]!, records[other]]
      if (right === undefined || field.ids[left] === field.ids[right]) continue
      visit(Math.min(left, right), Math.max(left, right))
    }
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
      const byLevel = tallies[parent]!.slice(0, -2).map((levels) => bitsForetold(levels[child]!, u[child]!))
      const bits = parent === child ? 0 : Math.max(...byLevel)
      return bits > MIN_BITS ? [{ parent, child, bits }] : []
    }),
  )
  const chosen = comparisons.map((): Dependence | null => null)
  for (const { parent, child } of edges.toSorted((a, b) => b.bits - a.bits)) {
    if (chosen[child] !== null || leadsTo(chosen, parent, child)) continue
    const corrections = correctionsByLevel(
      tallies[parent]!.map((byChild) => byChild[child]!),
      u[child]!,
    )
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

/** A level of the parent of which too little was seen takes what the next one taught, which says less. */
function correctionsByLevel(tallies: number[][], u: number[]): Float64Array[] {
  let next = new Float64Array(u.length + 1)
  return tallies
    .toReversed()
    .map((tally, index) => {
      const known = tally.slice(0, -1)
      const total = known.reduce((sum, count) => sum + count, 0)
      const own = total < MIN_PAIRS ? next : correctionsOf(tally, u)
      // The null level comes first here, and foretells nothing of the levels before it.
      if (index > 0) next = own
      return own
    })
    .toReversed()
}

/** By level: bits to add because the parent foretold it; 0 for the null level. */
function correctionsOf(tally: number[], u: number[]): Float64Array<ArrayBuffer> {
  const known = tally.slice(0, -1)
  const total = known.reduce((sum, count) => sum + count, 0)
  return Float64Array.from([
    ...known.map((count, level) => {
      const share = (count + PSEUDO_PAIRS * u[level]!) / (total + PSEUDO_PAIRS)
      const bits = Math.log2(u[level]!) - Math.log2(share)
      // Agreement that was not met yet says nothing more for that; only that all differ is foretold, too.
      return level < known.length - 1 ? Math.min(0, bits) : bits
    }),
    0,
  ])
}
