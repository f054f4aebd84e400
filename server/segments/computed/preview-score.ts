import type { ComputedPreview } from '../../../model/computed-trait.ts'
import { ruleWords } from '../../../model/computed-words.ts'
import { bandOf, mostPoints, type ScoreDefinition } from '../../../model/score.ts'
import { barsOfScores } from './distribution.ts'

/** The places of the rules that anybody satisfies, and how many do. */
export type RuleCounts = [places: number[], counts: number[]]

/** Finds those out of the figures of a scan. */
export const RULE_COUNTS = `sumMap(
  arrayMap(part -> toUInt16(splitByChar(' ', part)[1]), splitByChar(',', figures[1])),
  arrayMap(part -> toUInt64(1), splitByChar(',', figures[1])))`

/** How a score would be spread, in how many bands and by which rules, and what is odd about it; each value stands for `weight` people. */
export function previewScore(
  definition: ScoreDefinition,
  values: number[],
  { rules: [places, counts], weight }: { rules: RuleCounts; weight: number },
): Pick<ComputedPreview, 'distribution' | 'score'> {
  const { bands, rules } = definition
  const inBand = (label: string | null) =>
    Math.round(weight * values.filter((value) => bandOf(bands, value) === label).length)
  const below = inBand(null)
  const named = bands.map(({ label }) => ({ label, count: inBand(label) }))
  const held = rules.map((_, place) => counts[places.indexOf(place)] ?? 0)
  return {
    distribution: barsOfScores(values, weight).map(({ from, ...bar }) => ({
      ...bar,
      band: bandOf(bands, from),
    })),
    score: {
      rules: held,
      bands: below > 0 && bands.length > 0 ? [{ label: null, count: below }, ...named] : named,
      warnings: [
        ...outOfReach(definition),
        ...(values.length > 0 ? emptyBands(definition, named) : []),
        ...idleRules(definition, held),
      ],
    },
  }
}

function outOfReach(definition: ScoreDefinition): string[] {
  const most = mostPoints(definition)
  return definition.bands
    .filter(({ from }) => from > most)
    .map(
      ({ label, from }) =>
        `Nobody can ever be ${label}: it begins at ${from}, and all rules together give at most ${most}.`,
    )
}

function emptyBands(definition: ScoreDefinition, counted: { label: string; count: number }[]): string[] {
  const most = mostPoints(definition)
  const reachable = new Set(definition.bands.filter(({ from }) => from <= most).map(({ label }) => label))
  return counted
    .filter(({ label, count }) => count === 0 && reachable.has(label))
    .map(({ label }) => `Nobody is ${label} now.`)
}

function idleRules({ rules }: ScoreDefinition, held: number[]): string[] {
  return rules.flatMap((rule, place) =>
    held[place] === 0 ? [`Nobody satisfies the rule “${rule.name || ruleWords(rule)}” now.`] : [],
  )
}
