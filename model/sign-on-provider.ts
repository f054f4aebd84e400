import { z } from 'zod'

/** The protocols by which a provider can vouch for people. */
const providerKinds = ['oidc', 'saml'] as const

const roleId = z.string().min(1).max(100)
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as example.com')
  .max(253)
const groupRole = z.object({ group: z.string().trim().min(1).max(500), role: roleId })
const text = z.string().trim().min(1).max(1000)

const shared = z.object({
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean(),
  /** E-mail addresses of these domains only; of any when empty. */
  domains: z.array(domain).max(100),
  /** Whether somebody who is no user yet becomes one by signing on. */
  create_users: z.boolean(),
  /** Takes the provider's e-mail addresses for verified although it does not say so. */
  trust_email: z.boolean(),
  /** Who asks for a second factor: Kith by its own rules, or the provider. */
  second_factor: z.enum(['kith', 'provider']),
  /** The role of new users, and of users in none of the mapped groups. */
  default_role: roleId.nullable(),
  /** The claim or attribute that names somebody's groups; while it is set, roles follow the groups at every sign-on. */
  group_claim: z.string().trim().min(1).max(500).nullable(),
  group_roles: z.array(groupRole).max(200),
})

const oidcInput = z.object({
  issuer: z.url().max(2000),
  client_id: text,
  /** Empty for a public client. */
  client_secret: z.string().max(2000),
})
const samlInput = z.object({
  /** What the identity provider publishes about itself, as XML. */
  metadata: z.string().min(1).max(200_000),
  /** The attributes that hold the e-mail address and the name; those in common use when null. */
  email_attribute: text.nullable().default(null),
  name_attribute: text.nullable().default(null),
})

const defaults = {
  enabled: true,
  domains: [],
  create_users: false,
  trust_email: false,
  second_factor: 'kith',
  default_role: null,
  group_claim: null,
  group_roles: [],
} as const

const withDefaults = z.object({
  name: shared.shape.name,
  enabled: shared.shape.enabled.default(defaults.enabled),
  domains: shared.shape.domains.default([]),
  create_users: shared.shape.create_users.default(defaults.create_users),
  trust_email: shared.shape.trust_email.default(defaults.trust_email),
  second_factor: shared.shape.second_factor.default(defaults.second_factor),
  default_role: shared.shape.default_role.default(defaults.default_role),
  group_claim: shared.shape.group_claim.default(defaults.group_claim),
  group_roles: shared.shape.group_roles.default([]),
})

/** A new provider: `oidc` or `saml` says which protocol it speaks. */
export const providerInput = z.discriminatedUnion('kind', [
  withDefaults.extend({ kind: z.literal('oidc'), oidc: oidcInput }),
  withDefaults.extend({ kind: z.literal('saml'), saml: samlInput }),
])
export type ProviderInput = z.infer<typeof providerInput>

export const providerChange = shared.partial().extend({
  oidc: oidcInput.partial().optional(),
  saml: samlInput.partial().optional(),
})
export type ProviderChange = z.infer<typeof providerChange>

/** What is kept of an OpenID Connect provider besides its secret. */
export type OidcSettings = { issuer: string; client_id: string }
/** What is kept of a SAML identity provider. */
export type SamlSettings = {
  entity_id: string
  sso_url: string
  certificates: string[]
  email_attribute: string | null
  name_attribute: string | null
}

export const provider = shared.extend({
  id: z.uuid(),
  kind: z.enum(providerKinds),
  oidc: z.object({ issuer: z.string(), client_id: z.string(), has_secret: z.boolean() }).nullable(),
  saml: z
    .object({
      entity_id: z.string(),
      sso_url: z.string(),
      /** SHA-256 of each certificate, and until when it is valid. */
      certificates: z.array(z.object({ fingerprint: z.string(), expires_at: z.iso.datetime() })),
      email_attribute: z.string().nullable(),
      name_attribute: z.string().nullable(),
    })
    .nullable(),
  /** What the provider has to be told: where its answers go, and how Kith is called. */
  callback_url: z.string(),
  entity_id: z.string(),
  created_at: z.iso.datetime(),
})
export type Provider = z.infer<typeof provider>

/** What the sign-in page offers. */
export const signOnOptions = z.object({
  password: z.enum(['everybody', 'owners']),
  providers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Whether a link by which to choose a password can be mailed. */
  mails: z.boolean(),
})
export type SignOnOptions = z.infer<typeof signOnOptions>

/** Why a sign-on did not work, as the sign-in page says it. */
export const signOnProblems = {
  expired: 'Signing in took too long, or was begun in another browser. Try again.',
  denied: 'The provider did not let you in.',
  failed: 'The answer of the provider was not in order. An owner finds the reason in the audit log.',
  unreachable: 'The provider could not be reached. Try again in a moment.',
  no_email: 'The provider did not say your e-mail address.',
  unverified_email: 'The provider has not verified your e-mail address.',
  domain: 'E-mail addresses of this domain may not sign in this way.',
  no_user: 'There is no account for your e-mail address. Ask an administrator to add you.',
  no_role: 'None of your groups gives you a role here. Ask an administrator.',
  switched_off: 'This way to sign in is switched off.',
  address: 'Signing in is not allowed from your address.',
} as const
export type SignOnProblem = keyof typeof signOnProblems
