import { z } from 'zod'

/** What can lie in the bin, by the name of its object. */
export const BIN_DAYS = 30

/** Something that was deleted and can be put back. */
export const binEntry = z.object({
  id: z.uuid(),
  /** `person`, `company`, `deal`, `lead`, or the key of an object of one's own. */
  object: z.string(),
  name: z.string(),
  deleted_by: z.string().nullable(),
  deleted_at: z.iso.datetime(),
})
export type BinEntry = z.infer<typeof binEntry>
