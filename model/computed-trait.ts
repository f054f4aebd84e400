import { z } from 'zod'
import { lengthOf, relativeOperators } from './segment-comparison.ts'
import { predictionDefinition, predictionReasons, predictionReport } from './prediction.ts'
import { scoreDefinition, type ScoreDefinition } from './score.ts'
import { sqlDefinition, type SqlDefinition } from './sql-trait.ts'
import { eventFilter, eventWindow } from './segment-event.ts'

const MAX_DAYS = 3_650
/** Names by which people are called and found; these are said, not worked out. */
const RESERVED = ['name', 'firstName', 'lastName', 'first_name', 'last_name', 'email', 'phone', 'username']

const days = z.number().int().min(1).max(MAX_DAYS)
const field = z.string().trim().min(1).max(200)
const filter = eventFilter.shape
const inWindow = {
  ...filter,
  /** Which of the events count: those of the last days, or between two moments; all when it is left out. */
  window: eventWindow
    .refine(({ kind }) => kind === 'last' || kind === 'between', {
      message: 'must be “last” or “between”',
      path: ['kind'],
    })
    .optional(),
}

const kinds = [
  z.object({ kind: z.literal('count'), ...inWindow }),
  z.object({ kind: z.enum(['sum', 'average', 'smallest', 'largest']), ...inWindow, field }),
  /** Without a field: when it happened. */
  z.object({ kind: z.enum(['first', 'last']), ...inWindow, field: field.optional() }),
  z.object({ kind: z.enum(['most_frequent', 'unique_list', 'unique_count']), ...inWindow, field }),
  z.object({ kind: z.literal('days_since'), ...inWindow }),
  z.object({ kind: z.literal('rfm'), ...inWindow, field }),
  z
    .object({
      kind: z.literal('lifecycle'),
      ...filter,
      new_days: days.default(30),
      at_risk_days: days.default(60),
      lapsed_days: days.default(120),
    })
    .refine((one) => one.lapsed_days > one.at_risk_days, {
      message: 'must be more days than until somebody is at risk',
      path: ['lapsed_days'],
    }),
  z.object({
    kind: z.literal('lifetime_value'),
    ...filter,
    field,
    /** What is taken off: such as refunds. */
    minus: eventFilter.extend({ field }).optional(),
  }),
  predictionDefinition,
  scoreDefinition,
  sqlDefinition,
] as const

/** How a trait is worked out from what a person did. */
export const computedDefinition = z
  .discriminatedUnion('kind', kinds)
  .superRefine((definition, context) => {
    // Whom time changes the score of is found by its conditions, as for segments.
    if (definition.kind === 'score' || definition.kind === 'sql') return
    const filters = [
      { path: ['where'], where: definition.where },
      ...('minus' in definition && definition.minus
        ? [{ path: ['minus', 'where'], where: definition.minus.where }]
        : []),
    ]
    for (const { path, where } of filters)
      for (const [place, { operator }] of where.entries())
        if (relativeOperators.includes(operator))
          context.addIssue({
            code: 'custom',
            message: 'compares with now; give the trait a window of time instead',
            path: [...path, place, 'operator'],
          })
  })
  .refine(
    (one) =>
      !('window' in one) || one.window?.kind !== 'last' || lengthOf(one.window) <= MAX_DAYS * 86_400_000,
    {
      message: `must be at most ${MAX_DAYS} days`,
      path: ['window', 'amount'],
    },
  )
export type ComputedDefinition = z.infer<typeof computedDefinition>

/** Those of one event each. */
export type EventDefinition = Exclude<ComputedDefinition, ScoreDefinition | SqlDefinition>

/** What recency, frequency and monetary value look like as a trait: scores from 1 to 5, and how such people are called. */
export type RfmScores = {
  recency: number
  frequency: number
  monetary: number
  cell: string
  group: string
}

