import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import {
  standardFieldsOf,
  type groupSearch,
  type RecordGroup,
  type RecordGroups,
  type RecordTotal,
} from '../../../model/view.ts'
import type { Field } from '../../../model/field.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findReferred, showRow } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { columnOf } from './columns.ts'
import { conditionOf, knownTo, type Known } from './question.ts'

type Query = z.output<typeof groupSearch>
type Fragment = RawBuilder<unknown>
type Row = { value: string | null; currency: string | null; count: number; sums: (number | null)[] }
type Typed = Pick<Field, 'key' | 'label' | 'type' | 'settings'>

/** Nobody waits for the exact sum of a million records. */
const LOOKED_AT = 200_000
const MOST_GROUPS = 200
const groupedTypes: readonly Field['type'][] = [
  'select',
  'boolean',
  'rating',
  'user',
  'relation',
  'text',
  'date',
]
const summedTypes: readonly Field['type'][] = ['number', 'money', 'rating']

/**
 * How many records a question means, and the sums of some of their numbers: of all, and of each value of a field. The
 * largest groups come first. Throws `validation_failed` for a field that cannot be grouped or added up by.
 */
export async function groupRecords(
  db: Queryable,
  caller: Actor,
  { object, query }: { object: string; query: Query },
): Promise<RecordGroups> {
  const keys = [...(query.group ? [query.group] : []), ...query.totals]
  const known = await knownTo(db, caller, { object, keys, filter: query.filter })
  const by = query.group === undefined ? null : groupedBy(known, query.group)
  const rows = await sumsOf(db, known, { by: by && valueOf(known, by), query })
  const counted = rows.reduce((sum, { count }) => sum + count, 0)
  const groups = by ? await labelled(db, known, by, foldGroups(rows, query.totals)) : []
  return {
    count: Math.min(counted, LOOKED_AT),
    totals: foldTotals(rows, query.totals),
    groups: groups.slice(0, MOST_GROUPS),
    more: counted > LOOKED_AT || groups.length > MOST_GROUPS,
  }
}

async function sumsOf(
  db: Queryable,
  known: Known,
  { by, query }: { by: Fragment | null; query: Query },
): Promise<Row[]> {
  const { source } = known
  const numbers = query.totals.map((key) => summedBy(known, key))
  const isInCurrencies = query.totals.some((key) => key === 'amount' && source.columns.currency)
  const currency = isInCurrencies ? sql`r.currency` : sql`null::text`
  const picked = numbers.map((value, place) => sql`${value} as ${sql.ref(`n_${place}`)}`)
  const sums = numbers.map((_, place) => sql`sum(${sql.ref(`n_${place}`)})::float8`)
  const { rows } = await sql<Row>`
    select value, currency, count(*) as count, array[${sql.join(sums)}]::float8[] as sums
    from (
      select (${by ?? sql`null`})::text as value, ${currency} as currency ${picked.length > 0 ? sql`, ${sql.join(picked)}` : sql``}
      from ${source.table} r where ${await conditionOf(db, known, query)} limit ${LOOKED_AT + 1}
    ) x
    group by value, currency order by count(*) desc, value`.execute(db)
  return rows
}

function groupedBy(known: Known, key: string): Typed {
  const field = fieldOf(known, key)
  const isPerson = field?.settings.target === 'person'
  const { only } = standardFieldsOf(known.object).find((one) => one.key === key) ?? {}
  const isMany = known.object === 'person' && key === 'company_id'
  if (!field || isPerson || isMany || only || !groupedTypes.includes(field.type))
    throw invalidField('group', `Records are not grouped by ${field?.label ?? key}.`)
  return field
}

function valueOf({ source }: Known, { key, type }: Typed): Fragment {
  const standard = source.columns[key]
  if (standard) return standard.value
  return type === 'text' ? sql`left(r.fields ->> ${key}, 80)` : sql`r.fields ->> ${key}`
}

function summedBy(known: Known, key: string): Fragment {
  const field = fieldOf(known, key)
  if (!field || !summedTypes.includes(field.type) || key === 'people')
    throw invalidField('totals', `${field?.label ?? key} cannot be added up.`)
  return columnOf(known, key).value
}

function fieldOf({ object, fields }: Known, key: string): Typed | undefined {
  return [...standardFieldsOf(object), ...fields].find((one) => one.key === key)
}

type Group = Omit<RecordGroup, 'label'> & { value: string | null }

function foldGroups(rows: Row[], totals: string[]): Group[] {
  const byValue = new Map<string | null, Row[]>()
  for (const row of rows) byValue.set(row.value, [...(byValue.get(row.value) ?? []), row])
  return [...byValue].map(([value, parts]) => ({
    value,
    count: parts.reduce((sum, { count }) => sum + count, 0),
    totals: foldTotals(parts, totals),
  }))
}

/** Only amounts of deals are in a currency of their own; all other numbers add up whatever it is. */
function foldTotals(rows: Row[], totals: string[]): RecordTotal[] {
  return totals.flatMap((field, place) => {
    const sums = new Map<string | null, number>()
    for (const row of rows) {
      const currency = field === 'amount' ? row.currency : null
      sums.set(currency, (sums.get(currency) ?? 0) + (row.sums[place] ?? 0))
    }
    return [...sums].map(([currency, sum]) => ({ field, currency, sum }))
  })
}

/** With the names of whom and what the values name, and as the values themselves are. */
async function labelled(db: Queryable, known: Known, by: Typed, groups: Group[]): Promise<RecordGroup[]> {
  const values = groups.map(({ value }) => ({ [by.key]: value }))
  const referred = await findReferred(db, known.caller, { fields: [by], values })
  return groups.map((group) => {
    const { labels } = showRow([by], referred, { [by.key]: group.value })
    return { ...group, value: readValue(by, group.value), label: labels[group.value ?? ''] ?? null }
  })
}

function readValue({ type }: Typed, value: string | null): string | number | boolean | null {
  if (value === null) return null
  if (type === 'boolean') return value === 'true'
  return type === 'rating' ? Number(value) : value
}
