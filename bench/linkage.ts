import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { linkageSettings, type LinkageSettings } from '../model/linkage.ts'
import {
  countTruePairs,
  linkByRules,
  linkRecords,
  qualityAt,
  suggestSettings,
  truthTable,
  type RawColumn,
} from '../server/people/index.ts'
import { makePeople } from './lib/make-people.ts'
import { optionOf } from './lib/option-of.ts'
import { readTable } from './lib/read-table.ts'
import { entitiesOf, truthColumns } from './lib/truth-columns.ts'
import type { BenchOptions } from './run.ts'

const SCALE_RECORDS = 1_000_000
/** With more records than this, pairs of little weight are not kept: they would take more memory than the records. */
const LARGE = 100_000
const LARGE_FLOOR_BITS = -4
const DIGITS = 10_000

type Records = { size: number; columns: RawColumn[] }

/**
 * How well and how fast records of a CSV file are matched, with settings suggested from the file unless given. The
 * baseline is a deterministic rule: records that agree exactly in two telling fields. Without a file, a million made
 * people are matched.
 */
export function linkage({ args }: BenchOptions): Promise<object> {
  const path = optionOf(args, 'dataset')
  const records = path ? readTable(path) : makePeople(Number(optionOf(args, 'records') ?? SCALE_RECORDS), 1)
  const entities = entitiesOf(records.columns, optionOf(args, 'truth'))
  const hidden = truthColumns(records.columns, optionOf(args, 'truth'))
  const columns = records.columns.filter(({ name }) => !hidden.includes(name))
  const file = optionOf(args, 'settings')
  const start = performance.now()
  const settings = file ? readSettings(file) : suggestSettings(records.size, columns)
  if (!settings) throw new Error('There is no column in which records could be compared.')
  return Promise.resolve(measure({ ...records, columns }, { settings, entities, start }))
}

function measure(
  { size, columns }: Records,
  { settings, entities, start }: { settings: LinkageSettings; entities: Int32Array; start: number },
): object {
  const linked = linkRecords(size, columns, settings, size > LARGE ? LARGE_FLOOR_BITS : undefined)
  const seconds = (performance.now() - start) / 1_000
  const positives = countTruePairs(entities)
  const table = truthTable(linked.joined, entities)
  const threshold = Math.log2(settings.linkAt / (1 - settings.linkAt))
  const chosen = qualityAt(table, threshold, positives)
  const best = bestOf(table)
  const alone = truthTable(linked.pairs, entities)
  const baseline = truthTable(linkByRules(size, columns, settings), entities).at(-1)
  return {
    pairs_precision: round(chosen.precision),
    pairs_recall: round(chosen.recall),
    pairs_f1: round(chosen.f1),
    best_f1: round(best?.f1 ?? 0),
    best_threshold: best ? probability(best.threshold) : null,
    threshold: settings.linkAt,
    seconds: round(seconds),
    records_per_second: Math.round(size / seconds),
    records: size,
    pairs_scored: linked.scored,
    true_pairs: positives,
    before_clustering_f1: round(qualityAt(alone, threshold, positives).f1),
    before_clustering_best_f1: round(bestOf(alone)?.f1 ?? 0),
    baseline_rule_precision: round(baseline?.precision ?? 0),
    baseline_rule_recall: round(baseline?.recall ?? 0),
    baseline_rule_f1: round(baseline?.f1 ?? 0),
    peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

function bestOf(table: ReturnType<typeof truthTable>) {
  return table.length === 0 ? undefined : table.reduce((best, row) => (row.f1 > best.f1 ? row : best))
}

function readSettings(file: string): LinkageSettings {
  return linkageSettings.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function probability(weight: number): number {
  return Number((1 / (1 + 2 ** -weight)).toPrecision(6))
}

function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS
}
