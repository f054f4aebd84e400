import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Comparison, Operator } from '../../../model/filter.ts'
import { invalidField } from '../invalid-field.ts'
import { escapeLike } from '../../platform/relational/index.ts'

type Fragment = RawBuilder<unknown>
type Value = string | number | boolean
type Compare = (column: Column, values: Value[]) => Fragment

/** Something to compare: `value` is what an index has, `full` the same without cutting it short. */
export type Column = {
  label: string
  kind: ColumnKind
  value: Fragment
  full?: Fragment | undefined
  /** A text that has the value among others, with a trigram index. */
  found?: Fragment | undefined
}
export type ColumnKind =
  | 'text'
  | 'number'
  | 'moment'
  | 'exact'
  | 'set'
  | 'time'
  | 'day'
  | 'id'
  | 'person'
  | 'relation'

const isSet: Pick<Record<Operator, Compare>, 'set' | 'not_set'> = {
  set: ({ value }) => sql`${value} is not null`,
  not_set: ({ value }) => sql`${value} is null`,
}

const ordered = (
  read: (value: Value | undefined, label: string) => Fragment,
): Partial<Record<Operator, Compare>> => ({
  is: ({ value, label }, values) => sql`${value} in (${sql.join(values.map((one) => read(one, label)))})`,
  is_not: ({ value, label }, values) =>
    sql`(${value} is null or ${value} not in (${sql.join(values.map((one) => read(one, label)))}))`,
  greater: ({ value, label }, [one]) => sql`${value} > ${read(one, label)}`,
  at_least: ({ value, label }, [one]) => sql`${value} >= ${read(one, label)}`,
  less: ({ value, label }, [one]) => sql`${value} < ${read(one, label)}`,
  at_most: ({ value, label }, [one]) => sql`${value} <= ${read(one, label)}`,
  before: ({ value, label }, [one]) => sql`${value} < ${read(one, label)}`,
  after: ({ value, label }, [one]) => sql`${value} > ${read(one, label)}`,
  ...isSet,
})

const equal = (compare: Compare): Partial<Record<Operator, Compare>> => ({
  is: compare,
  is_not: (column, values) => sql`coalesce(not (${compare(column, values)}), true)`,
  ...isSet,
})

/** Which comparisons each kind of column knows, and what they are in SQL: the one table of operators. */
const compares: Record<ColumnKind, Partial<Record<Operator, Compare>>> = {
  text: {
    ...equal(isEqual),
    is: (column, values) => sql`(${isEqual(column, values)} and ${amongFound(column, values)})`,
    contains: (column, [one]) => sql`(${like(column, `%${literal(one)}%`)} and ${amongFound(column, [one])})`,
    not_contains: (column, [one]) => sql`coalesce(not (${like(column, `%${literal(one)}%`)}), true)`,
    starts_with: (column, [one]) =>
      sql`(${like(column, `${literal(one)}%`)} and ${amongFound(column, [one])})`,
  },
  number: ordered((value, label) => sql`${readNumber(value, label)}::numeric`),
  time: ordered((value, label) => sql`${readMoment(value, label)}::timestamptz`),
  day: ordered((value, label) => sql`${readDay(value, label)}::date`),
  // Moments are text in one form, so that they sort as text; a day means all of it.
  moment: {
    is: ({ value, label }, [one]) => {
      const from = readMoment(one, label)
      return sql`(${value} >= ${from} and ${value} <= ${endOf(from)})`
    },
    before: ({ value, label }, [one]) => sql`${value} < ${readMoment(one, label)}`,
    after: ({ value, label }, [one]) => sql`${value} > ${endOf(readMoment(one, label))}`,
    at_least: ({ value, label }, [one]) => sql`${value} >= ${readMoment(one, label)}`,
    at_most: ({ value, label }, [one]) => sql`${value} <= ${endOf(readMoment(one, label))}`,
    ...isSet,
  },
  exact: {
    ...equal(({ value }, values) => sql`${value} = any(${values.map(String)}::text[])`),
    before: ({ value }, [one]) => sql`${value} < ${String(one)}`,
    after: ({ value }, [one]) => sql`${value} > ${String(one)}`,
    at_least: ({ value }, [one]) => sql`${value} >= ${String(one)}`,
    at_most: ({ value }, [one]) => sql`${value} <= ${String(one)}`,
  },
  set: equal(
    ({ value }, values) =>
      sql`(${sql.join(
        values.map((one) => sql`${value} @> ${JSON.stringify([one])}::jsonb`),
        sql` or `,
      )})`,
  ),
  id: equal(({ value }, values) => sql`${value} = any(${values.map(String)}::text[])`),
  person: equal(({ value, label }, values) => sql`${value} = any(${anyIdentifier(values, label)})`),
  relation: {
    is: ({ full, label }, values) =>
      sql`${full ?? sql`false`} and x.target_id = any(${anyIdentifier(values, label)}))`,
    is_not: ({ full, label }, values) =>
      sql`not ${full ?? sql`true`} and x.target_id = any(${anyIdentifier(values, label)}))`,
    ...isSet,
  },
}

/** The condition that a comparison means. Throws `validation_failed` when the column cannot be compared so. */
export function compare(column: Column, { operator, value }: Comparison): Fragment {
  const compile = compares[column.kind][operator]
  if (!compile) throw invalidField('filter', `${column.label} cannot be compared by "${operator}".`)
  return compile(column, value === undefined ? [] : [value].flat())
}

function isEqual({ value, full }: Column, values: Value[]): Fragment {
  const words = values.map((one) => String(one).toLowerCase())
  const short = sql`${value} = any(${words.map((word) => word.slice(0, 80))}::text[])`
  return full ? sql`(${short} and ${full} = any(${words}::text[]))` : short
}

/** Follows from the condition beside it, and has an index; fewer than three letters no trigram finds. */
function amongFound({ found }: Column, values: (Value | undefined)[]): Fragment {
  if (!found || values.some((one) => String(one).length < 3)) return sql`true`
  const parts = values.map((one) => sql`${found} like ${`%${literal(one)}%`}`)
  return sql`(${found} <> '' and (${sql.join(parts, sql` or `)}))`
}

function like({ value, full }: Column, pattern: string): Fragment {
  return sql`${full ?? value} like ${pattern}`
}

function literal(value: Value | undefined): string {
  return escapeLike(String(value).toLowerCase())
}

/** A person is found by any identifier and any former id; other records by their own. */
function anyIdentifier(values: Value[], label: string): Fragment {
  const ids = values.map((one) => {
    if (!z.uuid().safeParse(one).success)
      throw invalidField('filter', `${label} is compared with ids of records.`)
    return String(one)
  })
  return sql`array(select o.id from identifiers i join identifiers o on o.person_id = i.person_id
    where i.id = any(${ids}::uuid[])) || ${ids}::uuid[]`
}

function readNumber(value: Value | undefined, label: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw invalidField('filter', `${label} is compared with a number.`)
}

function readMoment(value: Value | undefined, label: string): string {
  if (z.iso.datetime({ offset: true }).safeParse(value).success) return new Date(String(value)).toISOString()
  return readDay(value, label)
}

function readDay(value: Value | undefined, label: string): string {
  if (z.iso.date().safeParse(value).success) return String(value)
  throw invalidField('filter', `${label} is compared with a day such as 2026-11-24.`)
}

/** The last text of a day: all times of it come before. */
function endOf(moment: string): string {
  return moment.length === 10 ? `${moment}~` : moment
}
