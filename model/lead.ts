import { z } from 'zod'
import { dealInput } from './deal.ts'
import { jsonObject } from './json.ts'
import { leadSorts, leadStatuses } from './lead-status.ts'
import { pageQuery } from './page.ts'
import { crmRecord } from './record.ts'
import { text } from './strings.ts'

const MAX_SCORE = 100
const short = z
  .string()
  .trim()
  .max(300)
  .refine((value) => !value.includes('\0'), 'must not contain a NUL character')
const score = z.number().int().min(0).max(MAX_SCORE).nullable()

export const lead = crmRecord.omit({ object: true }).extend({
  status: z.enum(leadStatuses),
  status_at: z.iso.datetime(),
  /** Why it was disqualified. */
  reason: z.string(),
  email: z.string(),
  phone: z.string(),
  company_name: z.string(),
  source: z.string(),
  score: z.number().nullable(),
  /** The value of the computed score that the list was asked for with `score_of`, of the person. */
  person_score: z.number().nullable(),
  /** Whom it is about; null for who may not see that person. */
  person: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  converted_at: z.iso.datetime().nullable(),
  /** What it was converted to, as far as the caller may see it. */
  company: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  deal: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type Lead = z.infer<typeof lead>

const parts = { phone: short, company_name: short, source: short, score }

/** A new lead: somebody who can be reached by e-mail, or who is known already. */
export const leadInput = z
  .object({
    name: text(300),
    email: z.email().max(300).optional(),
    person_id: z.uuid().optional(),
    ...z.object(parts).partial().shape,
    owner_id: z.string().max(100).nullable().optional(),
    fields: jsonObject.default({}),
  })
  .refine(({ email, person_id }) => email !== undefined || person_id !== undefined, {
    message: 'Give an e-mail address, or the person.',
    path: ['email'],
  })
export type LeadInput = z.input<typeof leadInput>

/** A change of a lead. With `version`, it is refused (409) when somebody else changed the lead since. */
export const leadChange = z.object({
  name: text(300).optional(),
  ...z.object(parts).partial().shape,
  status: z.enum(leadStatuses).optional(),
  reason: short.optional(),
  owner_id: z.string().max(100).nullable().optional(),
  version: z.number().int().optional(),
})
export type LeadChange = z.input<typeof leadChange>

export const leadsQuery = pageQuery.extend({
  status: z.enum(leadStatuses).optional(),
  /** The id of a user, or `nobody`. */
  owner: z.string().max(100).optional(),
  source: short.optional(),
  /** Any id the person ever had. */
  person: z.uuid().optional(),
  search: z.string().trim().max(200).optional(),
  /** The name of a computed score: leads say what their people have, can be sorted by it, and be those from so many points on. */
  score_of: z.string().max(100).optional(),
  score_from: z.coerce.number().optional(),
  sort: z.enum(leadSorts).default('-updated_at'),
})
export type LeadsQuery = Omit<z.input<typeof leadsQuery>, 'limit' | 'cursor' | 'score_from'> & {
  score_from?: number | undefined
}

/** How many leads there are in each status; counting stops at a bound. */
export const leadCounts = z.object({
  data: z.array(z.object({ status: z.enum(leadStatuses), count: z.number(), more: z.boolean() })),
  next: z.null(),
})
export type LeadCount = z.infer<typeof leadCounts>['data'][number]

/** What a lead may be joined to in its conversion, because it is there already. */
export const leadMatches = z.object({
  companies: z.array(
    z.object({ id: z.uuid(), name: z.string().nullable(), because: z.enum(['member', 'domain', 'name']) }),
  ),
  deals: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type LeadMatches = z.infer<typeof leadMatches>

/**
 * What a lead becomes. The person is there already; `company` is one that exists, a new one by its name, or none; so is
 * `deal`. Custom values go over to fields of a new deal that have the same key and type.
 */
export const leadConversion = z.object({
  company: z
    .union([z.object({ id: z.uuid() }), z.object({ name: text(300) })])
    .nullable()
    .default(null),
  deal: z
    .union([
      z.object({ id: z.uuid() }),
      z.object({
        name: text(300),
        amount: dealInput.shape.amount,
        stage_id: z.uuid().optional(),
        expected_close_on: dealInput.shape.expected_close_on,
      }),
    ])
    .nullable()
    .default(null),
  version: z.number().int().optional(),
})
export type LeadConversion = z.input<typeof leadConversion>
