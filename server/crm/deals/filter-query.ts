import { z } from 'zod'

/** The part of a query string that narrows the board and the list alike. */
export const dealFilterQuery = z.object({
  person: z.uuid().optional(),
  company: z.uuid().optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .optional(),
})
