import { z } from 'zod'
import { importOutcomes } from './import-outcomes.ts'

export const importObjects = ['companies', 'people', 'stage_history', 'deals'] as const
export type ImportObject = (typeof importObjects)[number]

/** How a kind of record is called. */
export const importObjectNames: Record<ImportObject, string> = {
  companies: 'Companies',
  people: 'People',
  stage_history: 'Stage history of deals',
  deals: 'Deals',
}

export const valueKinds = [
  'text',
  'email',
  'phone',
  'date',
  'number',
  'money',
  'url',
  'domain',
  'id',
] as const
export type ValueKind = (typeof valueKinds)[number]

export type ImportField = { key: string; label: string; kind: ValueKind }

const field = (key: string, label: string, kind: ValueKind = 'text'): ImportField => ({ key, label, kind })

const address = [
  field('street', 'Street'),
  field('city', 'City'),
  field('state', 'State or region'),
  field('postal_code', 'Postal code'),
  field('country', 'Country'),
]

/** What a column of a file can be, by the kind of record. */
export const importFields: Record<ImportObject, readonly ImportField[]> = {
  people: [
    field('email', 'E-mail', 'email'),
    field('first_name', 'First name'),
    field('last_name', 'Last name'),
    field('name', 'Full name'),
    field('phone', 'Phone', 'phone'),
    field('title', 'Job title'),
    field('company', 'Company name'),
    field('company_domain', 'Company domain', 'domain'),
    field('company_id', 'Company id in the other system', 'id'),
    field('external_id', 'Person id in the other system', 'id'),
    field('user_id', 'User id', 'id'),
    ...address,
    field('birthday', 'Birthday', 'date'),
    field('website', 'Website', 'url'),
    field('linkedin', 'LinkedIn page', 'url'),
    field('owner', 'Owner'),
    field('note', 'Note'),
  ],
  companies: [
    field('name', 'Company name'),
    field('domain', 'Domain or website', 'domain'),
    field('external_id', 'Company id in the other system', 'id'),
    field('industry', 'Industry'),
    field('employees', 'Employees', 'number'),
    field('annual_revenue', 'Annual revenue', 'number'),
    field('founded', 'Year founded', 'number'),
    field('phone', 'Phone', 'phone'),
    ...address,
    field('parent_company', 'Parent company'),
    field('description', 'Description'),
    field('owner', 'Owner'),
  ],
  deals: [
    field('name', 'Deal name'),
    field('amount', 'Amount', 'money'),
    field('currency', 'Currency'),
    field('pipeline', 'Pipeline'),
    field('stage', 'Stage'),
    field('status', 'Open, won or lost'),
    field('company', 'Company name'),
    field('company_id', 'Company id in the other system', 'id'),
    field('person_email', 'E-mail of the person', 'email'),
    field('person_id', 'Person id in the other system', 'id'),
    field('person', 'Name of the person'),
    field('owner', 'Owner'),
    field('created_at', 'Created on', 'date'),
    field('close_date', 'Close date', 'date'),
    field('won_at', 'Won on', 'date'),
    field('lost_at', 'Lost on', 'date'),
    field('external_id', 'Deal id in the other system', 'id'),
    field('stage_entered', 'Entered the stage …', 'date'),
  ],
  stage_history: [
    field('deal_id', 'Deal id in the other system', 'id'),
    field('stage', 'Stage'),
    field('at', 'Entered on', 'date'),
  ],
}

/**
 * Where a column goes: a field, a trait of this name, or nowhere. `stage` names the stage of "Entered the stage …"; with `json` the
 * cells are JSON, so that a number or a list stays one.
 */
export const columnTarget = z
  .union([
    z.object({ field: z.string().max(100), stage: z.string().max(100).optional() }),
    z.object({ trait: z.string().trim().min(1).max(100), json: z.boolean().optional() }),
  ])
  .nullable()
export type ColumnTarget = z.infer<typeof columnTarget>

export const importModes = {
  both: 'Create and update',
  create: 'Only create',
  update: 'Only update',
} as const
const modeNames = Object.keys(importModes) as [keyof typeof importModes]

export const matchKeys = {
  companies: { domain: 'Domain, then name', name: 'Name' },
  people: { email: 'E-mail', phone: 'E-mail, then phone', name: 'E-mail, then name and company' },
  deals: { external_id: 'Id in the other system', name: 'Name and company' },
  stage_history: { external_id: 'Deal id' },
} as const satisfies Record<ImportObject, Record<string, string>>

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const
export type DateOrder = (typeof dateOrders)[number]

/** How one file is read. */
export const fileMapping = z.object({
  object: z.enum(importObjects),
  mode: z.enum(modeNames),
  match: z.enum(['email', 'phone', 'name', 'domain', 'external_id']),
  columns: z.array(columnTarget).max(1_000),
  date_order: z.enum(dateOrders),
  decimal: z.enum(['.', ',']),
  /** Into which pipeline deals go that name none: this one, or a new one of this name with the stages of the file. */
  pipeline: z
    .union([z.object({ id: z.uuid() }), z.object({ create: z.string().trim().min(1).max(200) })])
    .nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  /** Whether a company that a row names and nobody knows is made. */
  create_companies: z.boolean(),
})
export type FileMapping = z.infer<typeof fileMapping>

