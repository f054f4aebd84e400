import { z } from 'zod'
import { jsonObject } from './json.ts'

const MAX_TRAITS = 100

const scalar = z.union([z.string().trim().max(5_000), z.number(), z.boolean()])
const traitValue = z.union([scalar, z.array(scalar).max(100), z.null()])
const traitName = z.string().trim().min(1).max(100)
const email = z.email('This is no e-mail address.').max(320)

/** What somebody says of a person or company: traits by name, null for one that is to go. */
const traitsByHand = z
  .record(traitName, traitValue)
  .refine((traits) => Object.keys(traits).length <= MAX_TRAITS, `At most ${MAX_TRAITS} traits at once.`)
  .superRefine((traits, ctx) => {
    const address = traits['email']
    if (address !== undefined && address !== null && !email.safeParse(address).success)
      ctx.addIssue({ code: 'custom', path: ['email'], message: 'This is no e-mail address.' })
  })

const ofRecord = {
  traits: traitsByHand.optional(),
  /** Whoever makes it, when left out. */
  owner_id: z.string().min(1).max(100).nullish(),
  fields: jsonObject.optional(),
}

/** A new person: a name, an address or a number will do. */
export const personInput = z
  .object({
    name: z.string().trim().max(300).optional(),
    email: email.optional(),
    phone: z.string().trim().max(50).optional(),
    company_id: z.uuid().nullish(),
    ...ofRecord,
  })
  .refine(({ name, email: address, phone }) => Boolean(name || address || phone), {
    path: ['name'],
    message: 'Give a name, an e-mail address or a phone number.',
  })
export type PersonInput = z.input<typeof personInput>

export const companyInput = z.object({
  name: z.string().trim().min(1, 'Give the company a name.').max(300),
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'A domain looks like acme.com.')
    .max(253)
    .optional(),
  ...ofRecord,
})
export type CompanyInput = z.input<typeof companyInput>

/** Traits as they are to be. `known` says what the editor had seen of them: another value now is a conflict. */
export const traitsEdit = z.object({ traits: traitsByHand, known: jsonObject.optional() })
export type TraitsEdit = z.input<typeof traitsEdit>

/** Where a person belongs from now on: a company that is there, or a new one of this name. */
export const joining = z.union([
  z.object({ id: z.uuid() }),
  z.object({ name: z.string().trim().min(1, 'Give the company a name.').max(300) }),
])
export type Joining = z.input<typeof joining>

/** The edit, by which it can be undone for a week; null when nothing was changed. */
export const edited = z.object({ edit: z.uuid().nullable() })
export type Edited = z.infer<typeof edited>

/** What somebody is at a company: "Decision maker". */
export const companyRole = z.object({
  role: z
    .string()
    .trim()
    .max(100)
    .nullable()
    .transform((role) => role || null),
})
