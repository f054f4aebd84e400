import { z } from 'zod'

/** The part of a query string that narrows the board and the list alike. */
export const dealFilterQuery = z.object({
  person: z.uuid().optional(),
  company: z.uuid().optional(),
  /** The expected close lies between these days, both included. */
  close_from: z.iso.date().optional(),
  close_to: z.iso.date().optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .optional(),
})
