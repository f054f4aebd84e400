import { z } from 'zod'
import { boundedCount } from './page.ts'
import { recordFilter } from './record-filter.ts'

const MOST_USERS = 200
const MOST_PLACES = 500

/** The objects whose new records are given to colleagues by rules. */
export const assignedObjects = ['lead', 'deal'] as const
export type AssignedObject = (typeof assignedObjects)[number]

const userId = z.string().min(1).max(100)
const pool = z.union([
  z.strictObject({ user_ids: z.array(userId).min(1).max(MOST_USERS) }),
  z.strictObject({ team_id: z.uuid() }),
])
/** Several colleagues: named ones, or whoever is in a team. */
export type AssignmentPool = z.infer<typeof pool>

/** How a rule chooses an owner. */
export const assignmentWay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('round_robin'), pool }),
  z.strictObject({ kind: z.literal('by_load'), pool }),
  z.strictObject({
    kind: z.literal('territory'),
    field: z.string().min(1).max(100),
    places: z
      .array(z.strictObject({ value: z.string().trim().min(1).max(200), pool }))
      .min(1)
      .max(MOST_PLACES),
  }),
  z.strictObject({ kind: z.literal('fixed'), user_id: userId }),
])
export type AssignmentWay = z.infer<typeof assignmentWay>

const content = z.strictObject({
  name: z.string().trim().min(1).max(100),
  object: z.enum(assignedObjects),
  active: z.boolean(),
  filter: recordFilter,
  way: assignmentWay,
})
export const assignmentRule = content.extend({ id: z.uuid() })
export type AssignmentRule = z.infer<typeof assignmentRule>

export const assignmentRuleInput = content.extend({
  active: z.boolean().default(true),
  filter: recordFilter.default({ match: 'all', conditions: [] }),
})
export type AssignmentRuleInput = z.input<typeof assignmentRuleInput>

export const assignmentRuleChange = content.omit({ object: true }).partial()
export type AssignmentRuleChange = z.infer<typeof assignmentRuleChange>

/** The rules of an object in the order in which they are asked. */
export const assignmentOrder = z.strictObject({
  object: z.enum(assignedObjects),
  ids: z.array(z.uuid()).max(1000),
})

/** How many open records nobody owns, and how many of them a rule that is on matches; counting stops at a bound. */
export const unowned = z.object({ unowned: boundedCount, matched: boundedCount })
export type Unowned = z.infer<typeof unowned>

/** Why a record is whose it is. */
export const assignment = z.object({
  rule_name: z.string(),
  way: z.string(),
  user_id: z.string(),
  at: z.string(),
})
export type Assignment = z.infer<typeof assignment>
