import type { LinkageComparison, LinkageSettings } from '../../../../model/linkage.ts'
import { eachCandidate, prepareRule, type PreparedRule } from './candidates.ts'
import { compileComparison, fieldNamed, type Comparison } from './comparison.ts'
import { findDependence } from './dependence.ts'
import { levelWeights, sumLevels, startingM, surpriseWeights, type Parameters } from './parameters.ts'
import { createPatternCounter } from './patterns.ts'
import { refine } from './refine.ts'
import { samplePairs, sharesOf } from './sample-pairs.ts'
import type { Table } from './table.ts'
import { medianM, trainSession } from './train-session.ts'

const MAX_SAMPLE_PAIRS = 1_000_000
/** Agreement of whole values is counted, not sampled, when the model is refined. */
const MAX_REFINED_SAMPLE_PAIRS = 300_000
/** What is guessed when no rule is certain. */
const MATCHES_PER_RECORD = 0.3
const ITERATIONS_WHEN_MISLED = 2
const MAX_SESSION_PAIRS = 500_000

export type Trained = { comparisons: Comparison[]; parameters: Parameters; rules: PreparedRule[] }

/** Learns from the records alone how to weigh each agreement: u at random, m by expectation–maximisation. */
export function train(table: Table, settings: LinkageSettings): Trained {
  const comparisons = settings.comparisons.map((definition) => compileComparison(table, definition))
  const rules = settings.blocking.map((rule) => prepareRule(table, rule))
  const sample = samplePairs(
    table.size,
    comparisons,
    settings.refine ? MAX_REFINED_SAMPLE_PAIRS : MAX_SAMPLE_PAIRS,
  )
  const sampled = sharesOf(sumLevels(comparisons, sample, (pattern) => sample.counts[pattern]!))
  const u = settings.refine ? countExact(table, settings.comparisons, sampled) : sampled
  const start = { prior: guessPrior(table, settings), m: startingM(comparisons), u }
  const sessions = settings.training.map((rule) => {
    const patterns = countSession(table, comparisons, prepareRule(table, rule))
    return trainSession(comparisons, patterns, start, rule.flatMap(fieldsOf))
  })
  const parameters = {
    prior: start.prior,
    m: medianM(sessions, start.m),
    u,
    seen: u,
    dependence: comparisons.map(() => null),
  }
  if (!settings.refine) return { comparisons, rules, parameters }
  const weights = sessions.length === 0 ? surpriseWeights(u) : levelWeights(parameters)
  const dependence = findDependence({ table, comparisons, sample }, parameters, weights)
  const evidence = { table, comparisons, rules }
  const trained = { ...parameters, dependence }
  const refined = refine(evidence, trained, weights)
  if (!isMisled(refined)) return { comparisons, rules, parameters: refined }
  const guess = { ...trained, prior: matchesGuessed(table.size) }
  return {
    comparisons,
    rules,
    parameters: refine(evidence, guess, surpriseWeights(u), ITERATIONS_WHEN_MISLED),
  }
}

/**
 * Training may find another thing than duplicates, people of one town for instance. It is given away by the field that
 * agrees least by chance, when its agreement speaks against a match.
 */
function isMisled({ m, u }: Parameters): boolean {
  const telling = u.reduce((best, levels, c) => (levels[0]! < u[best]![0]! ? c : best), 0)
  return m[telling]![0]! < u[telling]![0]!
}

function matchesGuessed(size: number): number {
  return (size * MATCHES_PER_RECORD) / Math.max(2, (size * (size - 1)) / 2)
}

/** How often two values are equal is known without sampling: a sample would hardly ever meet the same e-mail address. */
function countExact(table: Table, definitions: LinkageComparison[], sampled: number[][]): number[][] {
  return definitions.map(({ fields, levels }, c) => {
    const [condition, ...others] = levels[0]?.when ?? []
    const [sameBySample = 0, ...rest] = sampled[c]!
    if (fields.length > 1 || others.length > 0 || condition?.test !== 'exact') return sampled[c]!
    const { counts, present } = fieldNamed(table, condition.field)
    const equal = counts.reduce((sum, count) => sum + count * (count - 1), 0)
    const same = Math.max(equal, 1) / Math.max(1, present * (present - 1))
    const growth = (1 - same) / Math.max(1 - sameBySample, 1e-9)
    return [same, ...rest.map((share) => share * growth)]
  })
}

function fieldsOf({ field, other }: { field: string; other?: string | undefined }): string[] {
  return other === undefined ? [field] : [field, other]
}

function countSession(table: Table, comparisons: Comparison[], rule: PreparedRule) {
  const counter = createPatternCounter(comparisons)
  const every = Math.max(1, Math.ceil(rule.pairs / MAX_SESSION_PAIRS))
  let number = 0
  eachCandidate([rule], (left, right) => {
    if (number++ % every === 0) counter.add(left, right)
  })
  return counter.patterns()
}

/** The share of pairs that the certain rules find, over the share of all matches that they are said to find. */
function guessPrior(table: Table, { certain, certainRecall }: LinkageSettings): number {
  const found = new Set<number>()
  for (const { keys, close } of certain) {
    const comparison =
      close.length === 0
        ? null
        : compileComparison(table, {
            name: 'close',
            fields: close.map(({ field }) => field),
            levels: [{ label: 'close', when: close }],
          })
    eachCandidate([prepareRule(table, keys)], (left, right) => {
      if (comparison && comparison.levelOf(left, right) !== 0) return
      found.add(Math.min(left, right) * table.size + Math.max(left, right))
    })
  }
  const total = (table.size * (table.size - 1)) / 2
  return Math.min(
    0.5,
    Math.max(found.size / certainRecall, certain.length === 0 ? table.size * MATCHES_PER_RECORD : 1) /
      Math.max(total, 2),
  )
}
