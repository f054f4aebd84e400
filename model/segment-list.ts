import { z } from 'zod'

const MAX_PEOPLE = 1_000
const MAX_VALUES = 10_000

/** An identifier's type as it is called everywhere: `email`, `user_id` or one of your own. */
const identifierType = z.string().trim().min(1).max(100)

/**
 * What to put on the list of a static segment, or to take off: people, or companies, by their ids, or by identifiers of one type; of
 * companies `domain` or `group_id`.
 */
export const listChange = z
  .object({
    people: z.array(z.uuid()).max(MAX_PEOPLE).default([]),
    companies: z.array(z.uuid()).max(MAX_PEOPLE).default([]),
    identifiers: z
      .object({ type: identifierType, values: z.array(z.string().max(500)).max(MAX_VALUES) })
      .optional(),
  })
  .refine(
    ({ people, companies, identifiers }) =>
      people.length + companies.length + (identifiers?.values.length ?? 0) > 0,
    {
      message: 'names nobody',
      path: ['people'],
    },
  )
export type ListChange = z.input<typeof listChange>

/** How to read a file of identifiers: of which type they are, and in which column; the first one without. */
export const listFileQuery = z.object({
  type: identifierType,
  column: z.string().trim().min(1).max(500).optional(),
})

/** What a change of a list did, counted in people or companies but for `not_found`, which counts what was sent. */
export const listOutcome = z.object({
  /** Who is on the list now, or off it, and was not before. */
  changed: z.number(),
  unchanged: z.number(),
  not_found: z.number(),
  /** Some of what was not found, as it was sent. */
  not_found_examples: z.array(z.string()),
})
export type ListOutcome = z.infer<typeof listOutcome>