export const computedTrait = z.object({
  id: z.uuid(),
  /** The name of the trait that people have. */
  name: z.string(),
  description: z.string(),
  definition: computedDefinition,
  state: z.enum(['building', 'live', 'failed']),
  error: z.string().nullable(),
  /** How many people have a value. */
  people: z.number(),
  /** While it is being built: how many people were looked at, of how many. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** How long the last look at everybody took. */
  milliseconds: z.number().nullable(),
  /** Of a prediction that has learned: how good it is. */
  prediction: predictionReport.nullable(),
  /** Sources that say something under the same name, which does not count. */
  conflicts: z.array(z.string()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  evaluated_at: z.iso.datetime().nullable(),
})
export type ComputedTrait = z.infer<typeof computedTrait>

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^.%]+$/, 'must not contain dots or percent signs')
  .refine((text) => !RESERVED.includes(text), 'is what people are called or found by, which sources say')

export const computedInput = z.object({
  name,
  description: z.string().trim().max(2_000).default(''),
  definition: computedDefinition,
})
export type ComputedInput = z.input<typeof computedInput>

/** A change; with another definition it is built anew, with another name people are written anew. */
export const computedChange = z.object({
  name: name.optional(),
  description: z.string().trim().max(2_000).optional(),
  definition: computedDefinition.optional(),
})
export type ComputedChange = z.input<typeof computedChange>

export const computedPreviewInput = z.object({ definition: computedDefinition })

/** What a definition would give now. */
export const computedPreview = z.object({
  /** How many people would have a value, and of how many. */
  people: z.number(),
  total: z.number(),
  sample: z.array(
    z.object({
      id: z.uuid(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      value: z.unknown(),
    }),
  ),
  /** How many people have which value, or one of which range; by a fair sample when there are many. */
  distribution: z.array(
    z.object({
      label: z.string(),
      count: z.number(),
      /** Of a score: the band in which the bar begins. */
      band: z.string().nullable().optional(),
    }),
  ),
  /** Of a score: how many satisfy each rule, how many are in each band, and what somebody should know before saving. */
  score: z
    .object({
      rules: z.array(z.number()),
      /** Null for those below the first. */
      bands: z.array(z.object({ label: z.string().nullable(), count: z.number() })),
      warnings: z.array(z.string()),
    })
    .nullable(),
  /** Of a prediction: how good it would be. */
  prediction: predictionReport.nullable(),
  milliseconds: z.number(),
})
export type ComputedPreview = z.infer<typeof computedPreview>

/** What needs a computed trait. */
export const computedUse = z.object({
  kind: z.enum(['segment', 'browser_key', 'computed_trait']),
  id: z.uuid(),
  name: z.string(),
})
export type ComputedUse = z.infer<typeof computedUse>

/** How the value of a person came about. */
export const computedExplanation = z.object({
  trait: z.object({ id: z.uuid(), name: z.string() }),
  /** How it is worked out, as a sentence. */
  words: z.string(),
  value: z.unknown(),
  computed_at: z.iso.datetime().nullable(),
  /** When time alone may change it. */
  due_at: z.iso.datetime().nullable(),
  /** The events that count: how many, the first and the last. */
  events: z.number(),
  first_at: z.iso.datetime().nullable(),
  last_at: z.iso.datetime().nullable(),
  /** Of a score: what is true of the person by all that is known now, and what it counts; the band of the value. */
  score: z
    .object({
      points: z.number(),
      band: z.string().nullable(),
      rules: z.array(
        z.object({
          name: z.string(),
          words: z.string(),
          holds: z.boolean(),
          /** What it counts now; what it would count at first while it does not hold. */
          points: z.number(),
        }),
      ),
    })
    .nullable(),
  /** Of a prediction: what speaks for it and against it. */
  prediction: predictionReasons.nullable(),
  /** What it was before, the newest first. */
  history: z.array(z.object({ value: z.unknown(), from: z.iso.datetime(), until: z.iso.datetime() })),
})
export type ComputedExplanation = z.infer<typeof computedExplanation>
