import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Cause } from '../ask/judge.ts'
import type { Claimed } from './claim-lookups.ts'

const DAY_MS = 24 * 60 * 60_000

/** Why a question ended without an answer, or waits. */
type Why = { cause: Cause | 'cut_off' | 'refused' | 'gave_up' | 'retry' | null; reason: string | null }

/** Ends a question without an answer. A failed one is not asked again by itself for a day. */
export async function endLookup(
  db: Queryable,
  { id, lease }: Claimed,
  { state, cause, reason, now }: Why & { state: 'skipped' | 'failed'; now: number },
): Promise<void> {
  const goodUntil = state === 'failed' ? new Date(now + DAY_MS) : null
  await sql`
    update enrichment_lookups set state = ${state}, cause = ${cause}, reason = ${reason}, lease = null, sent_at = null,
      answer = null, good_until = ${goodUntil}, finished_at = ${new Date(now)}
    where id = ${id}::uuid and lease = ${lease}::uuid`.execute(db)
}

/** Gives a question back, to be asked later; `counts` false when nothing was wrong with it. */
export async function postponeLookup(
  db: Queryable,
  { id, lease }: Claimed,
  { at, cause, reason, counts }: Why & { at: number; counts: boolean },
): Promise<void> {
  await sql`
    update enrichment_lookups set next_attempt_at = ${new Date(at)}, cause = ${cause}, reason = ${reason}, lease = null,
      sent_at = null, attempts = attempts - ${counts ? 0 : 1}
    where id = ${id}::uuid and lease = ${lease}::uuid`.execute(db)
}

/** Keeps an answer before anything is done with it, so that whoever dies now has not paid in vain. */
export async function keepAnswer(db: Queryable, { id, lease }: Claimed, values: JsonObject): Promise<void> {
  await sql`
    update enrichment_lookups set answer = ${JSON.stringify(values)}::jsonb
    where id = ${id}::uuid and lease = ${lease}::uuid`.execute(db)
}

type Answered = {
  state: 'found' | 'not_found'
  traits: string[]
  reason?: string | null
  now: number
  cacheDays: number
}

/** Ends a question with its answer. One that was answered from before stays good as long as that one was. */
export async function answerLookup(
  db: Queryable,
  { id, lease }: Claimed,
  { state, traits, reason = null, now, cacheDays }: Answered,
): Promise<void> {
  await sql`
    update enrichment_lookups set state = ${state}, traits = ${traits}::text[], cause = null, reason = ${reason}, lease = null,
      good_until = case when cached then good_until else ${new Date(now + cacheDays * DAY_MS)}::timestamptz end,
      finished_at = ${new Date(now)}
    where id = ${id}::uuid and lease = ${lease}::uuid`.execute(db)
}
