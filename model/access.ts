import { z } from 'zod'
import { fieldRules, rights } from './rights.ts'
import { permissions } from './roles.ts'
import { pendingStep } from './sign-on.ts'

const roleIds = z.array(z.string().min(1).max(100)).min(1, 'must name at least one role').max(50)

export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.email(),
  /** The ids of the roles; of several the most generous counts. */
  roles: z.array(z.string()),
  /** The ids of the teams. */
  teams: z.array(z.uuid()),
  /** Whether a second factor is asked for at sign-in. */
  two_factor: z.boolean(),
  /** Whether they were invited and have no way to sign in yet. */
  invited: z.boolean(),
  created_at: z.iso.datetime(),
})
export type User = z.infer<typeof user>

export const userInput = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().min(8, 'must have at least 8 characters').max(200),
  roles: roleIds,
})
/** Without a password, the user is mailed a link by which to choose one. */
export const newUser = userInput.partial({ password: true })
export const userChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  roles: roleIds.optional(),
})

/** A change of one's own password. */
export const passwordChange = z.object({
  current: z.string().min(1).max(200),
  next: userInput.shape.password,
})

/** Asks for a mail by which to choose a new password. */
export const passwordReset = z.object({ email: z.email().max(320) })
/** `token` is what follows the `#` in the link that was mailed. */
export const chosenPassword = z.object({
  token: z.string().min(1).max(200),
  password: userInput.shape.password,
})

/** A browser in which somebody is signed in. */
export const device = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
})
export type Device = z.infer<typeof device>

/** First run: the owner's account, made once, while there is no user yet. */
export const setupInput = userInput.omit({ roles: true })

export const session = z.object({
  user: user.nullable(),
  needs_setup: z.boolean(),
  /** Set between the password and the second factor. */
  pending: pendingStep.nullable(),
  permissions: z.array(z.enum(permissions)),
  /** What the roles are called. */
  role_names: z.array(z.string()),
  rights,
  fields: fieldRules,
})
export type Session = z.infer<typeof session>

export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.enum(permissions)),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
})
export type ApiKey = z.infer<typeof apiKey>

export const apiKeyInput = z.object({
  name: z.string().trim().min(1).max(200),
  scopes: z.array(z.enum(permissions)).min(1),
})
/** The key itself is in the answer to its creation and nowhere else. */
export const createdApiKey = apiKey.extend({ key: z.string() })

export const auditEntry = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  actor: z.string(),
  actor_type: z.enum(['user', 'api_key', 'system']),
  action: z.string(),
  subject_type: z.string(),
  subject_id: z.string().nullable(),
  subject_name: z.string().nullable(),
  details: z.unknown(),
})
export type AuditEntry = z.infer<typeof auditEntry>
