import type { ScoreBand, ScoreDefinition, ScoreRule } from '../../../../model/score.ts'
import type { Condition } from '../../../../model/segment-condition.ts'
import { blank, toDraft } from '../draft.ts'
import { findProblems } from '../draft-problems.ts'
import type { DraftGroup } from '../draft-schema.ts'
import { readDraft, type Problems } from '../read-draft.ts'

export type RuleDraft = {
  key: string
  name: string
  points: number
  root: DraftGroup
  /** For each of the events, up to so many; null for once. */
  most: number | null
  halfLife: number | null
}
export type BandDraft = ScoreBand & { key: string }

/** A score while it is being edited. */
export type ScoreDraft = {
  rules: RuleDraft[]
  minimum: number | null
  maximum: number | null
  bands: BandDraft[]
}

/** A new rule. */
export function blankRule(): RuleDraft {
  return { key: crypto.randomUUID(), name: '', points: 10, root: blank.root(), most: null, halfLife: null }
}

/** A new band, above the others. */
export function blankBand(bands: readonly ScoreBand[]): BandDraft {
  return { key: crypto.randomUUID(), label: '', from: Math.max(0, ...bands.map(({ from }) => from + 10)) }
}

/** What a new score begins with: one rule, and three bands up to 100. */
export function blankScore(): ScoreDraft {
  return { ...toScoreDraft({ rules: [], minimum: 0, maximum: 100, bands: usualBands }), rules: [blankRule()] }
}

const usualBands: ScoreBand[] = [
  { from: 0, label: 'Cold' },
  { from: 25, label: 'Warm' },
  { from: 60, label: 'Hot' },
]

/** The draft that edits an existing definition. */
export function toScoreDraft({ rules, minimum, maximum, bands }: Omit<ScoreDefinition, 'kind'>): ScoreDraft {
  return {
    rules: rules.map(toRuleDraft),
    minimum: minimum ?? null,
    maximum: maximum ?? null,
    bands: bands.map((one) => ({ ...one, key: crypto.randomUUID() })),
  }
}

function toRuleDraft({ name, when, points, each, half_life_days }: ScoreRule): RuleDraft {
  const group = when.kind === 'group' ? when : { match: 'all' as const, conditions: [when] }
  return {
    key: crypto.randomUUID(),
    name,
    points,
    root: toDraft(group),
    most: each?.most ?? null,
    halfLife: half_life_days ?? null,
  }
}

/** Whether the points of a rule can be counted for each event, or fade: when it is about what somebody did, and nothing else. */
export function isCounted({ match, conditions }: DraftGroup): boolean {
  const [only] = conditions
  return match !== 'none' && conditions.length === 1 && only?.kind === 'event' && only.verb === 'did'
}

/** The definition that a draft stands for, or what is still missing in it, by the keys of rules, bands and rows. */
export function readScoreDraft(
  draft: ScoreDraft,
): { definition: ScoreDefinition; problems: null } | { definition: null; problems: Problems } {
  const problems = Object.fromEntries(problemsIn(draft))
  if (Object.keys(problems).length > 0) return { definition: null, problems }
  const { minimum, maximum, bands } = draft
  const definition: ScoreDefinition = {
    kind: 'score',
    rules: draft.rules.map(readRule),
    ...(minimum !== null && { minimum }),
    ...(maximum !== null && { maximum }),
    bands: bands
      .map(({ from, label }) => ({ from, label: label.trim() }))
      .toSorted((a, b) => a.from - b.from),
  }
  return { definition, problems: null }
}

function* problemsIn({
  rules,
  minimum,
  maximum,
  bands,
}: ScoreDraft): Generator<[key: string, problem: string]> {
  if (rules.length === 0) yield ['rules', 'Add a rule.']
  for (const { key, points, root } of rules) {
    if (points === 0) yield [key, 'Give points: more than 0, or fewer to take them off.']
    yield* findProblems(root)
  }
  if (minimum !== null && maximum !== null && minimum >= maximum)
    yield ['bounds', 'The most has to be more than the least.']
  for (const [place, { key, label, from }] of bands.entries()) {
    const others = bands.slice(0, place)
    if (label.trim() === '') yield [key, 'Give the band a name.']
    else if (others.some((one) => one.label.trim() === label.trim()))
      yield [key, 'Another band is called so.']
    else if (others.some((one) => one.from === from)) yield [key, 'Another band begins there.']
  }
}

function readRule({ name, points, root, most, halfLife }: RuleDraft): ScoreRule {
  const counted = isCounted(root)
  return {
    name: name.trim(),
    when: conditionOf(root),
    points,
    ...(counted && most !== null && { each: { most } }),
    ...(counted && halfLife !== null && { half_life_days: halfLife }),
  }
}

function conditionOf(root: DraftGroup): Condition {
  const { match, conditions } = readDraft(root).definition ?? { match: root.match, conditions: [] }
  const [only] = conditions
  return only && conditions.length === 1 && match !== 'none' ? only : { kind: 'group', match, conditions }
}
