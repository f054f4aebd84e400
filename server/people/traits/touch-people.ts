import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { SEEN_AGAIN_MS, type Memory } from '../identity/known-identities.ts'

/** Notes that these people were active; within a minute of what is on record it writes nothing. Gives whom it notes. */
export async function touchPeople(
  trx: Trx,
  lastSeen: Map<string, number>,
  { known, learned }: Memory,
): Promise<[person: string, at: number][]> {
  const news = [...lastSeen].filter(([id, at]) => !known.hasSpan(id, { first: at, last: at }))
  if (news.length === 0) return []
  for (const [id, last] of news) learned.spans.set(id, { first: -Infinity, last })
  const input = JSON.stringify(news.map(([id, at]) => ({ id, at: new Date(at) })))
  await sql`
    update people p set last_seen = n.at
    from jsonb_to_recordset(${input}::jsonb) as n (id uuid, at timestamptz)
    where p.id = n.id and n.at > p.last_seen + make_interval(secs => ${SEEN_AGAIN_MS / 1_000})`.execute(trx)
  return news
}
