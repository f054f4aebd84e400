import { z } from 'zod'
import { comparison, type Comparison } from './filter.ts'

const MOST_CONDITIONS = 50

export type RecordFilter = { match: 'all' | 'any' | 'none'; conditions: (RecordFilter | Comparison)[] }

// The id gives it a place of its own in the description of the API: it contains itself.
const filterGroup: z.ZodType<RecordFilter> = z
  .object({
    match: z.enum(['all', 'any', 'none']),
    get conditions(): z.ZodType<(RecordFilter | Comparison)[]> {
      return z.array(z.union([comparison, filterGroup])).max(MOST_CONDITIONS)
    },
  })
  .meta({ id: 'RecordFilter' })

/** Which records a list is about: comparisons of fields, joined by all, any or none, as deep as need be. */
export const recordFilter = filterGroup.refine((filter) => countConditions(filter) <= MOST_CONDITIONS, {
  message: `has more than ${MOST_CONDITIONS} conditions`,
})

function countConditions({ conditions }: RecordFilter): number {
  return conditions.reduce((sum, one) => sum + ('match' in one ? countConditions(one) : 1), 0)
}
