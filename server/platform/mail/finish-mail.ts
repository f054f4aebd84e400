import { sql } from 'kysely'
import { nextAttemptAt } from '../backoff.ts'
import type { Database } from '../relational/index.ts'
import type { ClaimedMail } from './claim-mails.ts'
import type { MailOutcome } from './smtp-problems.ts'

/** Writes down how an attempt went; nothing when the lease had ended and another process took over. */
export async function finishMail(
  db: Database,
  { id, attempts, give_up_at }: ClaimedMail,
  { outcome, now }: { outcome: MailOutcome; now: number },
): Promise<void> {
  if (outcome.result === 'sent') {
    await sql`
      update mails set state = 'sent', sent_at = ${new Date(now)}, content = null, last_error = null
      where id = ${id} and attempts = ${attempts}`.execute(db)
    return
  }
  const next = nextAttemptAt(now, attempts)
  const state = outcome.result === 'refused' || next > give_up_at.getTime() ? 'failed' : 'waiting'
  await sql`
    update mails set state = ${state}, next_attempt_at = ${new Date(next)}, last_error = ${outcome.sentence}
    where id = ${id} and attempts = ${attempts}`.execute(db)
}
