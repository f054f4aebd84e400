import { z } from 'zod'
import { importFields, importModes, matchKeys, type ImportObject } from './import.ts'
import { isDeeperThan, jsonObject } from './json.ts'

/** What rows over the API may be about; each has an address of its own. */
export const bulkObjects = ['people', 'companies', 'deals'] as const satisfies ImportObject[]
export type BulkObject = (typeof bulkObjects)[number]

export const MAX_BULK_ROWS = 10_000

const MAX_TRAITS = 500
const MAX_DEPTH = 10

const traits = jsonObject
  .refine((given) => Object.keys(given).length <= MAX_TRAITS, `must be ${MAX_TRAITS} at most`)
  .refine((given) => Object.keys(given).every(isName), 'must have names of 1 to 100 letters')
  .refine((given) => !isDeeperThan(given, MAX_DEPTH), `must not be nested deeper than ${MAX_DEPTH} levels`)
  .optional()

function isName(name: string): boolean {
  return (
    name.trim() === name &&
    name.length > 0 &&
    name.length <= 100 &&
    name.isWellFormed() &&
    name !== '__proto__' &&
    !name.includes('\0')
  )
}

const cell = z.union([z.string().max(20_000), z.number()]).nullish()

/** A field of a file that names a stage in its heading has no place in a row of its own. */
const leftOut = new Set(['stage_entered'])

function rowOf(object: BulkObject) {
  const cells = Object.fromEntries(
    importFields[object].flatMap(({ key }) => (leftOut.has(key) ? [] : [[key, cell]])),
  )
  return z.strictObject(object === 'deals' ? cells : { ...cells, traits })
}

const common = {
  mode: z.enum(Object.keys(importModes) as [keyof typeof importModes]).default('both'),
}
const rows = <Row extends z.ZodType>(row: Row) => z.array(row).min(1).max(MAX_BULK_ROWS)
const keysOf = <Object extends BulkObject>(object: Object) =>
  z.enum(Object.keys(matchKeys[object]) as [keyof (typeof matchKeys)[Object] & string])
/** Whether a company that a row names and nobody knows is made. */
const createCompanies = z.boolean().default(true)

/** Rows to create or update, by the kind of record, and by what a row is known to be about one that is there. */
export const bulkRows = {
  people: z.strictObject({
    ...common,
    rows: rows(rowOf('people')),
    match: keysOf('people').default('email'),
    create_companies: createCompanies,
  }),
  companies: z.strictObject({
    ...common,
    rows: rows(rowOf('companies')),
    match: keysOf('companies').default('domain'),
  }),
  deals: z.strictObject({
    ...common,
    rows: rows(rowOf('deals')),
    match: keysOf('deals').default('external_id'),
    create_companies: createCompanies,
    /** For deals that name no pipeline: this one; else the first. */
    pipeline_id: z.uuid().nullable().default(null),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
  }),
} as const
export type BulkRows<Object extends BulkObject = BulkObject> = z.output<(typeof bulkRows)[Object]>
