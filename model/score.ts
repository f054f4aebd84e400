import { z } from 'zod'
import { condition, countConditions, depthOf, MAX_DEPTH, type Condition } from './segment-condition.ts'

export const MAX_RULES = 50
export const MAX_POINTS = 1_000
export const MAX_BANDS = 10
export const MAX_TOTAL = 1_000_000
/** Of all rules together, so that what is asked stays one query. */
const MAX_ALL_CONDITIONS = 100

const total = z.number().int().min(-MAX_TOTAL).max(MAX_TOTAL)

const rule = z
  .object({
    /** What it is called where the score is explained; the condition in words when it is empty. */
    name: z.string().trim().max(100).default(''),
    when: condition,
    points: z
      .number()
      .int()
      .min(-MAX_POINTS)
      .max(MAX_POINTS)
      .refine((points) => points !== 0, 'must not be 0'),
    /** The points count for each of the events, up to so many. */
    each: z.object({ most: z.number().int().min(1).max(1_000) }).optional(),
    /** After so many days an event counts half, after twice as many a quarter, and so on; whole days, by the calendar in UTC. */
    half_life_days: z.number().int().min(1).max(365).optional(),
  })
  .superRefine(({ when, each, half_life_days }, context) => {
    if (when.kind === 'event' && when.did) return
    for (const [key, value] of Object.entries({ each, half_life_days }))
      if (value !== undefined)
        context.addIssue({
          code: 'custom',
          message: 'is for a condition that says what somebody did',
          path: [key],
        })
  })
export type ScoreRule = z.infer<typeof rule>

const band = z.object({ from: total, label: z.string().trim().min(1).max(40) })
export type ScoreBand = z.infer<typeof band>

/** Points for what is true of a person, added up, and how people of so many points are called. */
export const scoreDefinition = z
  .object({
    kind: z.literal('score'),
    rules: z.array(rule).min(1).max(MAX_RULES),
    minimum: total.optional(),
    maximum: total.optional(),
    /** From how many points on somebody is called so, the fewest first; whoever has fewer than the first has no band. */
    bands: z.array(band).max(MAX_BANDS).default([]),
  })
  .superRefine(({ rules, minimum, maximum, bands }, context) => {
    const refuse = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path })
    const conditions = rules.map(({ when }) => when)
    if (countConditions(conditions) > MAX_ALL_CONDITIONS)
      refuse(`has more than ${MAX_ALL_CONDITIONS} conditions`, 'rules')
    for (const [place, one] of conditions.entries()) {
      if (depthOf([one]) > MAX_DEPTH)
        refuse(`has groups in groups more than ${MAX_DEPTH} deep`, 'rules', place, 'when')
    }
    if (minimum !== undefined && maximum !== undefined && minimum >= maximum)
      refuse('must be more than the minimum', 'maximum')
    for (const [place, { from, label }] of bands.entries()) {
      const before = bands.slice(0, place)
      if (before.some((one) => one.from >= from))
        refuse('must be more than of the band before', 'bands', place, 'from')
      if (before.some((one) => one.label === label))
        refuse('is the label of another band', 'bands', place, 'label')
    }
  })
export type ScoreDefinition = z.infer<typeof scoreDefinition>

/** The conditions of all rules. */
export function conditionsOf({ rules }: Pick<ScoreDefinition, 'rules'>): Condition[] {
  return rules.map(({ when }) => when)
}

/** How people of this score are called; null for those below the first band. */
export function bandOf(bands: readonly ScoreBand[], score: number): string | null {
  return bands.findLast(({ from }) => score >= from)?.label ?? null
}

/** The score within its bounds, of a sum of points. */
export function withinBounds({ minimum, maximum }: ScoreDefinition, points: number): number {
  return Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, points))
}

/** The most that anybody can reach. */
export function mostPoints(definition: ScoreDefinition): number {
  const points = definition.rules.map((one) => Math.max(0, one.points) * (one.each?.most ?? 1))
  return withinBounds(
    definition,
    points.reduce((sum, one) => sum + one, 0),
  )
}
