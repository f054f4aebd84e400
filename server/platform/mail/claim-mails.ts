import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'

/** Longer than it takes to send as many as are claimed at once: who has not reported by then has died. */
const LEASE_MS = 5 * 60_000

/** A mail that is ours to send until the lease ends. `attempts` counts this one. */
export type ClaimedMail = {
  id: string
  to_address: string
  subject: string
  content: Buffer
  attempts: number
  give_up_at: Date
}

/** Takes due mails, oldest first, so that no other loop or process takes them. */
export async function claimMails(db: Database, now: number, most: number): Promise<ClaimedMail[]> {
  const { rows } = await sql<ClaimedMail>`
    update mails set attempts = attempts + 1, next_attempt_at = ${new Date(now + LEASE_MS)}
    where id in (
      select id from mails where state = 'waiting' and next_attempt_at <= ${new Date(now)}
      order by next_attempt_at limit ${most} for update skip locked)
    returning id, to_address, subject, content, attempts, give_up_at`.execute(db)
  return rows
}
