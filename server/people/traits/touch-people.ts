import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

/**
 * Notes that these people were active. Within a minute of what is known it writes nothing: a busy visitor would
 * otherwise rewrite his row with every batch.
 */
export async function touchPeople(trx: Trx, lastSeen: Map<string, number>): Promise<void> {
  if (lastSeen.size === 0) return
  const input = JSON.stringify([...lastSeen].map(([id, at]) => ({ id, at: new Date(at) })))
  await sql`
    update people p set last_seen = n.at
    from jsonb_to_recordset(${input}::jsonb) as n (id uuid, at timestamptz)
    where p.id = n.id and n.at > p.last_seen + interval '1 minute'`.execute(trx)
}
