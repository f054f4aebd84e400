import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Field } from '../../../model/field.ts'
import type { Comparison } from '../../../model/filter.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { BoundedCount, Page } from '../../../model/page.ts'
import {
  ruleOf,
  standardFieldsOf,
  type RecordFilter,
  type RecordRow,
  type recordSearch,
} from '../../../model/view.ts'
import { requireReadable } from '../../access/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { findReferred, listReadableFields, showRow } from '../fields/index.ts'
import { kindOf, seesField } from '../objects/record-rights.ts'
import { columnOf, sortOf, type Sort } from './columns.ts'
import { compare } from './compare.ts'
import { indexUsed } from './index-used.ts'
import { listSourceOf, type ListSource } from './list-source.ts'

type Fragment = RawBuilder<unknown>
type Query = z.output<typeof recordSearch>
type Found = {
  id: string
  name: string | null
  standard: JsonObject
  fields: JsonObject
  sort_key: string | null
}
type Known = { caller: Actor; object: string; source: ListSource; fields: Field[] }

const FEW = 2_000
const COUNT_UP_TO = 10_000
const position = z.tuple([z.string().nullable(), z.uuid()])

/**
 * A page of an object's records by filter, words and order. The cursor names the sort value of the last one, so that a
 * page far down costs no more than the first. Throws `validation_failed` for fields that there are not, `forbidden` for
 * hidden ones.
 */
export async function searchRecords(
  db: Database,
  caller: Actor,
  { object, query }: { object: string; query: Query },
): Promise<Page<RecordRow>> {
  const known = await knownTo(db, caller, { object, query })
  const sort = sortOf(known, query.sort ?? known.source.defaultSort)
  const condition = await conditionOf(db, known, query)
  await indexUsed(db, known.fields, [...keysIn(query.filter), (query.sort ?? '').replace(/^-/, '')])
  const rows = await pageOfRows(db, known.source, { sort, condition, query })
  const { data, next } = pageFrom(rows, query.limit, ({ sort_key, id }) => [sort_key, id])
  return { data: await show(db, known, data, query.columns), next }
}

