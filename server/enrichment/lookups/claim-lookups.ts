import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Database } from '../../platform/relational/index.ts'

/** Longer than any request takes: who has not reported by then has died. */
export const LEASE_MS = 60_000
const OF_ONE_PROVIDER = 4
const AT_ONCE = 8

/** A question that is ours until the lease ends. */
export type Claimed = {
  id: string
  provider_id: string
  lease: string
  answer: JsonObject | null
  cached: boolean
}

/** Takes due questions so that nobody else takes them; those that somebody waits for come first. */
export async function claimLookups(db: Database, now: number): Promise<Claimed[]> {
  const at = new Date(now)
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select l.id from enrichment_providers p
      cross join lateral (
        select id from enrichment_lookups
        where provider_id = p.id and state = 'waiting' and next_attempt_at <= ${at}
        order by by_hand desc, next_attempt_at limit ${OF_ONE_PROVIDER} for update skip locked
      ) l
      where p.enabled and p.deleted_at is null and (p.paused_until is null or p.paused_until <= ${at})
      order by random() limit ${AT_ONCE}
    )
    update enrichment_lookups l set lease = gen_random_uuid(), next_attempt_at = ${new Date(now + LEASE_MS)}
    from due where l.id = due.id
    returning l.id, l.provider_id, l.lease, l.answer, l.cached`.execute(db)
  return rows
}
