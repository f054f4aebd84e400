import { sql } from 'kysely'
import type { EnrichmentDefinition } from '../../../model/enrichment.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import type { Asked } from '../ask/judge.ts'

const MINUTE_MS = 60_000
const LONGEST_PAUSE_MS = 60 * MINUTE_MS
/** From so many failures in a row on, nobody is asked for a while. */
const TROUBLED_FROM = 5

export type ProviderState = Asked & { name: string; enabled: boolean; secrets: Buffer; failures: number }

/** A provider, which nobody else counts requests of until the transaction ends; null when it is gone. */
export async function lockProvider(trx: Trx, id: string): Promise<ProviderState | null> {
  const { rows } = await sql<ProviderState>`
    select id, name, object, enabled, definition, secrets, secret_names, failures from enrichment_providers
    where id = ${id}::uuid and deleted_at is null for update`.execute(trx)
  return rows[0] ?? null
}

/** Why no more may be asked now, and until when (ms); null when there is room for a request. */
export async function limitReached(
  db: Queryable,
  { id, limits, now }: { id: string; limits: EnrichmentDefinition['limits']; now: number },
): Promise<{ until: number; reason: string } | null> {
  const { rows } = await sql<{ today: number; month: number }>`
    select coalesce(sum(requests) filter (where day = ${dayOf(now)}::date), 0)::int as today,
      coalesce(sum(requests), 0)::int as month
    from enrichment_spending
    where provider_id = ${id}::uuid and day >= date_trunc('month', ${dayOf(now)}::date)`.execute(db)
  const { today, month } = rows[0] ?? { today: 0, month: 0 }
  const at = new Date(now)
  if (limits.per_month !== null && month >= limits.per_month)
    return {
      until: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1),
      reason: `The limit of ${limits.per_month} requests a month is reached.`,
    }
  if (limits.per_day !== null && today >= limits.per_day)
    return {
      until: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1),
      reason: `The limit of ${limits.per_day} requests a day is reached.`,
    }
  return null
}

/** Counts a request, before it leaves. */
export async function countRequest(db: Queryable, id: string, now: number): Promise<void> {
  await sql`
    insert into enrichment_spending (provider_id, day, requests) values (${id}::uuid, ${dayOf(now)}::date, 1)
    on conflict (provider_id, day) do update set requests = enrichment_spending.requests + 1`.execute(db)
}

/** Asks nobody for a while. */
export async function pauseProvider(
  db: Queryable,
  id: string,
  { until, reason }: { until: number; reason: string },
): Promise<void> {
  await sql`
    update enrichment_providers set paused_until = greatest(paused_until, ${new Date(until)}::timestamptz), pause_reason = ${reason}
    where id = ${id}::uuid`.execute(db)
}

/** Notes that a request failed; after several in a row nobody is asked for a while, each time for longer. */
export async function noteFailure(
  db: Queryable,
  id: string,
  { now, reason }: { now: number; reason: string },
): Promise<void> {
  const { rows } = await sql<{ failures: number }>`
    update enrichment_providers set failures = failures + 1 where id = ${id}::uuid returning failures`.execute(
    db,
  )
  const { failures = 0 } = rows[0] ?? {}
  if (failures < TROUBLED_FROM) return
  const pause = Math.min(MINUTE_MS * 2 ** Math.min(failures - TROUBLED_FROM, 10), LONGEST_PAUSE_MS)
  await pauseProvider(db, id, {
    until: now + pause,
    reason: `${failures} requests in a row failed. The last time: ${reason}`,
  })
}

/** Notes that the provider answers. */
export async function noteSuccess(db: Queryable, id: string): Promise<void> {
  await sql`update enrichment_providers set failures = 0 where id = ${id}::uuid and failures > 0`.execute(db)
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
