import { z } from 'zod'
import { jsonObject } from './json.ts'

export const stage = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['open', 'won', 'lost']),
  probability: z.number(),
  position: z.number(),
})
export type Stage = z.infer<typeof stage>

export const pipeline = z.object({
  id: z.uuid(),
  name: z.string(),
  currency: z.string(),
  stages: z.array(stage),
})
export type Pipeline = z.infer<typeof pipeline>

/** A NUL character is the one that the database cannot keep. */
const name = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')

const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter currency code such as EUR')

/** A new pipeline. Its stages stand on the board from left to right as given here. */
export const pipelineInput = z.object({
  name: name(200),
  currency: currency.default('EUR'),
  stages: z
    .array(
      z.object({
        name: name(100),
        kind: stage.shape.kind.default('open'),
        probability: z.number().int().min(0).max(100),
      }),
    )
    .min(1)
    .max(30)
    .refine((stages) => new Set(stages.map(({ name }) => name.toLowerCase())).size === stages.length, {
      message: 'Two stages have the same name.',
    }),
})

export const deal = z.object({
  id: z.uuid(),
  name: z.string(),
  pipeline_id: z.uuid(),
  stage_id: z.uuid(),
  amount: z.number().nullable(),
  currency: z.string(),
  person: z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  company: z.object({ id: z.uuid(), name: z.string().nullable(), group_id: z.string() }).nullable(),
  owner: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  rank: z.number(),
  expected_close_on: z.iso.date().nullable(),
  entered_stage_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
  version: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type Deal = z.infer<typeof deal>

/** What a list of deals may be sorted by; `-` means descending. Deals without the value come last either way. */
export const dealSorts = [
  'updated_at',
  '-updated_at',
  'amount',
  '-amount',
  'expected_close_on',
  '-expected_close_on',
  'name',
  '-name',
] as const
export type DealSort = (typeof dealSorts)[number]

/** A move of a deal from one stage to the next; the first one has no stage before it. */
export const dealMove = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  from_stage_id: z.uuid().nullable(),
  to_stage_id: z.uuid(),
  actor_name: z.string().nullable(),
})
export type DealMove = z.infer<typeof dealMove>

const closeDay = z.iso
  .date()
  .refine((day) => day >= '1900', 'must not be before 1900')
  .nullable()

const ownerId = z.string().min(1).max(100).nullable()

const amount = z.number().min(0).max(1e15).nullable()

export const dealInput = z
  .object({
    name: name(300),
    pipeline_id: z.uuid().optional(),
    stage_id: z.uuid().optional(),
    amount: amount.default(null),
    currency: currency.optional(),
    person_id: z.uuid().nullable().default(null),
    company_id: z.uuid().nullable().default(null),
    expected_close_on: closeDay.default(null),
    /** Custom values by the keys of their fields. */
    fields: jsonObject.optional(),
    /** The user who owns it; whoever makes it when not given. */
    owner_id: ownerId.optional(),
  })
  .refine((d) => d.person_id !== null || d.company_id !== null, {
    message: 'A deal belongs to a person, a company or both.',
    path: ['person_id'],
  })
export type DealInput = z.input<typeof dealInput>

/**
 * A change of a deal. `after_deal_id` places the card behind that one in its column (null: at the top).
 * With `version`, the change is refused (409) when somebody else changed the deal since.
 */
export const dealChange = z.object({
  name: name(300).optional(),
  stage_id: z.uuid().optional(),
  after_deal_id: z.uuid().nullable().optional(),
  amount: amount.optional(),
  expected_close_on: closeDay.optional(),
  person_id: z.uuid().nullable().optional(),
  company_id: z.uuid().nullable().optional(),
  owner_id: ownerId.optional(),
  version: z.number().int().optional(),
})
export type DealChange = z.input<typeof dealChange>

/** A column of the board: its first cards and what the whole column adds up to. */
export const boardColumn = z.object({
  stage,
  count: z.number(),
  /** Null for who does not get to see amounts. */
  amount: z.number().nullable(),
  weighted: z.number().nullable(),
  deals: z.array(deal),
  next: z.string().nullable(),
})
export type BoardColumn = z.infer<typeof boardColumn>
