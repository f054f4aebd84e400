import { z } from 'zod'
import { eventFilter } from './segment-event.ts'

const MAX_DAYS = 365
const MAX_ACTIVE_DAYS = 730

/** How likely somebody is to do something within some days, by what people who did it had done before. */
export const predictionDefinition = z.object({
  kind: z.literal('prediction'),
  ...eventFilter.shape,
  /** How far ahead it looks. */
  days: z.number().int().min(1).max(MAX_DAYS).default(30),
  /** Of whom: those who did anything it looks at within so many days. */
  active_days: z.number().int().min(1).max(MAX_ACTIVE_DAYS).default(180),
})
export type PredictionDefinition = z.infer<typeof predictionDefinition>

/** The value of somebody: in percent, and how many percent of the people it was learned from were less likely. */
export type Prediction = { likelihood: number; percentile: number }

/** What an accuracy (the area under the ROC curve) is worth, the first that is reached. */
const grades = [
  ['good', 0.8],
  ['fair', 0.7],
  ['weak', 0.6],
  ['poor', 0],
] as const
const gradeNames = grades.map(([name]) => name)

export function gradeOf(accuracy: number): (typeof gradeNames)[number] {
  return grades.find(([, least]) => accuracy >= least)?.[0] ?? 'poor'
}

/** How good a prediction is, by people whose past it did not learn from. */
export const predictionReport = z.object({
  learned_at: z.iso.datetime(),
  /** Moments in the past at which it looked at somebody, and after how many of them the person did it. */
  examples: z.number(),
  did: z.number(),
  /** How often of one who did it and one who did not the former was thought likelier: 0.5 is guessing, 1 is always. */
  accuracy: z.number(),
  grade: z.enum(gradeNames),
  /** How many times as often as all the likeliest tenth did it. */
  lift: z.number(),
  /** From the least likely tenth to the likeliest, in percent: what was foretold of them, and what happened. */
  tenths: z.array(z.object({ foretold: z.number(), happened: z.number() })),
  /** What it looks at, and how much of the difference between people that makes; the shares add up to 1. */
  signals: z.array(z.object({ event: z.string(), share: z.number() })),
})
export type PredictionReport = z.infer<typeof predictionReport>

/** Why somebody is thought so likely. */
export const predictionReasons = z.object({
  /** How many percent of all did it. */
  usual: z.number(),
  reasons: z.array(
    z.object({
      event: z.string(),
      /** By how much it multiplies the odds, compared with somebody usual. */
      factor: z.number(),
      /** How often they did it within the days that count, and when last. */
      count: z.number(),
      last_at: z.iso.datetime().nullable(),
    }),
  ),
})
export type PredictionReasons = z.infer<typeof predictionReasons>
