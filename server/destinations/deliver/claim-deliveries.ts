import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { DestinationKind } from '../catalog/catalog.ts'
import type { Database } from '../../platform/relational/index.ts'

/** Longer than any attempt: who has not reported by then has died, and somebody else takes over. */
export const LEASE_MS = 60_000

/** A message that is ours to send until the lease ends. `attempts` counts this one. */
export type Claimed = {
  id: string
  destination_id: string
  kind: DestinationKind
  payload: JsonObject
  attempts: number
  settings: JsonObject
  secrets: Buffer
}

/** How many messages may be taken: in all, of a destination that is not listed, and of those that are. */
export type Room = { total: number; each: number; of: Record<string, number> }

/**
 * Takes due messages for sending, so that no other loop or process takes them. Chance shares the places between
 * destinations, so that none waits behind another's backlog.
 */
export async function claimDeliveries(db: Database, now: number, room: Room): Promise<Claimed[]> {
  if (room.total === 0) return []
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select v.id from destinations d
      cross join lateral (
        select id from deliveries
        where destination_id = d.id and state = 'waiting' and next_attempt_at <= ${new Date(now)}
        order by next_attempt_at, news_id
        limit coalesce((${JSON.stringify(room.of)}::jsonb ->> d.id::text)::int, ${room.each})
        for update skip locked
      ) v
      where d.enabled order by random() limit ${room.total}
    )
    update deliveries v set attempts = v.attempts + 1, next_attempt_at = ${new Date(now + LEASE_MS)}
    from due, destinations d
    where v.id = due.id and d.id = v.destination_id
    returning v.id, v.destination_id, v.payload, v.attempts, d.kind, d.settings, d.secrets`.execute(db)
  return rows
}
