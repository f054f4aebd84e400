import { z } from 'zod'
import { recordActions } from './rights.ts'

/** A record opened to one user or one team. */
export const recordShare = z.object({
  id: z.uuid(),
  user: z.object({ id: z.string(), name: z.string() }).nullable(),
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  level: z.enum(['view', 'edit']),
  created_by: z.string(),
  created_at: z.iso.datetime(),
})
export type RecordShare = z.infer<typeof recordShare>

export const recordShareInput = z
  .object({
    user_id: z.string().min(1).max(100).optional(),
    team_id: z.uuid().optional(),
    level: z.enum(['view', 'edit']).default('view'),
  })
  .refine(({ user_id, team_id }) => (user_id === undefined) !== (team_id === undefined), {
    message: 'Name either a user or a team.',
    path: ['user_id'],
  })
export type RecordShareInput = z.input<typeof recordShareInput>

/** What the caller may do with a record, why they see it, in sentences, and with whom it is shared. */
export const recordAccess = z.object({
  may: z.array(z.enum(recordActions)),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  reasons: z.array(z.string()),
  shares: z.array(recordShare),
})
export type RecordAccess = z.infer<typeof recordAccess>
