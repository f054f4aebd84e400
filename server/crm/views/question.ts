import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import type { Comparison } from '../../../model/filter.ts'
import type { RecordAction } from '../../../model/rights.ts'
import { ruleOf, TRAITS, type RecordFilter, type RecordSelection } from '../../../model/view.ts'
import { requireReadable } from '../../access/index.ts'
import { comparePersonTrait, requireReadableTraits } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { listReadableFields } from '../fields/index.ts'
import { kindOf, mayWith } from '../objects/record-rights.ts'
import { columnOf } from './columns.ts'
import { compare } from './compare.ts'
import { traitsOf } from './trait-columns.ts'
import { listSourceOf, type ListSource } from './list-source.ts'

type Fragment = RawBuilder<unknown>

/** What a question about an object's records may rely on: where they lie, and the fields that the caller sees. */
export type Known = { caller: Actor; object: string; source: ListSource; fields: Field[] }

type Asked = {
  object: string
  /** Keys that are sorted, grouped or added up by. */
  keys?: string[]
  filter?: RecordFilter | undefined
}

const FEW = 2_000

/** What the caller may ask for: filters and orders would give hidden values away. Throws `forbidden`. */
export async function knownTo(
  db: Queryable,
  caller: Actor,
  { object, keys = [], filter }: Asked,
): Promise<Known> {
  const asked = [...keysIn(filter), ...keys]
  const source = listSourceOf(object, caller)
  const traits = source.traits ? asked.filter((key) => key.startsWith(TRAITS)) : []
  requireReadableTraits(caller, traitsOf(object), traits.map(toTrait))
  requireReadable(
    caller,
    kindOf(object).object,
    asked.filter((key) => !traits.includes(key)).map((key) => ruleOf(object, key)),
  )
  const fields = await listReadableFields(db, caller, object)
  return { caller, object, source, fields }
}

/**
 * The planner guesses badly how many records a filter means, and for a rare value walks down the whole sorted list. So it
 * is not left to guess: a few are fetched by the indexes and named; of many, enough for a page come soon in any order.
 */
export async function conditionOf(
  db: Queryable,
  known: Known,
  selection: RecordSelection,
): Promise<Fragment> {
  const { source } = known
  const asked = await wordsAndFilter(db, known, selection)
  if (asked.length === 0) return source.base
  const condition = sql.join([source.base, ...asked], sql` and `)
  const { rows } = await sql<{ id: string }>`
    select r.id from ${source.table} r where ${condition} limit ${FEW + 1}`.execute(db)
  return rows.length > FEW ? condition : sql`r.id = any(${rows.map(({ id }) => id)}::uuid[])`
}

/** The same of the records that the caller may also do this with. */
export async function conditionFor(
  db: Queryable,
  known: Known,
  { selection, action }: { selection: RecordSelection; action: RecordAction },
): Promise<Fragment> {
  const may = mayWith(known.caller, known.object, { action, row: sql`r` })
  return sql`${await conditionOf(db, known, selection)} and ${may}`
}

async function wordsAndFilter(db: Queryable, known: Known, selection: RecordSelection): Promise<Fragment[]> {
  const { ids, filter, search } = selection
  if (ids) return [idsOf(known.object, ids)]
  return [
    ...(filter && filter.conditions.length > 0 ? [filterOf(known, filter)] : []),
    ...(search ? [await known.source.search(db, search, known.caller)] : []),
  ]
}

/** A person is found by any identifier and any former id. */
function idsOf(object: string, ids: string[]): Fragment {
  if (object !== 'person') return sql`r.id = any(${ids}::uuid[])`
  return sql`r.id = any(array(select i.person_id from identifiers i where i.id = any(${ids}::uuid[])))`
}

/** The condition that a filter is on row `r`. */
export function filterOf(known: Known, { match, conditions }: RecordFilter): Fragment {
  if (conditions.length === 0) return sql`true`
  const parts = conditions.map((one) => ('match' in one ? filterOf(known, one) : compareOne(known, one)))
  if (match === 'all') return sql`(${sql.join(parts, sql` and `)})`
  const any = sql`(${sql.join(parts, sql` or `)})`
  return match === 'any' ? any : sql`not coalesce(${any}, false)`
}

function compareOne(known: Known, comparison: Comparison): Fragment {
  const { traits } = known.source
  if (!traits || !comparison.field.startsWith(TRAITS))
    return compare(columnOf(known, comparison.field), comparison)
  return comparePersonTrait({ ...comparison, ...toTrait(comparison.field) }, traits)
}

function toTrait(key: string): { field: string } {
  return { field: key.slice(TRAITS.length) }
}

/** Throws `forbidden` when a filter compares a trait of a person that is hidden from the caller. */
export function requireReadableFilter(caller: Actor, filter: RecordFilter): void {
  const traits = keysIn(filter).filter((key) => key.startsWith(TRAITS))
  requireReadableTraits(caller, 'people', traits.map(toTrait))
}

/** The keys of all fields that a filter compares. */
export function keysIn(filter: RecordFilter | Comparison | undefined): string[] {
  if (!filter) return []
  return 'match' in filter ? filter.conditions.flatMap(keysIn) : [filter.field]
}
