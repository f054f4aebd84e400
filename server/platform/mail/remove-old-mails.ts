import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'

const KEPT_MS = 30 * 24 * 60 * 60_000
const AT_ONCE = 5_000

/** Forgets mails of more than 30 days ago that wait for nothing any more. */
export async function removeOldMails(db: Database, now: number): Promise<void> {
  await sql`
    delete from mails where id in (
      select id from mails where created_at < ${new Date(now - KEPT_MS)} and state <> 'waiting' limit ${AT_ONCE})`.execute(
    db,
  )
}
