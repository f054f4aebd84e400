import { z } from 'zod'
import { activityKinds } from './activity-kinds.ts'
import { recordFilter } from './record-filter.ts'

const MAX_EXPRESSION = 2_000

const formula = z.object({
  kind: z.literal('formula'),
  /** What the value is worked out by: `amount * 0.19`, `if(amount > 1000, "large", "small")`. */
  expression: z
    .string()
    .trim()
    .max(MAX_EXPRESSION)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character'),
})

export const rollupFunctions = ['count', 'sum', 'average', 'smallest', 'largest'] as const
export type RollupFunction = (typeof rollupFunctions)[number]

const rollup = z.object({
  kind: z.literal('rollup'),
  /** The object whose records are gathered: `deal`, `activity`, or one of your own. */
  of: z.string().max(60),
  /** The field by which they lead here: `company_id` of deals, or the key of a relation. Activities need none. */
  by: z.string().max(60).default(''),
  function: z.enum(rollupFunctions),
  /** The key of the field that is added up or compared; none to count. */
  field: z.string().max(60).nullable().default(null),
  /** Which of them: those that the filter means; of activities those of these kinds, open or done. */
  filter: recordFilter.optional(),
  activities: z
    .object({
      kinds: z.array(z.enum(activityKinds)).max(activityKinds.length).default([]),
      state: z.enum(['all', 'open', 'done']).default('all'),
    })
    .optional(),
})
export type Rollup = z.output<typeof rollup>

/** How a field gets its values when nobody enters them. */
export const computedField = z.discriminatedUnion('kind', [formula, rollup])
export type ComputedField = z.output<typeof computedField>
