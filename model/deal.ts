import { z } from 'zod'
import { activityKinds } from './activity-kinds.ts'
import { amountSources } from './billing.ts'
import { forecastCategories, type dealSorts } from './deal-lists.ts'
import { jsonObject } from './json.ts'
import { currency } from './money.ts'

export type ForecastCategory = (typeof forecastCategories)[number]

/** What a stage may ask a deal for before it comes in. */
export const requirableFields = [
  'amount',
  'expected_close_on',
  'person_id',
  'company_id',
  'close_reason_id',
] as const
export type RequirableField = (typeof requirableFields)[number]

const MAX_ROTTING_DAYS = 3650
const rottingDays = z.number().int().min(1).max(MAX_ROTTING_DAYS).nullable()

export const stage = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['open', 'won', 'lost']),
  probability: z.number(),
  position: z.number(),
  forecast_category: z.enum(forecastCategories),
  /** After how many quiet days a deal rots; null: never. */
  rotting_days: z.number().nullable(),
  required_fields: z.array(z.enum(requirableFields)),
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

const stageInput = z.object({
  name: name(100),
  kind: stage.shape.kind.default('open'),
  probability: z.number().int().min(0).max(100),
  /** What its kind says, when not given. */
  forecast_category: z.enum(forecastCategories).optional(),
  rotting_days: rottingDays.default(null),
  required_fields: z.array(z.enum(requirableFields)).max(requirableFields.length).default([]),
})

const MAX_STAGES = 30
const haveOwnNames = (stages: { name: string }[]) =>
  new Set(stages.map((one) => one.name.toLowerCase())).size === stages.length
const SAME_NAME = { message: 'Two stages have the same name.' }

/** A new pipeline. Its stages stand on the board from left to right as given here. */
export const pipelineInput = z.object({
  name: name(200),
  currency: currency.default('EUR'),
  stages: z.array(stageInput).min(1).max(MAX_STAGES).refine(haveOwnNames, SAME_NAME),
})
export type PipelineInput = z.input<typeof pipelineInput>

/**
 * A change of a pipeline. `stages` are all its stages from left to right: those with an `id` are changed, those without
 * are new, and those left out are removed. `moves` says where the deals of a removed stage go.
 */
export const pipelineChange = z.object({
  name: name(200).optional(),
  stages: z
    .array(stageInput.extend({ id: z.uuid().optional() }))
    .min(1)
    .max(MAX_STAGES)
    .refine(haveOwnNames, SAME_NAME)
    .optional(),
  moves: z
    .array(z.object({ from: z.uuid(), to: z.uuid() }))
    .max(MAX_STAGES)
    .default([]),
})
export type PipelineChange = z.input<typeof pipelineChange>

/** Why deals are won or lost. */
export const closeReason = z.object({ id: z.uuid(), kind: z.enum(['won', 'lost']), name: z.string() })
export type CloseReason = z.infer<typeof closeReason>

export const closeReasonInput = z.object({ kind: closeReason.shape.kind, name: name(100) })

export const deal = z.object({
  id: z.uuid(),
  name: z.string(),
  pipeline_id: z.uuid(),
  stage_id: z.uuid(),
  amount: z.number().nullable(),
  currency: z.string(),
  /** Whether the amount was entered, or is what the line items add up to without tax. */
  amount_source: z.enum(amountSources),
  person: z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  company: z.object({ id: z.uuid(), name: z.string().nullable(), group_id: z.string() }).nullable(),
  owner: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  rank: z.number(),
  /** What is planned next. */
  next_activity: z
    .object({
      id: z.uuid(),
      kind: z.enum(activityKinds),
      subject: z.string(),
      due_at: z.iso.datetime().nullable(),
      due_on: z.iso.date().nullable(),
    })
    .nullable(),
  last_activity_at: z.iso.datetime().nullable(),
  /** Why it was won or lost. */
  close_reason: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  close_note: z.string(),
  expected_close_on: z.iso.date().nullable(),
  entered_stage_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
  version: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type Deal = z.infer<typeof deal>

export type DealSort = (typeof dealSorts)[number]

/** A move of a deal from one stage to the next; the first one has no stage before it. */
export const dealMove = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  from_stage_id: z.uuid().nullable(),
  to_stage_id: z.uuid(),
  /** Also of a stage that has been removed. */
  to_stage_name: z.string(),
  actor_name: z.string().nullable(),
})
export type DealMove = z.infer<typeof dealMove>

/** How long a deal was in a stage: all its stays added up, and the last one, in seconds; until now where it is now. */
export const timeInStage = z.object({
  stage_id: z.uuid(),
  stage_name: z.string(),
  stays: z.number(),
  cumulative_seconds: z.number(),
  latest_seconds: z.number(),
  is_current: z.boolean(),
})
export type TimeInStage = z.infer<typeof timeInStage>

/** A field that somebody changed, with values as people read them. */
export const dealFieldChange = z.object({
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  by: z.string(),
  at: z.iso.datetime(),
})
export type DealFieldChange = z.infer<typeof dealFieldChange>

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
    close_reason_id: z.uuid().nullable().optional(),
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
  /** `line_items`: from now on the amount is what they add up to. */
  amount_source: z.enum(amountSources).optional(),
  expected_close_on: closeDay.optional(),
  person_id: z.uuid().nullable().optional(),
  company_id: z.uuid().nullable().optional(),
  close_reason_id: z.uuid().nullable().optional(),
  close_note: z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .optional(),
  owner_id: ownerId.optional(),
  version: z.number().int().optional(),
})
export type DealChange = z.input<typeof dealChange>

const MAX_BULK = 200
export const dealChanges = z.object({
  changes: z
    .array(z.object({ id: z.uuid(), change: dealChange }))
    .min(1)
    .max(MAX_BULK),
})
/** What came of many changes: each is made or refused by itself. */
export const dealChangesAnswer = z.object({
  changed: z.array(deal),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })),
})
export type DealChangesAnswer = z.infer<typeof dealChangesAnswer>

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
