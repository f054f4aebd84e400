import { z } from 'zod'
import { boundedCount } from './page.ts'

export const emailCompanyModes = ['off', 'known', 'create'] as const
export type EmailCompanyMode = (typeof emailCompanyModes)[number]

const MOST_EXCLUDED = 500
const LONGEST_DOMAIN = 253

const excludedDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(LONGEST_DOMAIN)
  .transform((written) => written.replace(/^@/, ''))
  .refine((domain) => /^[^\s@/:.]+(\.[^\s@/:.]+)+$/.test(domain), 'Write a domain, such as acme.com.')

/** What to do with a work address: nothing, add to the company of its domain, or make that company, too. */
export const emailCompanyInput = z.object({
  mode: z.enum(emailCompanyModes),
  /** Domains whose addresses say nothing about where somebody works, such as one's own. */
  excluded: z
    .array(excludedDomain)
    .max(MOST_EXCLUDED, `At most ${MOST_EXCLUDED} domains.`)
    .transform((domains) => [...new Set(domains)].toSorted())
    .default([]),
  /** With mode "off": whoever was added by this rule alone is taken out again. */
  remove_added: z.boolean().default(false),
})
export type EmailCompanyInput = z.output<typeof emailCompanyInput>

export const emailCompanyRule = z.object({
  mode: z.enum(emailCompanyModes),
  excluded: z.array(z.string()),
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
  /** Addresses that belong to a company because of this rule alone. */
  added: boundedCount,
  removing: z.boolean(),
  /** How far the addresses known before the last change have been looked through, in identifiers. */
  progress: z.object({ finished: z.boolean(), done: z.number(), total: z.number() }),
})
export type EmailCompanyRule = z.infer<typeof emailCompanyRule>

/** A domain of work addresses that no company has. */
export const companylessDomain = z.object({ domain: z.string(), addresses: z.number() })
export type CompanylessDomain = z.infer<typeof companylessDomain>
