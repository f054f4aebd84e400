import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'

/** So long an answer can be had again by sending the same request with the same key. */
const KEPT_MS = 24 * 60 * 60 * 1_000
/** Longer than any answer takes: who has not answered by then was cut off. */
const CUT_OFF_MS = 120_000
/** More than are added, so that what is past is gone by and by. */
const FORGOTTEN_AT_ONCE = 10

export type KeyedRequest = { holder: string; key: string; fingerprint: string; now: Date }

/** An answer as it was given; its body is sealed. */
export type KeptAnswer = { status: number; content_type: string | null; body: Buffer | null }

/** What is to be done with a request: do it, give the former answer, or refuse it for a reason. */
export type Claim = 'ours' | 'reused' | 'in_use' | 'interrupted' | KeptAnswer

type Row = KeptAnswer & {
  fingerprint: string
  claimed_at: Date
  wrote_at: Date | null
  answered_at: Date | null
}

/** Takes the key for a request, unless it was taken before: then says what became of that. */
export async function claimKey(
  db: Database,
  { holder, key, fingerprint, now }: KeyedRequest,
): Promise<Claim> {
  const past = new Date(now.getTime() - KEPT_MS)
  const cutOff = new Date(now.getTime() - CUT_OFF_MS)
  await sql`
    delete from idempotency_keys where (holder, key) in (
      select holder, key from idempotency_keys where claimed_at < ${past} order by claimed_at limit ${FORGOTTEN_AT_ONCE}
    )`.execute(db)
  const { rows: claimed } = await sql`
    insert into idempotency_keys as k (holder, key, fingerprint, claimed_at)
    values (${holder}, ${key}, ${fingerprint}, ${now})
    on conflict (holder, key) do update
      set fingerprint = excluded.fingerprint, claimed_at = excluded.claimed_at, wrote_at = null, answered_at = null
      where k.claimed_at < ${past}
        or (k.claimed_at < ${cutOff} and k.wrote_at is null and k.answered_at is null and k.fingerprint = excluded.fingerprint)
    returning 1`.execute(db)
  if (claimed.length > 0) return 'ours'
  const { rows } = await sql<Row>`
    select fingerprint, claimed_at, wrote_at, answered_at, status, content_type, body
    from idempotency_keys where holder = ${holder} and key = ${key}`.execute(db)
  const [row] = rows
  // Given back in between.
  if (!row) return 'in_use'
  if (row.fingerprint !== fingerprint) return 'reused'
  if (row.answered_at) return row
  return row.claimed_at < cutOff ? 'interrupted' : 'in_use'
}
