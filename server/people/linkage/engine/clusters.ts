import { createHeap } from './heap.ts'
import { createPairs, type Pairs } from './pairs.ts'
import type { Scorer } from './score.ts'

/** A single pair counts for no more than this many bits, either way, in the average over two clusters. */
const MOST_BITS = 12
/** So many pairs at most are weighed to learn how two clusters go together. */
const MAX_WEIGHED = 64
const MAX_CLUSTER = 500
/** What twice as many pairs add to their average weight, three times at most. */
const BITS_PER_DOUBLING = 0.5
const MOST_DOUBLINGS = 3

type Cluster = { members: number[]; height: number; neighbours: Map<number, number>; alive: boolean }

/**
 * Joins records into clusters, the best first, by the average weight of all pairs between two clusters: so that one good
 * pair does not chain two different people together, and two poor records of one person meet through a third. Gives all
 * pairs within clusters, each with the weight at which they came together; the average never falls below `floor`.
 */
export function joinByAverage(pairs: Pairs, scorer: Scorer, floor: number): Pairs {
  const clusters = new Map<number, Cluster>()
  const heap = createHeap()
  const clusterOf = (id: number) => {
    const known = clusters.get(id)
    if (known) return known
    const single = { members: [id], height: Infinity, neighbours: new Map<number, number>(), alive: true }
    clusters.set(id, single)
    return single
  }
  for (let pair = 0; pair < pairs.size; pair++) {
    const weight = bounded(pairs.weight[pair]!)
    if (weight < floor) continue
    clusterOf(pairs.left[pair]!).neighbours.set(pairs.right[pair]!, weight)
    clusterOf(pairs.right[pair]!).neighbours.set(pairs.left[pair]!, weight)
    heap.push(pairs.weight[pair]!, pairs.left[pair]!, pairs.right[pair]!)
  }
  const joined = createPairs()
  for (let best = heap.pop(); best; best = heap.pop()) {
    const [weight, a, b] = best
    const left = clusters.get(a)!
    const right = clusters.get(b)!
    if (!left.alive || !right.alive) continue
    const average = left.neighbours.get(b)
    if (average === undefined || weightOf(average, left, right) !== boundedSingle(weight, left, right))
      continue
    if (left.members.length + right.members.length > MAX_CLUSTER) continue
    const height = Math.min(weight, left.height, right.height)
    for (const x of left.members) for (const y of right.members) joined.add(x, y, height)
    merge({ clusters, heap, scorer, floor }, [a, b], height)
  }
  return joined.pairs()
}

function bounded(weight: number): number {
  return Math.max(-MOST_BITS, Math.min(MOST_BITS, weight))
}

/** Several pairs that speak for the same are more than their average says. */
function weightOf(average: number, left: Cluster, right: Cluster): number {
  return (
    average +
    BITS_PER_DOUBLING * Math.min(MOST_DOUBLINGS, Math.log2(left.members.length * right.members.length))
  )
}

function boundedSingle(weight: number, left: Cluster, right: Cluster): number {
  return left.members.length * right.members.length === 1 ? bounded(weight) : weight
}

type Forest = {
  clusters: Map<number, Cluster>
  heap: ReturnType<typeof createHeap>
  scorer: Scorer
  floor: number
}

/** The second cluster goes into the first; what either knows of its neighbours is averaged. */
function merge({ clusters, heap, scorer, floor }: Forest, [a, b]: [number, number], height: number): void {
  const left = clusters.get(a)!
  const right = clusters.get(b)!
  const neighbours = new Map<number, number>()
  for (const id of new Set([...left.neighbours.keys(), ...right.neighbours.keys()])) {
    if (id === a || id === b) continue
    const other = clusters.get(id)!
    const toLeft = left.neighbours.get(id) ?? averageWeight(scorer, left.members, other.members)
    const toRight = right.neighbours.get(id) ?? averageWeight(scorer, right.members, other.members)
    const size = left.members.length + right.members.length
    const average = (toLeft * left.members.length + toRight * right.members.length) / size
    other.neighbours.delete(b)
    other.neighbours.delete(a)
    if (average < floor) continue
    neighbours.set(id, average)
    other.neighbours.set(a, average)
  }
  right.alive = false
  right.neighbours.clear()
  const joined = { members: [...left.members, ...right.members], height, neighbours, alive: true }
  clusters.set(a, joined)
  for (const [id, average] of neighbours)
    heap.push(weightOf(average, joined, clusters.get(id)!), Math.min(a, id), Math.max(a, id))
}

function averageWeight(scorer: Scorer, left: number[], right: number[]): number {
  const step = Math.max(1, Math.ceil((left.length * right.length) / MAX_WEIGHED))
  let sum = 0
  let count = 0
  for (let at = 0; at < left.length * right.length; at += step) {
    sum += bounded(scorer.weigh(left[at % left.length]!, right[Math.floor(at / left.length)]!))
    count += 1
  }
  return sum / count
}
