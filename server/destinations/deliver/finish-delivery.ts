import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'
import type { Outcome } from '../../platform/safe-fetch/index.ts'
import { MAX_ATTEMPTS, nextAttemptAt } from '../../platform/backoff.ts'

type Attempted = { id: string; destination_id: string; attempts: number }
type State = 'waiting' | 'delivered' | 'failed'

/** Writes down how an attempt went; nothing when the lease had ended and another process took over. */
export async function finishDelivery(
  db: Database,
  { id, destination_id, attempts }: Attempted,
  { outcome, now }: { outcome: Outcome; now: number },
): Promise<void> {
  const state = stateAfter(outcome, attempts)
  const notBefore = outcome.result === 'later' ? outcome.notBeforeMs : undefined
  const next = state === 'waiting' ? nextAttemptAt(now, attempts, notBefore) : now
  await sql`
    with done as (
      update deliveries set state = ${state}, next_attempt_at = ${new Date(next)}, last_status = ${outcome.status},
        last_error = ${outcome.result === 'delivered' ? null : outcome.reason},
        delivered_at = ${state === 'delivered' ? new Date(now) : null}
      where id = ${id} and attempts = ${attempts} and state = 'waiting' returning 1
    )
    update destinations set delivered = delivered + ${Number(state === 'delivered')}, failed = failed + ${Number(state === 'failed')}
    where id = ${destination_id} and ${state} <> 'waiting' and exists (select from done)`.execute(db)
}

function stateAfter({ result }: Outcome, attempts: number): State {
  if (result === 'delivered') return 'delivered'
  return result === 'refused' || attempts >= MAX_ATTEMPTS ? 'failed' : 'waiting'
}