/** How many records a question means; stops counting at 10,000, because nobody waits for the exact number. */
export async function countRecords(
  db: Database,
  caller: Actor,
  { object, query }: { object: string; query: Pick<Query, 'filter' | 'search'> },
): Promise<BoundedCount> {
  const known = await knownTo(db, caller, { object, query })
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from ${known.source.table} r where ${await conditionOf(db, known, query)} limit ${COUNT_UP_TO + 1}
    ) as bounded`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_UP_TO), more: count > COUNT_UP_TO }
}

/** What the caller may ask for: filters and orders would give hidden values away. */
async function knownTo(
  db: Database,
  caller: Actor,
  { object, query }: { object: string; query: Pick<Query, 'filter' | 'sort'> },
): Promise<Known> {
  const asked = [...keysIn(query.filter), ...(query.sort ? [query.sort.replace(/^-/, '')] : [])]
  requireReadable(
    caller,
    kindOf(object).object,
    asked.map((key) => ruleOf(object, key)),
  )
  const fields = await listReadableFields(db, caller, object)
  return { caller, object, source: listSourceOf(object, caller), fields }
}

/**
 * The planner guesses badly how many records a filter means, and for a rare value walks down the whole sorted list. So it
 * is not left to guess: a few are fetched by the indexes and named; of many, enough for a page come soon in any order.
 */
async function conditionOf(db: Database, known: Known, { filter, search }: Pick<Query, 'filter' | 'search'>) {
  const { source } = known
  const asked = [
    ...(filter && filter.conditions.length > 0 ? [compileGroup(known, filter)] : []),
    ...(search ? [await source.search(db, search, known.caller)] : []),
  ]
  if (asked.length === 0) return source.base
  const condition = sql.join([source.base, ...asked], sql` and `)
  const { rows } = await sql<{ id: string }>`
    select r.id from ${source.table} r where ${condition} limit ${FEW + 1}`.execute(db)
  return rows.length > FEW ? condition : sql`r.id = any(${rows.map(({ id }) => id)}::uuid[])`
}

function compileGroup(known: Known, { match, conditions }: RecordFilter): Fragment {
  if (conditions.length === 0) return sql`true`
  const parts = conditions.map((one) =>
    'match' in one ? compileGroup(known, one) : compare(columnOf(known, one.field), one),
  )
  if (match === 'all') return sql`(${sql.join(parts, sql` and `)})`
  const any = sql`(${sql.join(parts, sql` or `)})`
  return match === 'any' ? any : sql`not coalesce(${any}, false)`
}

type Pages = { sort: Sort; condition: Fragment; query: Query }

/** Records with a value in the order of it, then those without. */
async function pageOfRows(
  db: Database,
  source: ListSource,
  { sort, condition, query }: Pages,
): Promise<Found[]> {
  const wanted = query.limit + 1
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, position) : []
  const [direction, beyond] = sort.descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const isAmongEmpty = afterId !== undefined && after === null
  const valued = sort.nullable ? sql`${sort.value} is not null` : sql`true`
  const place =
    afterId === undefined
      ? sql`true`
      : sql`(${sort.value}, r.id) ${beyond} (${after}::${sort.cast}, ${afterId}::uuid)`
  const first = isAmongEmpty
    ? []
    : await rowsOf(db, source, {
        where: sql`${condition} and ${valued} and ${place}`,
        value: sort.value,
        order: sql`${sort.value} ${direction}, r.id ${direction}`,
        outer: sql`r.sort_value ${direction}, r.id ${direction}`,
        limit: wanted,
      })
  if (!sort.nullable || first.length >= wanted) return first
  const empty = isAmongEmpty ? sql`r.id > ${afterId}::uuid` : sql`true`
  const rest = await rowsOf(db, source, {
    where: sql`${condition} and ${sort.value} is null and ${empty}`,
    value: sql`null::text`,
    order: sql`r.id`,
    outer: sql`r.id`,
    limit: wanted - first.length,
  })
  return [...first, ...rest]
}

type Part = { where: Fragment; value: Fragment; order: Fragment; outer: Fragment; limit: number }

async function rowsOf(
  db: Database,
  source: ListSource,
  { where, value, order, outer, limit }: Part,
): Promise<Found[]> {
  const { rows } = await sql<Found>`
    with page as materialized (
      select r.*, ${value} as sort_value from ${source.table} r where ${where} order by ${order} limit ${limit}
    )
    select r.id, r.name, ${source.standard} as standard, r.fields, to_jsonb(r.sort_value) #>> '{}' as sort_key
    from page r ${source.joins} order by ${outer}`.execute(db)
  return rows
}

async function show(
  db: Database,
  { caller, object, fields }: Known,
  rows: Found[],
  columns: string[] | undefined,
): Promise<RecordRow[]> {
  const shown = columns ? fields.filter(({ key }) => columns.includes(key)) : fields
  const standard = standardFieldsOf(object).filter(({ key }) => seesField(caller, object, key))
  const custom = await findReferred(db, caller, { fields: shown, values: rows.map((row) => row.fields) })
  const own = await findReferred(db, caller, { fields: standard, values: rows.map((row) => row.standard) })
  const hidden = new Set(
    standardFieldsOf(object).flatMap(({ key }) => (seesField(caller, object, key) ? [] : [key])),
  )
  return rows.map((row) => {
    const values = showRow(shown, custom, row.fields)
    const { labels } = showRow(standard, own, row.standard)
    return {
      id: row.id,
      name: hidden.has('name') ? null : row.name,
      standard: withoutKeys(row.standard, hidden),
      fields: values.values,
      labels: { ...labels, ...values.labels },
    }
  })
}

function withoutKeys(values: JsonObject, hidden: Set<string>): JsonObject {
  const isHidden = (key: string) => hidden.has(key) || (key === 'owner_name' && hidden.has('owner_id'))
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, isHidden(key) ? null : value]))
}

function keysIn(filter: RecordFilter | Comparison | undefined): string[] {
  if (!filter) return []
  return 'match' in filter ? filter.conditions.flatMap(keysIn) : [filter.field]
}
