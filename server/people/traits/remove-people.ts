import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

/** Takes away people whose identifiers all belong to others now. Gives when each was last seen (ms), for those others. */
export async function removePeople(trx: Trx, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; last_seen: Date }>`
    delete from people where id = any(${ids}::uuid[]) returning id, last_seen`.execute(trx)
  return new Map(rows.map(({ id, last_seen }) => [id, last_seen.getTime()]))
}
