import { sql } from 'kysely'
import type { z } from 'zod'
import type { BoundedCount, Page } from '../../../model/page.ts'
import type { RecordRow, recordSearch } from '../../../model/view.ts'
import { pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { sortKeys, sortsOf } from './columns.ts'
import { indexUsed } from './index-used.ts'
import { pageOfRows, placeOf } from './page-of-rows.ts'
import { conditionOf, keysIn, knownTo } from './question.ts'
import { traitsShown } from './trait-columns.ts'
import { showRows } from './show-rows.ts'

type Query = z.output<typeof recordSearch>

const COUNT_UP_TO = 10_000

/**
 * A page of an object's records by filter, words and order. Throws `validation_failed` for fields that there are not,
 * `forbidden` for hidden ones.
 */
export async function searchRecords(
  db: Database,
  caller: Actor,
  { object, query }: { object: string; query: Query },
): Promise<Page<RecordRow>> {
  const keys = sortKeys(query.sort)
  const known = await knownTo(db, caller, { object, keys, filter: query.filter })
  const sorts = sortsOf(known, query.sort)
  const condition = await conditionOf(db, known, query)
  await indexUsed(db, known.fields, [...keysIn(query.filter), ...keys.slice(0, 1)])
  const { limit, cursor } = query
  const traits = traitsShown(caller, object, { source: known.source, columns: query.columns })
  const rows = await pageOfRows(db, known.source, { sorts, condition, limit, cursor, traits })
  const { data, next } = pageFrom(rows, limit, placeOf)
  return { data: await showRows(db, known, data, query.columns), next }
}

/** How many records a question means; stops counting at 10,000, because nobody waits for the exact number. */
export async function countRecords(
  db: Database,
  caller: Actor,
  { object, query }: { object: string; query: Pick<Query, 'filter' | 'search'> },
): Promise<BoundedCount> {
  const known = await knownTo(db, caller, { object, filter: query.filter })
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from ${known.source.table} r where ${await conditionOf(db, known, query)} limit ${COUNT_UP_TO + 1}
    ) as bounded`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_UP_TO), more: count > COUNT_UP_TO }
}
