import type { LinkageComparison, LinkageSettings } from '../../../../model/linkage.ts'
import { eachCandidate, prepareRule, type PreparedRule } from './candidates.ts'
import { compileComparison, fieldNamed, type Comparison } from './comparison.ts'
import { findDependence } from './dependence.ts'
import { expectedM, levelWeights, startingM, sumLevels, type Parameters } from './parameters.ts'
import { createPatternCounter, type Patterns } from './patterns.ts'
import { countCandidates, refine, type Candidates } from './refine.ts'
import { samplePairs, sharesOf } from './sample-pairs.ts'
import type { Table } from './table.ts'
import { medianM, trainSession } from './train-session.ts'

const MAX_SAMPLE_PAIRS = 1_000_000
/** Agreement of whole values is counted, not sampled, when the model is refined. */
const MAX_REFINED_SAMPLE_PAIRS = 300_000
/** What is guessed when no rule is certain, and where refining begins. */
const MATCHES_PER_RECORD = 0.4
const MAX_SESSION_PAIRS = 500_000

export type Prepared = { comparisons: Comparison[]; rules: PreparedRule[] }
export type Trained = Prepared & { parameters: Parameters }

/** Comparisons and blocks of these records, ready to weigh pairs or to learn how to. */
export function prepare(table: Table, settings: LinkageSettings): Prepared {
  return {
    comparisons: settings.comparisons.map((definition) => compileComparison(table, definition)),
    rules: settings.blocking.map((rule) => prepareRule(table, rule)),
  }
}

/** Learns from the records alone how to weigh each agreement: u at random, m by expectation–maximisation. */
export function train(table: Table, settings: LinkageSettings): Trained {
  const { comparisons, rules } = prepare(table, settings)
  const sample = samplePairs(
    table.size,
    comparisons,
    settings.refine ? MAX_REFINED_SAMPLE_PAIRS : MAX_SAMPLE_PAIRS,
  )
  const sampled = sharesOf(sumLevels(comparisons, sample, (pattern) => sample.counts[pattern]!))
  const u = settings.refine ? countExact(table, settings.comparisons, sampled) : sampled
  if (settings.refine) return refined({ table, comparisons, rules }, u, sample)
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
    leavesPairOut: false,
    dependence: comparisons.map(() => null),
  }
  return { comparisons, rules, parameters }
}

type Scope = Prepared & { table: Table }

/**
 * Begins with what is to be expected of matches anywhere, and goes on over all candidates. Which fields go together among
 * different people is looked for again when it is known better who are different.
 */
function refined({ table, comparisons, rules }: Scope, sampled: number[][], sample: Patterns): Trained {
  const candidates = countCandidates(comparisons, rules)
  const known = comparisons.map(({ fields }) => pairsKnown(table, fields))
  const u = atLeastSeen(comparisons, { sampled, candidates, known })
  const start = {
    prior: matchesGuessed(table.size),
    m: expectedM(u),
    u,
    seen: u,
    leavesPairOut: true,
    dependence: comparisons.map(() => null),
  }
  const learn = (former: Parameters) => {
    const weights = levelWeights(former)
    const dependence = findDependence({ table, comparisons, sample }, { ...former, u }, weights)
    return refine({ table, comparisons, candidates, known }, { ...start, dependence }, weights)
  }
  return { comparisons, rules, parameters: learn(learn(start)) }
}

/** Of how many pairs both records have a value; of several fields, in the one that is filled best. */
function pairsKnown({ fields }: Table, names: string[]): number {
  const present = Math.max(...names.map((name) => fields.get(name)?.present ?? 0))
  return (present * (present - 1)) / 2
}

type Counted = { sampled: number[][]; candidates: Candidates; known: number[] }

/** What is too rare to have been drawn at random is seen among the candidates: there were at least so many. */
function atLeastSeen(
  comparisons: readonly Comparison[],
  { sampled, candidates: { patterns, share }, known }: Counted,
): number[][] {
  const met = sumLevels(comparisons, patterns, (pattern) => patterns.counts[pattern]!)
  return sampled.map((levels, c) =>
    levels.map((u, level) => Math.max(u, met[c]!.levels[level]! / share / Math.max(1, known[c]!))),
  )
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
