import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import { membersOf } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import type { EvaluatedSegment } from './evaluated-segment.ts'
import {
  companiesBehind,
  peopleBehind,
  readTouched,
  touchingNews,
  withColleagues,
  type Touched,
} from './touched.ts'
import { asksCompanies, asksRecords, eventsAsked } from './weight.ts'

/** Who changed after a moment. */
export type ChangedSince = {
  /**
   * Everybody, or every company, of whom news was published until now that matters to the segment: just these are evaluated for
   * their own sake. Who only did what it does not ask about is as the evaluation found them.
   */
  members(trx: Trx, segment: EvaluatedSegment): Promise<ReadonlySet<string>>
  /** Those of whom something that was told concerns somebody's question, which finds them in it. */
  concerned(trx: Trx, find: (touched: Touched) => Promise<string[]> | string[]): Promise<ReadonlySet<string>>
}

/**
 * Starts to watch who changes. An evaluation over everybody sees the warehouse as it was when it began; whoever changed
 * since has been or will be evaluated for their own sake, and what was seen of them before must not overwrite that.
 */
export async function watchChanges(
  { db }: Platform,
  types: readonly string[] = touchingNews,
): Promise<ChangedSince> {
  const { rows } = await sql<{
    mark: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as mark`.execute(db)
  const mark = rows[0]?.mark ?? '0'
  const behind = new Set<string>()
  const companies = new Set<string>()
  const read: number[] = []
  const told: Touched[] = []
  const readOn = async (trx: Trx) => {
    const news = await newsAfter(trx, { mark, types, read })
    read.push(...news.map(({ id }) => id))
    const touched = readTouched(news)
    if (news.length > 0) told.push(touched)
    return touched
  }
  return {
    async concerned(trx, find) {
      await readOn(trx)
      const found = new Set<string>()
      for (const touched of told) for (const person of await find(touched)) found.add(person)
      return found
    },
    async members(trx, { definition }) {
      const { conditions } = definition
      const touched = await readOn(trx)
      const asked = new Set(eventsAsked(conditions))
      const changed = new Set(told.flatMap((one) => one.concerned(asked)))
      for (const person of await peopleBehind(trx, touched)) behind.add(person)
      for (const company of await companiesBehind(trx, touched, [])) companies.add(company)
      if (membersOf(definition) === 'companies') {
        const theirs = await companiesBehind(trx, readTouched([]), [...changed, ...behind])
        return new Set([...companies, ...theirs])
      }
      if (!asksRecords(conditions)) return changed
      const all = new Set([...changed, ...behind])
      return asksCompanies(conditions) && all.size > 0 ? new Set(await withColleagues(trx, [...all])) : all
    },
  }
}

type Unread = { mark: string; types: readonly string[]; read: number[] }

async function newsAfter(trx: Trx, { mark, types, read }: Unread) {
  const { rows } = await sql<{ id: number; payload: JsonObject }>`
    select id, payload from outbox
    where txid >= ${mark}::xid8 and type = any(${[...types]}::text[]) and id <> all(${read}::bigint[])
    order by id`.execute(trx)
  return rows
}
