import { z } from 'zod'

const MAX_PAGE = 1000

/** The query string of every list: how many rows, and where the page before ended. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
  cursor: z.string().max(1000).optional(),
})

/** A list's answer: the rows, and the cursor of the next page or null at the end. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), next: z.string().nullable() })
}

export type Page<Row> = { data: Row[]; next: string | null }

/** A count that stops counting at a bound: `{ count: 10000, more: true }` reads "10,000+". */
export const boundedCount = z.object({ count: z.number(), more: z.boolean() })
export type BoundedCount = z.infer<typeof boundedCount>