export const importMapping = z.object({ files: z.array(fileMapping).max(20) })
export type ImportMapping = z.infer<typeof importMapping>

/** A column of a file with its first values that are not empty, and how sure the guess of its target is (0 to 1). */
const importColumn = z.object({
  header: z.string(),
  samples: z.array(z.string()),
  confidence: z.number(),
})
export type ImportColumn = z.infer<typeof importColumn>

export const importFile = z.object({
  name: z.string(),
  bytes: z.number(),
  /** `json` for rows that came over the API. */
  kind: z.enum(['csv', 'xlsx', 'vcard', 'json']),
  sheet: z.string().nullable(),
  rows: z.number(),
  /** The program whose export this is, if recognised. */
  format: z.string().nullable(),
  /** Whether the mapping is one that was used before for these columns. */
  remembered: z.boolean(),
  columns: z.array(importColumn),
  mapping: fileMapping,
})
export type ImportFile = z.infer<typeof importFile>

export type ImportOutcome = (typeof importOutcomes)[number]

const counts = z.record(z.enum(importOutcomes), z.number())
export type ImportCounts = z.infer<typeof counts>

/** What was done: with a run how many records, with an undo how many were taken back and how many were kept. */
const importResult = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  skipped: z.number(),
  undone: z.number(),
  kept: z.number(),
})
export type ImportResult = z.infer<typeof importResult>

export const importStates = [
  'reading',
  'mapping',
  'checking',
  'checked',
  'running',
  'done',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const
export type ImportState = (typeof importStates)[number]

export const importRecord = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(importStates),
  files: z.array(importFile),
  actor_name: z.string(),
  done: z.number(),
  total: z.number(),
  /** Seconds that the job at hand will still take, by its speed so far; null before it can be told. */
  seconds_left: z.number().nullable(),
  summary: counts.nullable(),
  result: importResult.nullable(),
  error: z.string().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
})
export type Import = z.infer<typeof importRecord>

/** What can be wrong with a row. */
export const problemSentences = {
  missing_name: 'A name is missing.',
  missing_identity: 'There is neither an e-mail, nor an id, nor a name to know this person by.',
  missing_owner_record: 'The row names neither a person nor a company, and a deal needs one.',
  invalid_email: 'This is no e-mail address.',
  invalid_date: 'This date cannot be read.',
  invalid_number: 'This number cannot be read.',
  invalid_currency: 'This is no three-letter currency code.',
  invalid_url: 'This is no web address.',
  invalid_json: 'This is no JSON, which the column is said to hold.',
  value_too_long: 'This value is too long.',
  unknown_pipeline: 'There is no pipeline of this name.',
  unknown_stage: 'The pipeline has no stage of this name.',
  missing_in_stage: 'The deal lacks what its stage asks for.',
  unknown_company: 'There is no company of this name.',
  unknown_person: 'There is nobody of this name or id.',
  unknown_deal: 'There is no deal with this id.',
  matches_several: 'Two records match this row. Merge them first, or leave one of the columns out.',
  exists_already: 'It exists already, and only new ones are to be created.',
  not_found: 'It does not exist, and only existing ones are to be updated.',
  same_as_row: 'The same record stands in an earlier row; this row adds to it.',
  similar_record: 'A record with the same name or phone exists; it may be the same.',
  skipped_by_hand: 'Somebody chose to leave this row out.',
  columns_missing: 'The row has fewer columns than the heading.',
  refused_by_database: 'The database could not store this row.',
} as const
export type ProblemCode = keyof typeof problemSentences

const rowProblem = z.object({
  code: z.string(),
  message: z.string(),
  column: z.number().nullable(),
  value: z.string().nullable(),
})
export type RowProblem = z.infer<typeof rowProblem>

export const importRow = z.object({
  file: z.number(),
  row: z.number(),
  cells: z.array(z.string()),
  decision: z.enum(['new', 'merge', 'skip']).nullable(),
  outcome: z.enum(importOutcomes),
  label: z.string(),
  problems: z.array(rowProblem),
  record_id: z.uuid().nullable(),
})
export type ImportRow = z.infer<typeof importRow>

/** A correction: another value in a cell (of every row that has the old value there), or what to do with a row. */
export const rowFix = z.union([
  z.object({
    file: z.number().int().min(0),
    row: z.number().int().min(0),
    column: z.number().int().min(0).max(999),
    value: z.string().max(10_000),
    everywhere: z.boolean().default(false),
  }),
  z.object({
    file: z.number().int().min(0),
    row: z.number().int().min(0).nullable(),
    decision: z.enum(['new', 'merge', 'skip']).nullable(),
  }),
])
export type RowFix = z.input<typeof rowFix>

/** A value that somebody changed after the import, which the undo therefore left as it is. */
export const keptChange = z.object({
  object: z.string(),
  record_id: z.uuid(),
  label: z.string(),
  reasons: z.array(z.string()),
})
export type KeptChange = z.infer<typeof keptChange>
