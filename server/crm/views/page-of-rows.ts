import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { decodeCursor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Sort } from './columns.ts'
import type { ListSource } from './list-source.ts'
import { traitValues } from './trait-columns.ts'

type Fragment = RawBuilder<unknown>

/** A row as it was found, with the values that it was sorted by. */
export type Found = {
  id: string
  name: string | null
  standard: JsonObject
  fields: JsonObject
  /** Those asked for, by the key of their column. */
  traits: JsonObject
  sort_keys: (string | null)[]
}

type Pages = {
  /** The first one has an index; the others decide among equals. */
  sorts: [Sort, ...Sort[]]
  condition: Fragment
  limit: number
  cursor?: string | undefined
  /** Names of the traits wanted. */
  traits?: string[]
}

const position = z.tuple([z.array(z.string().nullable()).min(1), z.uuid()])

/**
 * One row more than a page of them, in order: first those with a value of the first sort, which its index has in order,
 * then those without. The cursor names the values of the last row, so that a page far down costs no more than the first.
 */
export async function pageOfRows(
  db: Queryable,
  source: ListSource,
  { sorts, condition, limit, cursor, traits = [] }: Pages,
): Promise<Found[]> {
  const wanted = limit + 1
  const [values, afterId] = cursor ? decodeCursor(cursor, position) : []
  const [sort, ...others] = sorts
  const after = values && afterId !== undefined ? { values, id: afterId } : null
  const isAmongEmpty = after !== null && (after.values[0] ?? null) === null
  const first = isAmongEmpty
    ? []
    : await rowsOf(db, source, {
        sorts,
        where: sql`${condition} and ${valued(sort)} and ${beyondFirst(sorts, after)}`,
        limit: wanted,
        traits,
      })
  if (!sort.nullable || first.length >= wanted) return first
  const place =
    after && isAmongEmpty
      ? beyond(others, { values: after.values.slice(1), id: after.id, tie: sort.descending })
      : sql`true`
  const rest = await rowsOf(db, source, {
    sorts,
    where: sql`${condition} and ${sort.value} is null and ${place}`,
    limit: wanted - first.length,
    traits,
  })
  return [...first, ...rest]
}

/** What the cursor after this row says. */
export function placeOf({ sort_keys, id }: Found): [(string | null)[], string] {
  return [sort_keys, id]
}

function valued(sort: Sort): Fragment {
  return sort.nullable ? sql`${sort.value} is not null` : sql`true`
}

type After = { values: (string | null)[]; id: string }

/** Rows after the place, of those with a value of the first sort. */
function beyondFirst(sorts: Pages['sorts'], after: After | null): Fragment {
  if (after === null) return sql`true`
  const [sort, ...others] = sorts
  const value = sql`${after.values[0] ?? null}::${sort.cast}`
  if (others.length === 0) return sql`(${sort.value}, r.id) ${further(sort)} (${value}, ${after.id}::uuid)`
  // Said twice, because an index is entered by the first part, which alone does not say enough.
  return sql`${sort.value} ${further(sort)}= ${value} and ${beyond(sorts, { ...after, tie: sort.descending })}`
}

/** Further by the first sort; or even there, and further by the next; at last by id. */
function beyond(sorts: Sort[], { values, id, tie }: After & { tie: boolean }): Fragment {
  const [sort, ...others] = sorts
  if (!sort) return sql`r.id ${tie ? sql`<` : sql`>`} ${id}::uuid`
  const [value = null, ...rest] = values
  const next = beyond(others, { values: rest, id, tie })
  if (value === null) return sql`(${sort.value} is null and ${next})`
  const given = sql`${value}::${sort.cast}`
  const after = sort.nullable
    ? sql`(${sort.value} ${further(sort)} ${given} or ${sort.value} is null)`
    : sql`${sort.value} ${further(sort)} ${given}`
  return sql`(${after} or (${sort.value} = ${given} and ${next}))`
}

function further({ descending }: Sort): Fragment {
  return descending ? sql`<` : sql`>`
}

type Part = { sorts: Pages['sorts']; where: Fragment; limit: number; traits: string[] }

async function rowsOf(
  db: Queryable,
  source: ListSource,
  { sorts, where, limit, traits }: Part,
): Promise<Found[]> {
  const [{ descending }] = sorts
  const byId = descending ? sql`r.id desc` : sql`r.id`
  const columns = sorts.map((_, place) => sql.ref(`sort_${place}`))
  const inside = sql.join([...sorts.map((sort, place) => ordered(sort, sort.value, place)), byId])
  const outside = sql.join([
    ...sorts.map((sort, place) => ordered(sort, sql`r.${sql.ref(`sort_${place}`)}`, place)),
    byId,
  ])
  const picked = sql.join(sorts.map(({ value }, place) => sql`${value} as ${columns[place]}`))
  const keys = sql.join(columns.map((column) => sql`to_jsonb(r.${column}) #>> '{}'`))
  const { rows } = await sql<Found>`
    with page as materialized (
      select r.*, ${picked} from ${source.table} r where ${where} order by ${inside} limit ${limit}
    )
    select r.id, r.name, ${source.standard} as standard, r.fields, ${traitValues(source, traits)} as traits, array[${keys}] as sort_keys
    from page r ${source.joins} order by ${outside}`.execute(db)
  return rows
}

/** The index of the first sort has no order of its own for what is empty, and needs none: those rows come apart. */
function ordered({ descending, nullable }: Sort, value: Fragment, place: number): Fragment {
  const direction = descending ? sql`desc` : sql`asc`
  return place > 0 && nullable ? sql`${value} ${direction} nulls last` : sql`${value} ${direction}`
}
