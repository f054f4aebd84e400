import { z } from 'zod'
import { fieldRules, rights } from './rights.ts'
import { grantedPermissions, permissions } from './roles.ts'

/** A role as the API gives it. */
export const role = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** One of those that every installation has; it cannot be changed. */
  built_in: z.boolean(),
  permissions: z.array(z.enum(permissions)),
  rights,
  fields: fieldRules,
  /** How many users have it. */
  users: z.number(),
})
export type Role = z.infer<typeof role>

const name = z.string().trim().min(1).max(100)
const granted = z
  .array(z.enum(permissions))
  .refine((given) => given.every((permission) => grantedPermissions.includes(permission)), {
    message: 'must not name what follows from the rights over people, companies, deals and other records',
  })

export const roleInput = z.object({
  name,
  description: z.string().trim().max(500).default(''),
  permissions: granted.default([]),
  rights: rights.default({}),
  fields: fieldRules.default({}),
})
export type RoleInput = z.input<typeof roleInput>

export const roleChange = z.object({
  name: name.optional(),
  description: z.string().trim().max(500).optional(),
  permissions: granted.optional(),
  rights: rights.optional(),
  fields: fieldRules.optional(),
})
export type RoleChange = z.input<typeof roleChange>

/** A team; whoever belongs to it also sees what belongs to the teams below. */
export const team = z.object({
  id: z.uuid(),
  name: z.string(),
  parent_id: z.uuid().nullable(),
  members: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Team = z.infer<typeof team>

const members = z.array(z.string().min(1).max(100)).max(1000)

export const teamInput = z.object({
  name,
  parent_id: z.uuid().nullable().default(null),
  members: members.default([]),
})
export type TeamInput = z.input<typeof teamInput>

/** A change of a team; `members` are all of them. */
export const teamChange = z.object({
  name: name.optional(),
  parent_id: z.uuid().nullable().optional(),
  members: members.optional(),
})
export type TeamChange = z.input<typeof teamChange>
