import { sql } from 'kysely'
import type { BoundedCount } from '../../../model/page.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { whereOf, type PeopleFilter } from './people-filter.ts'

const COUNT_UP_TO = 10_000

/** How many people a filter means; stops counting at 10,000, because nobody waits for the exact number. */
export async function countPeople(db: Database, caller: Actor, filter: PeopleFilter): Promise<BoundedCount> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from people p where ${whereOf(caller, filter)} limit ${COUNT_UP_TO + 1}) as bounded`.execute(
    db,
  )
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_UP_TO), more: count > COUNT_UP_TO }
}
