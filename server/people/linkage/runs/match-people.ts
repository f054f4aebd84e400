import type { LinkageModel, LinkageSettings, PairEvidence } from '../../../../model/linkage.ts'
import type { RawColumn } from '../engine/table.ts'
import { levelWeights, log2Odds, probabilityOf, type Parameters } from '../engine/parameters.ts'
import { linkRecords, linkWanted, type Learned, type Linked } from '../link-records.ts'
import { suggestSettings } from '../suggest/suggest-settings.ts'

const MAX_PAIRS = 50_000
const NO_AGREEMENT = 'Different'
const MISSING = 'Missing'
const MAX_VALUE_LENGTH = 200

type Records = { size: number; columns: RawColumn[] }
export type MatchingTask = Records & { settings: LinkageSettings | null }
/** To compare some, named by their records, with all by what was learned. */
export type TouchedTask = Records & { learned: Learned; touched: readonly number[] }
export type FoundPair = {
  left: number
  right: number
  weight: number
  probability: number
  evidence: PairEvidence
}
export type Matched = {
  settings: LinkageSettings
  parameters: Pick<LinkageModel, 'prior' | 'comparisons'>
  /** All that it takes to weigh further pairs as these were. */
  scoring: Parameters
  /** The most probable pairs from the asking threshold on, best first. */
  pairs: FoundPair[]
  scored: number
}

/** Matches people and says of each pair why; null when they have nothing in common by which to match them. Pure, so that it can run on a thread of its own. */
export function matchPeople({ size, columns, settings: given }: MatchingTask): Matched | null {
  const settings = given ?? suggestSettings(size, columns)
  if (!settings || size < 2) return null
  const floor = log2Odds(settings.askAt)
  const linked = linkRecords(size, columns, settings, Math.min(0, floor))
  return {
    settings,
    parameters: modelOf(linked, settings),
    scoring: linked.parameters,
    pairs: pairsOf(linked, { settings, columns, floor }),
    scored: linked.scored,
  }
}

/** The pairs of some people with anybody, weighed by what was learned before, from its asking threshold on. Pure, too. */
export function matchTouched({ size, columns, learned, touched }: TouchedTask): FoundPair[] {
  const { settings } = learned
  const floor = log2Odds(settings.askAt)
  const wanted = new Uint8Array(size)
  for (const record of touched) wanted[record] = 1
  const found = linkWanted({ size, columns, wanted }, learned, Math.min(0, floor))
  return pairsOf(found, { settings, columns, floor })
}

function modelOf({ parameters }: Linked, settings: LinkageSettings): Matched['parameters'] {
  const weights = levelWeights(parameters)
  return {
    prior: parameters.prior,
    comparisons: settings.comparisons.map(({ name, levels }, c) => ({
      name,
      levels: [...levels.map(({ label }) => label), NO_AGREEMENT].map((label, level) => ({
        label,
        m: parameters.m[c]![level]!,
        u: parameters.u[c]![level]!,
        weight: weights[c]![level]!,
      })),
    })),
  }
}

type Scope = { settings: LinkageSettings; columns: RawColumn[]; floor: number }

function pairsOf({ pairs, scorer }: Pick<Linked, 'pairs' | 'scorer'>, scope: Scope): FoundPair[] {
  const order = Array.from({ length: pairs.size }, (_, pair) => pair)
    .filter((pair) => pairs.weight[pair]! >= scope.floor)
    .sort((a, b) => pairs.weight[b]! - pairs.weight[a]!)
    .slice(0, MAX_PAIRS)
  const byName = new Map(scope.columns.map((column) => [column.name, column]))
  return order.map((pair) => {
    const [left, right, weight] = [pairs.left[pair]!, pairs.right[pair]!, pairs.weight[pair]!]
    const comparisons = scorer.explain(left, right).map((found, c) => {
      const { name, fields, levels } = scope.settings.comparisons[c]!
      const columnNames = scope.settings.fields
        .filter((field) => fields.includes(field.name))
        .flatMap((field) => field.columns)
      const valueOf = (record: number) =>
        valuesOf(
          columnNames.flatMap((one) => byName.get(one) ?? []),
          record,
        )
      return {
        name,
        level: levels[found.level]?.label ?? (found.level === levels.length ? NO_AGREEMENT : MISSING),
        weight: found.weight,
        adjustment: found.adjustment,
        left: valueOf(left),
        right: valueOf(right),
      }
    })
    return {
      left,
      right,
      weight,
      probability: probabilityOf(weight),
      evidence: { prior: scorer.prior, comparisons },
    }
  })
}

function valuesOf(columns: RawColumn[], record: number): string | null {
  const values = columns.flatMap(({ values, ids }) => values[ids[record]!] ?? [])
  return values.length === 0 ? null : values.join(' ').slice(0, MAX_VALUE_LENGTH)
}
