import { z } from 'zod'
import { match } from './segment-condition.ts'

type ExplainedCondition = {
  words: string
  match: z.infer<typeof match> | null
  holds: boolean
  count: number | null
  first_at: string | null
  last_at: string | null
  value: unknown
  conditions: ExplainedCondition[]
}

/** A condition in words, whether it holds, and by what: how often and when it happened, or the value there is. */
const explainedCondition: z.ZodType<ExplainedCondition> = z
  .object({
    words: z.string(),
    /** How the conditions inside are joined; null when it is no group. */
    match: match.nullable(),
    holds: z.boolean(),
    count: z.number().nullable(),
    first_at: z.iso.datetime().nullable(),
    last_at: z.iso.datetime().nullable(),
    value: z.unknown(),
    get conditions(): z.ZodType<ExplainedCondition[]> {
      return z.array(explainedCondition)
    },
  })
  .meta({ id: 'ExplainedSegmentCondition' })

/** Why a person is in a segment or not. `member` and `entered_at` are as stored, `holds` is as asked just now. */
export const segmentExplanation = z.object({
  person: z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() }),
  member: z.boolean(),
  entered_at: z.iso.datetime().nullable(),
  match: match.nullable(),
  holds: z.boolean(),
  conditions: z.array(explainedCondition),
})
export type SegmentExplanation = z.infer<typeof segmentExplanation>

/** The same of a company. */
export const companyExplanation = segmentExplanation
  .omit({ person: true })
  .extend({ company: z.object({ id: z.uuid(), name: z.string().nullable(), domain: z.string().nullable() }) })
export type CompanyExplanation = z.infer<typeof companyExplanation>
