import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Deal, DealSort } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, encodeCursor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { selectDeals } from './select-deals.ts'

export type DealsQuery = {
  pipeline?: string | undefined
  stage?: string | undefined
  person?: string | undefined
  company?: string | undefined
  search?: string | undefined
  sort: DealSort
  limit: number
  cursor?: string | undefined
}

type Fragment = RawBuilder<unknown>
type SortName = DealSort extends infer Sort ? (Sort extends `-${infer Name}` ? Name : never) : never

const MAX_WORDS = 5

/** What each sort compares, its type, and what its part of a cursor looks like. No value is the last one either way. */
const sorts = {
  updated_at: {
    value: () => sql`d.updated_at`,
    type: sql`timestamptz`,
    key: z.iso.datetime({ offset: true }),
  },
  amount: {
    value: (descending) =>
      descending ? sql`coalesce(d.amount, '-infinity')` : sql`coalesce(d.amount, 'infinity')`,
    type: sql`numeric`,
    key: z.string().regex(/^(-?Infinity|\d{1,16}(\.\d{1,2})?)$/),
  },
  expected_close_on: {
    value: (descending) =>
      descending
        ? sql`coalesce(d.expected_close_on, '-infinity')`
        : sql`coalesce(d.expected_close_on, 'infinity')`,
    type: sql`date`,
    key: z.iso.date().or(z.enum(['infinity', '-infinity'])),
  },
  name: { value: () => sql`lower(d.name)`, type: sql`text`, key: z.string() },
} satisfies Record<
  SortName,
  { value: (descending: boolean) => Fragment; type: Fragment; key: z.ZodType<string> }
>

/** A page of deals. Each cursor names the last deal's sort value, so that the pages behind cost no more than the first. */
export async function listDeals(db: Database, query: DealsQuery): Promise<Page<Deal>> {
  const descending = query.sort.startsWith('-')
  const sort = sorts[query.sort.replace('-', '') as SortName]
  const value = sort.value(descending)
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const conditions = [sql`d.deleted_at is null`, ...filters(query)]
  if (query.cursor) {
    const [key, id] = decodeCursor(query.cursor, z.tuple([sort.key, z.uuid()]))
    conditions.push(sql`(${value}, d.id) ${beyond} (${key}::${sort.type}, ${id}::uuid)`)
  }
  const page = sql`
    select d.* from deals d where ${sql.join(conditions, sql` and `)}
    order by ${value} ${direction}, d.id ${direction} limit ${query.limit + 1}`
  const deals = await selectDeals(db, page, sql`${value} ${direction}, d.id ${direction}`)
  const data = deals.slice(0, query.limit)
  const last = data.at(-1)
  return { data, next: deals.length > query.limit && last ? await cursorAt(db, value, last.id) : null }
}

function* filters({ pipeline, stage, person, company, search }: DealsQuery): Generator<Fragment> {
  if (pipeline) yield sql`d.pipeline_id = ${pipeline}::uuid`
  if (stage) yield sql`d.stage_id = ${stage}::uuid`
  if (company) yield sql`d.company_id = ${company}::uuid`
  if (person)
    yield sql`d.person_ref in (
      select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${person}::uuid)`
  for (const word of wordsOf(search))
    yield sql`lower(d.name) like ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`}`
}

function wordsOf(search = ''): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
}

/** As text from the database, because a date of JavaScript has no microseconds and a number not all decimals. */
async function cursorAt(db: Database, value: Fragment, id: string): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    select to_jsonb(${value}) #>> '{}' as key from deals d where d.id = ${id}`.execute(db)
  return encodeCursor([rows[0]?.key, id])
}
