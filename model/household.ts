import { z } from 'zod'

/** What two people must share to be of one household. */
export const householdModes = ['off', 'address', 'address_and_name', 'phone'] as const
export type HouseholdMode = (typeof householdModes)[number]

/** More who share a home live in a hostel or work in an office: they are no household. */
export const MOST_IN_A_HOUSEHOLD = 12

/** What holds, and how far it has been applied to people known before. */
export const householdRule = z.object({
  mode: z.enum(householdModes),
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
  progress: z.object({ finished: z.boolean(), done: z.number(), total: z.number() }),
  households: z.number(),
  people: z.number(),
})
export type HouseholdRule = z.infer<typeof householdRule>

export const householdRuleInput = z.object({ mode: z.enum(householdModes) })

/** What a rule would make. */
export const householdPreview = z.object({
  households: z.number(),
  people: z.number(),
  /** Homes shared by more than a household has. */
  too_large: z.number(),
  /** How many people were looked at; there are more when `more`. */
  looked_at: z.number(),
  more: z.boolean(),
  examples: z.array(
    z.object({ shared: z.string(), people: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  ),
})
export type HouseholdPreview = z.infer<typeof householdPreview>

/** Those who share a home with a person, as far as the reader gets to see them. */
export const household = z.object({
  id: z.uuid(),
  size: z.number(),
  members: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      /** Why they belong to it, as a sentence. */
      why: z.string(),
      by_hand: z.boolean(),
    }),
  ),
})
export type Household = z.infer<typeof household>

export const personHousehold = z.object({
  household: household.nullable(),
  /** What somebody decided of this person: that they live with others, or alone; null when the rule decides. */
  decided: z.object({ alone: z.boolean(), by: z.string(), at: z.iso.datetime() }).nullable(),
})
export type PersonHousehold = z.infer<typeof personHousehold>

/** With whom a person lives; null for nobody. */
export const householdInput = z.object({ with: z.uuid().nullable() })
