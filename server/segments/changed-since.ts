import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'
import type { Trx } from '../platform/relational/index.ts'

/** Who changed after a moment. */
export type ChangedSince = {
  /** Everybody of whom news was published until now. */
  people(trx: Trx): Promise<ReadonlySet<string>>
}

/**
 * Starts to watch who changes. An evaluation over everybody sees the warehouse as it was when it began; whoever changed
 * since has been or will be evaluated for their own sake, and what was seen of them before must not overwrite that.
 */
export async function watchChanges({ db }: Platform): Promise<ChangedSince> {
  const { rows } = await sql<{
    mark: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as mark`.execute(db)
  const mark = rows[0]?.mark ?? '0'
  const known = new Set<string>()
  const read: number[] = []
  return {
    async people(trx) {
      const { rows: news } = await sql<{ id: number; people: string[] }>`
        select id, payload -> 'people' as people from outbox
        where txid >= ${mark}::xid8 and type in ('people.changed', 'people.due') and id <> all(${read}::bigint[])`.execute(trx)
      for (const { id, people } of news) {
        read.push(id)
        for (const person of people) known.add(person)
      }
      return known
    },
  }
}
