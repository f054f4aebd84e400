import type { LinkageSettings } from '../../../model/linkage.ts'
import { joinByAverage } from './engine/clusters.ts'
import type { Pairs } from './engine/pairs.ts'
import { predict } from './engine/predict.ts'
import { createScorer, type Scorer } from './engine/score.ts'
import type { RawColumn } from './engine/table.ts'
import type { Parameters } from './engine/parameters.ts'
import { prepare, train, type Trained } from './engine/train.ts'
import { tableFor } from './table-for.ts'

const DEFAULT_FLOOR_BITS = -12

export type Linked = Trained & {
  scorer: Scorer
  /** Pairs with the weight of their own, and how many were weighed to find them. */
  pairs: Pairs
  scored: number
  /** Pairs within clusters, with the weight at which their clusters came together; equal to `pairs` without refining. */
  joined: Pairs
}

/** Learns from the records how to weigh their agreement, and weighs all pairs that may be the same. */
export function linkRecords(
  size: number,
  columns: readonly RawColumn[],
  settings: LinkageSettings,
  floor = DEFAULT_FLOOR_BITS,
): Linked {
  const table = tableFor(size, columns, settings.fields)
  const trained = train(table, settings)
  const scorer = createScorer(trained.comparisons, trained.parameters)
  const { pairs, scored } = predict(trained.rules, scorer, floor)
  const joined = settings.refine ? joinByAverage(pairs, scorer, floor) : pairs
  return { ...trained, scorer, pairs, scored, joined }
}

export type Learned = { settings: LinkageSettings; parameters: Parameters }

/** Weighs, by what was learned before, the pairs of which at least one record is among `wanted`. */
export function linkWanted(
  { size, columns, wanted }: { size: number; columns: readonly RawColumn[]; wanted: Uint8Array },
  { settings, parameters }: Learned,
  floor: number,
): Pick<Linked, 'pairs' | 'scorer' | 'scored'> {
  const { comparisons, rules } = prepare(tableFor(size, columns, settings.fields), settings)
  const scorer = createScorer(comparisons, parameters)
  return { scorer, ...predict(rules, scorer, floor, wanted) }
}
