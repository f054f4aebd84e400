import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import type { SeenIdentifier, SeenLink } from './evidence.ts'

export type StoredIdentifier = { id: string; type: string; person_id: string; is_new: boolean; aged: boolean }

/**
 * Remembers identifiers; a new one starts as a person of its own. Gives every one with the person it is of, whether
 * it is new, and whether it turned out older than known (which can change who is oldest, and so the person's id).
 */
export async function recordIdentifiers(trx: Trx, seen: SeenIdentifier[]): Promise<StoredIdentifier[]> {
  if (seen.length === 0) return []
  const input = JSON.stringify(seen.map(({ id, type, value, firstSeen }) => ({ id, type, value, first_seen: new Date(firstSeen) })))
  const stored = await sql<StoredIdentifier>`
    with seen as materialized (
      select * from jsonb_to_recordset(${input}::jsonb) as s (id uuid, type text, value text, first_seen timestamptz)
    ),
    known as materialized (
      select i.id, i.type, i.person_id, i.first_seen > s.first_seen as aged, s.first_seen
      from seen s join identifiers i on i.id = s.id
    ),
    added as (
      insert into identifiers (id, type, value, person_id, first_seen)
      select s.id, s.type, s.value, s.id, s.first_seen from seen s
      where not exists (select from known k where k.id = s.id)
      order by s.id
      on conflict (id) do update set first_seen = least(identifiers.first_seen, excluded.first_seen)
      returning id, type, person_id, (xmax = 0) as is_new
    ),
    aged as (
      update identifiers i set first_seen = k.first_seen from known k where k.aged and i.id = k.id
    )
    select id, type, person_id, false as is_new, aged from known
    union all
    select id, type, person_id, is_new, not is_new from added`.execute(trx)
  return stored.rows
}

/** Remembers links, counting repeated ones. Gives those that can change who is who: the new, and those now older. */
export async function recordLinks(trx: Trx, seen: SeenLink[]): Promise<{ a: string; b: string }[]> {
  if (seen.length === 0) return []
  const input = JSON.stringify(
    seen.map((link) => ({
      a: link.a,
      b: link.b,
      source_id: link.sourceId,
      message_id: link.messageId,
      first_seen: new Date(link.firstSeen),
      last_seen: new Date(link.lastSeen),
      count: link.count,
    })),
  )
  const changed = await sql<{ a: string; b: string; fresh: boolean }>`
    with seen as materialized (
      select * from jsonb_to_recordset(${input}::jsonb)
        as s (a uuid, b uuid, source_id uuid, message_id text, first_seen timestamptz, last_seen timestamptz, count bigint)
    ),
    known as materialized (
      select l.a, l.b, l.first_seen from seen s join identity_links l on l.a = s.a and l.b = s.b
    ),
    stored as (
      insert into identity_links as l (a, b, source_id, message_id, first_seen, last_seen, count)
      select a, b, source_id, message_id, first_seen, last_seen, count from seen order by a, b
      on conflict (a, b) do update set
        count = l.count + excluded.count,
        last_seen = greatest(l.last_seen, excluded.last_seen),
        source_id = case when (excluded.first_seen, excluded.message_id) < (l.first_seen, l.message_id)
                         then excluded.source_id else l.source_id end,
        message_id = case when (excluded.first_seen, excluded.message_id) < (l.first_seen, l.message_id)
                          then excluded.message_id else l.message_id end,
        first_seen = least(l.first_seen, excluded.first_seen)
      returning l.a, l.b, l.first_seen
    )
    select s.a, s.b from stored s left join known k on k.a = s.a and k.b = s.b
    where k.a is null or s.first_seen < k.first_seen`.execute(trx)
  return changed.rows
}
