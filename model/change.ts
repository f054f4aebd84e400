import { z } from 'zod'

const MOST = 500

/** What of the feed of changes is asked for. */
export const changesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST).default(100),
  /** Where the answer before ended; `now` for what is yet to come; absent for all that is kept. */
  after: z.string().max(200).optional(),
  /** So many seconds the answer waits for a change when there is none. */
  wait: z.coerce.number().int().min(0).max(25).default(0),
})
export type ChangesQuery = z.infer<typeof changesQuery>

/** That a record was made, changed, deleted or the like; what it is now is asked for by its id. */
const change = z.object({
  /** Such as `deal.stage_changed`; what is not one of Kith's own objects begins with `record`. */
  type: z.string(),
  object: z.string(),
  record_id: z.string(),
  /** The names of what changed, where that is known. */
  changed: z.array(z.string()),
  at: z.iso.datetime(),
})

export const changesAnswer = z.object({
  data: z.array(change),
  /** Where to go on, also when nothing has happened since. */
  next: z.string(),
  /** Whether there is more already. */
  more: z.boolean(),
})
export type ChangesAnswer = z.infer<typeof changesAnswer>
