import type { Pairs } from './pairs.ts'

/** How well pairs from a weight on agree with the truth. */
export type Quality = {
  threshold: number
  precision: number
  recall: number
  f1: number
  tp: number
  fp: number
  fn: number
}

/** How many pairs of records are the same, by the entity of each record; -1 for unknown. */
export function countTruePairs(entities: Int32Array): number {
  const sizes = new Map<number, number>()
  for (const entity of entities) if (entity >= 0) sizes.set(entity, (sizes.get(entity) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}

/** Precision, recall and F1 at each weight that occurs, from the highest on; pairs that are not here count as refused. */
export function truthTable({ left, right, weight, size }: Pairs, entities: Int32Array): Quality[] {
  const positives = countTruePairs(entities)
  const order = Array.from({ length: size }, (_, pair) => pair).sort((a, b) => weight[b]! - weight[a]!)
  const table: Quality[] = []
  let tp = 0
  order.forEach((pair, index) => {
    const entity = entities[left[pair]!]!
    if (entity >= 0 && entity === entities[right[pair]!]) tp += 1
    const next = order[index + 1]
    if (next !== undefined && weight[next] === weight[pair]) return
    table.push(qualityOf({ tp, found: index + 1, positives }, weight[pair]!))
  })
  return table
}

/** The quality of what lies at or above a weight. */
export function qualityAt(table: Quality[], threshold: number, positives: number): Quality {
  const last = table.findLast((row) => row.threshold >= threshold)
  return last ?? qualityOf({ tp: 0, found: 0, positives }, threshold)
}

function qualityOf(
  { tp, found, positives }: { tp: number; found: number; positives: number },
  threshold: number,
): Quality {
  return {
    threshold,
    precision: found === 0 ? 0 : tp / found,
    recall: positives === 0 ? 0 : tp / positives,
    f1: tp === 0 ? 0 : (2 * tp) / (found + positives),
    tp,
    fp: found - tp,
    fn: positives - tp,
  }
}
