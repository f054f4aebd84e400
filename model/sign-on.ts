import { z } from 'zod'

/** Who needs a second factor: nobody, the holders of some roles, everybody. */
export const twoFactorRules = ['optional', 'roles', 'everybody'] as const
/** Who may sign in with a password. Owners always may, so that a broken provider locks nobody out for good. */
export const passwordRules = ['everybody', 'owners'] as const

/** Addresses in CIDR notation, and a word on whose they are. */
const addressRange = z.object({
  range: z.string().trim().min(1).max(50),
  note: z.string().trim().max(200).default(''),
})
export type AddressRange = z.infer<typeof addressRange>
const addressRanges = z.array(addressRange).max(500)

export const signOnPolicy = z.object({
  two_factor: z.enum(twoFactorRules),
  /** The roles whose holders need a second factor, when the rule is `roles`. */
  two_factor_roles: z.array(z.string().min(1).max(100)).max(50),
  /** For how long a browser may be remembered after a second factor; 0 for never. */
  remember_days: z.number().int().min(0).max(90),
  password: z.enum(passwordRules),
  /** From where browsers may be signed in; from anywhere while it is empty. */
  ui_addresses: addressRanges,
  /** From where API keys may be used; from anywhere while it is empty. */
  api_addresses: addressRanges,
})
export type SignOnPolicy = z.infer<typeof signOnPolicy>

export const signOnPolicyChange = signOnPolicy.partial()
/** The policy, and from which address its reader is seen. */
export const signOnPolicyAnswer = signOnPolicy.extend({ your_address: z.string() })
export type SignOnPolicyAnswer = z.infer<typeof signOnPolicyAnswer>

export const defaultSignOnPolicy: SignOnPolicy = {
  two_factor: 'optional',
  two_factor_roles: [],
  remember_days: 30,
  password: 'everybody',
  ui_addresses: [],
  api_addresses: [],
}

/** What is left to do between the password and the session. */
export const pendingStep = z.object({
  step: z.enum(['code', 'enrolment']),
  remember_days: z.number().int(),
})
export type PendingStep = z.infer<typeof pendingStep>

const code = z.string().trim().min(1, 'must be the code of your app or a recovery code').max(40)
export const secondFactorInput = z.object({ code, remember: z.boolean().default(false) })
export const confirmationInput = z.object({ code })
/** The present password; who signs in through a provider only shows a code instead. */
export const proofInput = z.object({ password: z.string().max(200).optional(), code: code.optional() })
export type Proof = z.infer<typeof proofInput>

/** What an authenticator app takes in: the secret as text, and as the address that a QR code holds. */
export const enrolment = z.object({ secret: z.string(), uri: z.string() })
export type Enrolment = z.infer<typeof enrolment>

export const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) })

/** How somebody signs in: with what, and how well that is guarded. */
export const ownSignIn = z.object({
  has_password: z.boolean(),
  providers: z.array(z.string()),
  second_factor: z.object({
    enabled_at: z.iso.datetime().nullable(),
    required: z.boolean(),
    recovery_codes_left: z.number().int(),
    trusted_devices: z.number().int(),
  }),
})
export type OwnSignIn = z.infer<typeof ownSignIn>
